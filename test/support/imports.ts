// biome-ignore-all lint/correctness/noComponentHookFactories: these are names of syntax, not of React components
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor, type VisitorObject } from 'vite'

/** How one file names another, or a package. */
export type ImportKind = 'import' | 'type' | 're-export' | 're-export-all' | 'dynamic' | 'type-query'

export interface FoundImport {
  specifier: string
  kind: ImportKind
  line: number
}

/** Things that the rules allow in few places. */
export type Doing =
  | 'process.env'
  | 'new Date()'
  | 'Date.now()'
  | 'Math.random'
  | 'a promise'
  | 'a statement at import'
  | 'an import of a computed name'

export interface Found {
  doing: Doing
  line: number
}

/** What the rules need to know of one file; `path` is relative to the project, with `/`. */
export interface ModuleFacts {
  path: string
  imports: FoundImport[]
  doings: Found[]
  /** String literals, template parts and JSX text, not comments. */
  texts: { text: string; line: number }[]
}

interface Node {
  type: string
  start: number
}

/** @throws when the text is no TypeScript: a file that cannot be read must not pass as a file without imports. */
export function readModule(path: string, source: string): ModuleFacts {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const facts: ModuleFacts = { path, imports: [], doings: [], texts: [] }
  const note = noteInto(facts, lineCounter(source))
  new Visitor(listeners(note)).visit(program)
  for (const statement of program.body) {
    if (!DECLARATIONS.test(statement.type)) note.did('a statement at import', statement)
  }
  return facts
}

interface Note {
  imported(specifier: unknown, kind: ImportKind, node: Node): void
  did(doing: Doing, node: Node): void
  said(text: string, node: Node): void
}

function noteInto(facts: ModuleFacts, lineOf: (offset: number) => number): Note {
  const did: Note['did'] = (doing, node) => {
    facts.doings.push({ doing, line: lineOf(node.start) })
  }
  return {
    did,
    imported: (specifier, kind, node) => {
      if (typeof specifier === 'string') facts.imports.push({ specifier, kind, line: lineOf(node.start) })
      else did('an import of a computed name', node)
    },
    said: (text, node) => {
      if (text.trim() !== '') facts.texts.push({ text, line: lineOf(node.start) })
    },
  }
}

function listeners({ imported, did, said }: Note): VisitorObject {
  return {
    ImportDeclaration: (n) => {
      imported(n.source.value, n.importKind === 'type' ? 'type' : 'import', n)
      if (/^(node:)?process$/.test(n.source.value)) did('process.env', n)
    },
    ExportNamedDeclaration: (n) => {
      if (n.source !== null) imported(n.source.value, n.exportKind === 'type' ? 'type' : 're-export', n)
    },
    ExportAllDeclaration: (n) => imported(n.source.value, 're-export-all', n),
    ImportExpression: (n) => imported(literal(n.source), 'dynamic', n),
    TSImportType: (n) => imported(literal(n.source), 'type-query', n),
    TSImportEqualsDeclaration: (n) => {
      if (n.moduleReference.type === 'TSExternalModuleReference') {
        imported(n.moduleReference.expression.value, 'import', n)
      }
    },
    MemberExpression: (n) => {
      const name = n.object.type === 'Identifier' ? `${n.object.name}.${memberName(n.property)}` : ''
      if (name === 'process.env' || name === 'Math.random') did(name, n)
      if (name === 'Date.now') did('Date.now()', n)
    },
    NewExpression: (n) => {
      if (isNamed(n.callee, 'Date') && n.arguments.length === 0) did('new Date()', n)
      if (isNamed(n.callee, 'Promise')) did('a promise', n)
    },
    CallExpression: (n) => {
      if (isNamed(n.callee, 'Date')) did('new Date()', n)
      if (isNamed(n.callee, 'require')) imported(literal(n.arguments[0]), 'import', n)
    },
    AwaitExpression: (n) => did('a promise', n),
    FunctionDeclaration: (n) => n.async && did('a promise', n),
    FunctionExpression: (n) => n.async && did('a promise', n),
    ArrowFunctionExpression: (n) => n.async && did('a promise', n),
    Literal: (n) => typeof n.value === 'string' && said(n.value, n),
    TemplateElement: (n) => said(n.value.cooked ?? n.value.raw, n),
    JSXText: (n) => said(n.value, n),
  }
}

const DECLARATIONS = /^(Import|Export)|Declaration$|^TSImportEquals/

function isNamed(node: { type: string }, name: string): boolean {
  return node.type === 'Identifier' && 'name' in node && node.name === name
}

/** `env` of `process.env` and of `process['env']`. */
function memberName(property: { type: string }): string {
  if ('name' in property && typeof property.name === 'string') return property.name
  return String(literal(property) ?? '')
}

/** The text of a plain string; undefined for anything computed. */
function literal(node: { type: string } | undefined): string | undefined {
  if (node === undefined) return undefined
  if ('value' in node && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral' || !('quasis' in node) || !Array.isArray(node.quasis)) return undefined
  return node.quasis.length === 1 ? (node.quasis[0]?.value?.cooked ?? undefined) : undefined
}

function lineCounter(source: string): (offset: number) => number {
  const starts = [0, ...[...source.matchAll(/\n/g)].map((m) => m.index + 1)]
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}

const CODE = /\.(ts|tsx|mjs)$/
const NOT_OURS = new Set(['node_modules', 'dist', 'migrations', '.vite'])

/** Every source file below these folders of the project, read. */
export function readTree(root: string, folders: readonly string[]): ModuleFacts[] {
  return folders.flatMap((folder) =>
    filesBelow(root, folder).map((path) => readModule(path, readFileSync(join(root, path), 'utf8'))),
  )
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(root, path)
      return CODE.test(entry.name) ? [path] : []
    })
}
