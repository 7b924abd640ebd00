import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Area, areaOf, circleOfAreas, type Rules, violations } from './support/boundaries.ts'
import { readModule, readTree } from './support/imports.ts'

/*
 * Who may import whom: the map of the program, and a good first page for a newcomer. ARCHITECTURE.md says why.
 * A file belongs to the area that names it most exactly; files of one area may import each other.
 */

/** The pure half of a conversation; the other half (process, effects ...) holds the transaction. */
const TURN = [
  'active',
  'begin-rating',
  'comment-invitation',
  'comment-rule',
  'emergency',
  'follow-up',
  'global-words',
  'referral',
  'turn',
  'typed-choice',
]
/** The rules of a case, without the database. */
const CASE_RULES = ['lifecycle', 'policy', 'reply-window', 'routing', 'routing-reasons', 'succession', 'words-vi']

const SERVER: readonly Area[] = [
  { name: 'core', paths: ['src/core'], may: [] },
  { name: 'config', paths: ['src/config'], may: ['core'] },
  { name: 'telemetry', paths: ['src/telemetry'], may: ['core'] },
  { name: 'packs', paths: ['src/packs'], may: ['core'] },
  { name: 'nlp', paths: ['src/nlp'], may: ['core'], pure: true },
  // Reads data/nlu; writes and reads the trained model.
  { name: 'nlp files', paths: ['src/nlp/load-examples.ts', 'src/nlp/model-file.ts'], may: ['core', 'nlp'] },
  // How well messages are understood, measured: `npm run nlu`.
  { name: 'nlp eval', paths: ['src/nlp-eval'], may: ['core', 'nlp', 'nlp files', 'packs'] },
  { name: 'flows', paths: ['src/flows'], may: ['core'], pure: true },
  { name: 'channels', paths: ['src/channels'], may: ['core', 'telemetry'] },
  { name: 'queue', paths: ['src/queue'], may: ['core', 'telemetry'] },
  { name: 'db', paths: ['src/db'], may: ['core', 'telemetry'] },
  // Where the bytes of residents' files lie.
  { name: 'blobs', paths: ['src/blobs'], may: ['core', 'db'] },
  {
    name: 'case rules',
    paths: ['src/tickets/clock', ...CASE_RULES.map((file) => `src/tickets/${file}.ts`)],
    may: ['core'],
    pure: true,
  },
  { name: 'tickets', paths: ['src/tickets'], may: ['core', 'case rules', 'db', 'telemetry'] },
  { name: 'turn', paths: TURN.map((file) => `src/conversation/${file}.ts`), may: ['core', 'flows'], pure: true },
  {
    name: 'conversation',
    paths: ['src/conversation'],
    may: ['core', 'turn', 'flows', 'nlp', 'packs', 'case rules', 'tickets', 'db', 'telemetry'],
  },
  // The shapes of every API; web/ imports these.
  { name: 'contract', paths: ['src/http/contract'], may: ['core'] },
  // What the routes need of the application. Reports and auth provide their part of it.
  { name: 'ports', paths: ['src/http/services.ts'], may: ['core', 'contract'] },
  { name: 'reports', paths: ['src/reports'], may: ['core', 'db', 'contract', 'ports'] },
  { name: 'auth', paths: ['src/auth'], may: ['core', 'db', 'contract', 'ports'] },
  {
    name: 'http',
    paths: ['src/http'],
    may: ['core', 'contract', 'ports', 'conversation', 'case rules', 'tickets', 'reports', 'telemetry'],
  },
  // Other companies' servers: it knows nothing of ours, so that one mistake does not confirm itself.
  { name: 'sandbox', paths: ['src/sandbox'], may: ['core'] },
  // Demonstration data, in bulk and through the use cases.
  { name: 'demo', paths: ['src/demo'], may: ['core', 'case rules', 'tickets', 'db'] },
]

