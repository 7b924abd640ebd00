import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SETTING_NAMES } from '../src/config/settings.ts'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { desk } from '../web/shared/i18n/vi.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const PAGES = ['README.md', 'ARCHITECTURE.md', ...pagesBelow('docs')]
/** Made by the end-to-end test; a run without a browser does not make them. */
const MADE_LATER = /^docs\/images\//

function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split('\\').join('/'))
}

function found(pattern: RegExp, text: string): string[] {
  return [...new Set([...text.matchAll(pattern)].map((m) => m[1] ?? ''))]
}

describe('the documents', () => {
  it.each(PAGES)('%s leads to files that are there', (page) => {
    const targets = found(/(?:\]\(|src=")([^)"#\s]+)/g, read(page))
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => posix.normalize(posix.join(dirname(page), link)))
    expect(targets.filter((t) => !MADE_LATER.test(t) && !existsSync(join(ROOT, t)))).toEqual([])
  })

  it('name only files of src, web, test and bench that are there', () => {
    const named = PAGES.flatMap((page) =>
      found(/`((?:src|web|test|bench|scripts)\/[\w./-]+\.(?:ts|tsx|mjs))`/g, read(page)),
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('name only commands of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const known = new Set([...Object.keys(scripts), 'install', 'ci'])
    const named = PAGES.flatMap((page) => found(/npm (?:run )?(?!run\b)([a-z][\w:]*)(?=[\s`;,.)])/g, read(page)))
    expect(named).toContain('demo:seed')
    expect(named.filter((name) => !known.has(name) && !NPM_PROSE.has(name))).toEqual([])
  })

  it('name every setting in the README', () => {
    const readme = read('README.md')
    expect(SETTING_NAMES.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })

  it('name only metrics that exist', async () => {
    const text = await createMetrics({ processMetrics: 'off' }).text()
    const known = new Set(found(/^# TYPE (\w+)/gm, text))
    const named = found(/`(langnghe_\w+)/g, read('docs/operating.md'))
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  it('index every decision', () => {
    const index = read('docs/decisions/README.md')
    const records = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => /^\d{3}-/.test(name))
    expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([])
  })
})

/** Words after "npm" in a sentence. */
const NPM_PROSE = new Set(['package', 'only'])

describe('the guides for staff', () => {
  const words = valuesOf(desk).map((text) => text.toLowerCase())

  it.each(['can-bo', 'dieu-phoi', 'lanh-dao'])('%s prints in bold only what stands on the screen', (name) => {
    const bold = found(/\*\*([^*]+)\*\*/g, read(`docs/vi/${name}.md`))
    expect(bold.length).toBeGreaterThan(10)
    expect(bold.filter((text) => !words.some((w) => w.includes(text.toLowerCase())))).toEqual([])
  })
})

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : []
}