const AREAS: readonly Area[] = [
  ...SERVER,
  // The composition root: `createContext`, and parts of it in files of their own.
  { name: 'root', paths: ['src/context.ts', 'src/context'], may: SERVER.map((area) => area.name) },
  { name: 'main', paths: ['src/main.ts'], may: ['root'] },

  { name: 'web shared', paths: ['web/shared'], may: ['core', 'contract'] },
  { name: 'chat page', paths: ['web/chat'], may: ['web shared', 'core', 'contract'] },
  // The script on other sites' pages.
  { name: 'widget', paths: ['web/widget'], may: ['web shared'] },
  { name: 'sandbox page', paths: ['web/sandbox'], may: ['web shared', 'core', 'contract'] },
  { name: 'console base', paths: ['web/console/lib', 'web/console/ui'], may: ['web shared', 'core', 'contract'] },
  {
    name: 'console features',
    paths: ['web/console/features'],
    may: ['console base', 'web shared', 'core', 'contract'],
  },
  {
    name: 'console',
    paths: ['web/console'],
    may: ['console features', 'console base', 'web shared', 'core', 'contract'],
  },
  { name: 'web build', paths: ['web/vite.config.ts'], may: [] },

  { name: 'scripts', paths: ['scripts', 'bench'], may: 'anything' },
  { name: 'tests', paths: ['test'], may: 'anything' },
]

/** Areas or paths that may import a package; a package that stands nowhere here may be used by all but `ONLY`. */
const PACKAGES: Rules['packages'] = {
  // The root passes the app on, and names its type.
  express: ['http', 'sandbox', 'root', 'tests', 'scripts'],
  'express-rate-limit': ['http'],
  helmet: ['http'],
  compression: ['src/http/routes/static.ts'],
  '@fastify/busboy': ['src/http/form-body.ts'],
  'zod-openapi': ['http'],
  axios: ['channels', 'tests'],
  bullmq: ['queue', 'tests', 'scripts'],
  ioredis: ['queue', 'tests', 'scripts'],
  // Demo: a year of rows in bulk is SQL that no use case of the program has.
  'drizzle-orm': ['db', 'demo', 'tests', 'scripts'],
  pg: ['db', 'tests', 'scripts'],
  'better-auth': ['auth'],
  natural: ['nlp'],
  pino: ['telemetry'],
  'pino-pretty': ['telemetry'],
  'prom-client': ['telemetry'],
  'libheif-js': ['src/conversation/heic-worker.mjs'],
  sharp: ['src/conversation/clean-image.ts', 'src/conversation/fit-picture.ts', 'tests'],
  'exif-reader': ['src/conversation/photo-place.ts'],
  'file-type': ['src/conversation/attachment-type.ts'],
  '@aws-sdk/client-s3': ['blobs', 'tests'],
  // Days and zones; instants are plain `Date`.
  luxon: ['case rules', 'src/tickets/filing.ts', 'src/reports/period.ts', 'tests', 'scripts'],
}

/** The only packages that these areas use. */
const ONLY: Rules['onlyPackages'] = {
  core: ['zod', 'uuid'],
  contract: ['zod'],
  flows: ['zod'],
  turn: ['zod'],
  nlp: ['natural'],
  'case rules': ['luxon'],
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const RULES: Rules = {
  areas: AREAS,
  packages: PACKAGES,
  onlyPackages: ONLY,
  doings: {
    'process.env': { within: ['src', 'web', 'scripts', 'bench'], except: ['src/config/env.ts'] },
    'new Date()': { within: ['src', 'web', 'scripts'], except: ['src/core/clock.ts', 'web/shared/now.ts'] },
    'Date.now()': { within: ['src', 'web', 'scripts'], except: ['src/core/clock.ts', 'web/shared/now.ts'] },
    'Math.random': { within: ['src', 'web'], except: [] },
    // A thread begins with the import of its file.
    'a statement at import': { within: ['src'], except: ['src/main.ts', 'src/conversation/heic-worker.mjs'] },
    'an import of a computed name': { within: ['src', 'web'], except: [] },
  },
  barrels: ['src/core/index.ts'],
  separate: ['web/console/features'],
  declared: declaredPackages(),
  places: {
    words: wordsOfProvinces(),
    within: ['src', 'web'],
    // The default of PACK is a name of a folder; with another PACK nothing of it is left.
    except: ['src/config/settings.ts'],
  },
}

function declaredPackages(): Set<string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)])
}

/** Ids, hotlines, provinces' and districts' names of every pack in data/. */
function wordsOfProvinces(): string[] {
  const read = (path: string): unknown => JSON.parse(readFileSync(`${ROOT}/data/${path}`, 'utf8'))
  const packs = readdirSync(`${ROOT}/data`).filter((name) => readdirSync(`${ROOT}/data/${name}`).includes('pack.json'))
  const words = packs.flatMap((name) => {
    const pack = read(`${name}/pack.json`) as { id: string; hotline: { phone: string } }
    const places = read(`${name}/localities.json`) as { shortVi: string; level: string }[]
    return [pack.id, pack.hotline.phone, ...places.filter((p) => p.level === 'district').map((p) => p.shortVi)]
  })
  return [...new Set([...words, 'Bình Dương', 'Hồ Chí Minh'])]
}

const TREE = readTree(ROOT, ['src', 'web', 'scripts', 'bench', 'test'])

describe('the tree', () => {
  it('keeps every rule of the table', () => {
    expect(violations(TREE, RULES)).toEqual([])
  })

  it('is read: no area of the table is empty, no owner has given up its package', () => {
    const paths = TREE.map((m) => m.path)
    expect(AREAS.filter((a) => !paths.some((p) => areaOf(p, RULES) === a)).map((a) => a.name)).toEqual([])
    const imported = new Set(
      TREE.flatMap((m) =>
        m.imports.map((i) =>
          i.specifier
            .split('/')
            .slice(0, i.specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
      ),
    )
    expect(Object.keys(PACKAGES).filter((name) => !imported.has(name))).toEqual([])
    expect(RULES.places.words).toContain('Thủ Dầu Một')
    expect(TREE.filter((m) => m.path.startsWith('src/')).length).toBeGreaterThan(200)
  })

  it('has a table without circles', () => {
    expect(circleOfAreas(AREAS)).toBeNull()
    const circle = [
      { name: 'a', paths: ['src/a'], may: ['b'] },
      { name: 'b', paths: ['src/b'], may: ['a'] },
    ]
    expect(circleOfAreas(circle)).toEqual(['a', 'b', 'a'])
  })
})

/** Files as they might be written one day: path -> text. */
function told(files: Readonly<Record<string, string>>): string[] {
  return violations(
    Object.entries(files).map(([path, text]) => readModule(path, text)),
    RULES,
  )
}

const EMPTY = 'export {}'

describe('the checker finds', () => {
  const imports: [what: string, from: string, text: string, to: string, message: string][] = [
    [
      'a type of a folder out of reach',
      'src/core/x.ts',
      "import type { Db } from '../db/client.ts'",
      'src/db/client.ts',
      "src/core/x.ts:1: imports '../db/client.ts': core may import nothing of ours, not db",
    ],
    [
      'a type among values',
      'src/flows/x.ts',
      "import { type Db } from '../db/client.ts'",
      'src/db/client.ts',
      "src/flows/x.ts:1: imports '../db/client.ts': flows may import core, not db",
    ],
    [
      'a type written in place',
      'src/nlp/x.ts',
      "\nexport let x: import('../flows/y.ts').Y",
      'src/flows/y.ts',
      "src/nlp/x.ts:2: imports '../flows/y.ts': nlp may import core, not flows",
    ],
    [
      'an import at run time',
      'src/http/x.ts',
      "export const f = () => import('../db/client.ts')",
      'src/db/client.ts',
      'not db',
    ],
    [
      'a re-export',
      'src/packs/x.ts',
      "export { a } from '../nlp/y.ts'",
      'src/nlp/y.ts',
      'packs may import core, not nlp',
    ],
    ['the root behind the server', 'src/http/x.ts', "import '../context.ts'", 'src/context.ts', 'not root'],
    ['tests in the program', 'src/queue/x.ts', "import '../../test/x.ts'", 'test/x.ts', 'not tests'],
    ['the server in the pages', 'web/chat/x.ts', "import '../../src/http/app.ts'", 'src/http/app.ts', 'not http'],
    [
      'one page in another',
      'web/chat/x.ts',
      "import '../console/lib/api.ts'",
      'web/console/lib/api.ts',
      'not console base',
    ],
    [
      'one feature in another',
      'web/console/features/inbox/x.ts',
      "import '../case/y.tsx'",
      'web/console/features/case/y.tsx',
      'the parts of web/console/features stand alone',
    ],
    [
      'a part without rules',
      'src/core/x.ts',
      "import '../new/y.ts'",
      'src/new/y.ts',
      'src/new/y.ts belongs to no area',
    ],
  ]
  it.each(imports)('%s', (_what, from, text, to, message) => {
    const found = told({ [from]: text, [to]: EMPTY })
    expect(found.join('\n')).toContain(message)
    expect(found.join('\n')).toContain(`${from}:`)
  })

  const lines: [what: string, path: string, text: string, message: string][] = [
    ['a file that is not there', 'src/db/x.ts', "import './y.ts'", 'there is no src/db/y.ts'],
    ['a file of no area', 'src/new/x.ts', "import '../core/y.ts'", 'this file belongs to no area'],
    ['a package of another owner', 'src/tickets/x.ts', "import { Pool } from 'pg'", 'pg belongs to db'],
    ['a part of such a package', 'src/http/x.ts', "import 'drizzle-orm/pg-core'", 'drizzle-orm belongs to db'],
    [
      'a package that core does not need',
      'src/core/x.ts',
      "import 'express'",
      'of packages core may use only zod, uuid',
    ],
    ['a package that nobody asked for', 'src/db/x.ts', "import 'left-pad'", 'left-pad is not named in package.json'],
    ['Node in pure code', 'src/flows/x.ts', "import 'node:fs'", 'flows is pure'],
    ['a promise in pure code', 'src/tickets/clock/x.ts', 'export const f = async () => 1', 'a promise in pure code'],
    ['an await in a turn', 'src/conversation/turn.ts', 'await 1', 'a promise in pure code'],
    [
      'settings read elsewhere',
      'src/db/x.ts',
      "export const f = () => process['env']",
      'process.env: only in src/config',
    ],
    [
      'settings by import',
      'src/db/x.ts',
      "import { env } from 'node:process'",
      'process.env: only in src/config/env.ts',
    ],
    ['the time', 'src/http/x.ts', 'export const f = () => new Date()', 'new Date(): only in src/core/clock.ts'],
    ['the time by another name', 'src/http/x.ts', 'export const f = () => Date.now()', 'Date.now(): only in'],
    ['the time in a page', 'web/chat/x.ts', 'export const f = () => new Date()', 'new Date(): only in'],
    ['chance', 'src/nlp/x.ts', 'export const f = () => Math.random()', 'Math.random: only in no file'],
    ['work at import', 'src/db/x.ts', 'start()', 'a statement at import: only in src/main.ts'],
    ['a computed name', 'src/db/x.ts', 'export const f = (x: string) => import(x)', 'an import of a computed name'],
    ['a barrel', 'src/db/index.ts', "export * from './client.ts'", 'no barrels but src/core/index.ts'],
    ['one province', 'src/flows/x.ts', "export const a = 'UBND THÀNH PHỐ THỦ DẦU MỘT'", "'Thủ Dầu Một' belongs to one"],
    ['one province in a page', 'web/chat/x.tsx', 'export const a = <p>Bình Dương</p>', "'Bình Dương' belongs to one"],
  ]
  it.each(lines)('%s', (_what, path, text, message) => {
    expect(told({ [path]: text }).join('\n')).toContain(message)
  })

  it('a circle of values, however long, but not of types', () => {
    const files = { 'src/db/b.ts': "import './c.ts'", 'src/db/c.ts': "export { a } from './a.ts'" }
    expect(told({ 'src/db/a.ts': "import { b } from './b.ts'", ...files })).toEqual([
      'src/db/a.ts: no cycles: src/db/a.ts -> src/db/b.ts -> src/db/c.ts -> src/db/a.ts',
    ])
    expect(told({ 'src/db/a.ts': "import type { B } from './b.ts'", ...files })).toEqual([])
  })
})

describe('the checker leaves alone', () => {
  it('what the table allows', () => {
    const files = {
      'src/core/clock.ts': 'export const now = () => new Date()',
      'src/core/index.ts': "export * from './clock.ts'",
      'src/tickets/x.ts': "import { transition } from './lifecycle.ts'\nimport '../db/client.ts'",
      'src/tickets/lifecycle.ts': EMPTY,
      'src/db/client.ts': "import { Pool } from 'pg'\nexport const f = async () => new Pool()",
      'src/http/x.ts': "import express from 'express'\nexport const at = (ms: number) => new Date(ms)",
      'web/chat/x.ts': "import { clock } from '../../src/core/clock.ts'\nimport './chat.css'",
      'test/x.test.ts': "import '../src/context.ts'\nawait Promise.resolve(process.env)",
      'src/context.ts': "import './db/client.ts'",
    }
    expect(told(files)).toEqual([])
  })

  it('words in comments: they explain', () => {
    expect(told({ 'src/nlp/x.ts': '/** e.g. Thủ Dầu Một; new Date() */\nexport const a = 1 // process.env' })).toEqual(
      [],
    )
  })

  it('nothing that it cannot read', () => {
    expect(() => readModule('src/x.ts', 'import { from')).toThrow('src/x.ts')
  })
})
