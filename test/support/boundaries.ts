import { dirname, posix } from 'node:path'
import type { Doing, FoundImport, ModuleFacts } from './imports.ts'

/** A part of the tree with rules of its own. A file belongs to the area that names it most exactly. */
export interface Area {
  name: string
  /** Folders or files, relative to the project. */
  paths: readonly string[]
  /** Names of areas that this one may import, besides itself. `anything`: all. */
  may: readonly string[] | 'anything'
  /** Values in, values out: no promise, no built-in module of Node. */
  pure?: true
}

export interface Rules {
  areas: readonly Area[]
  /** Packages that have an owner; others may be used by any area that is not `pure`. */
  packages: Readonly<Record<string, readonly string[]>>
  /** The only packages that these areas may use. */
  onlyPackages: Readonly<Record<string, readonly string[]>>
  /** Path prefixes in which a thing may be done; absent: it is not looked for. */
  doings: Partial<Record<Doing, { within: readonly string[]; except: readonly string[] }>>
  /** Files that gather others with `export *`. */
  barrels: readonly string[]
  /** Folders whose subfolders do not import each other. */
  separate: readonly string[]
  /** Packages that package.json names. */
  declared: ReadonlySet<string>
  /** Words of one province, and the paths in which they have no place. */
  places: { words: readonly string[]; within: readonly string[]; except: readonly string[] }
}

/** Everything in the tree that breaks a rule: one line each, naming file, import and rule. */
export function violations(modules: readonly ModuleFacts[], rules: Rules): string[] {
  const known = new Set(modules.map((m) => m.path))
  return [
    ...modules.flatMap((m) => m.imports.flatMap((found) => importFaults(m, found, { rules, known }))),
    ...modules.flatMap((m) => doingFaults(m, rules)),
    ...modules.flatMap((m) => barrelFaults(m, rules)),
    ...modules.flatMap((m) => placeFaults(m, rules)),
    ...cycles(modules).map((path) => `${path[0]}: no cycles: ${path.join(' -> ')}`),
  ]
}

interface World {
  rules: Rules
  known: ReadonlySet<string>
}

function importFaults(module: ModuleFacts, found: FoundImport, world: World): string[] {
  const at = `${module.path}:${found.line}: imports '${found.specifier}'`
  const from = areaOf(module.path, world.rules)
  if (from === null) return [`${at}: this file belongs to no area: add it to the table`]
  const target = targetOf(module.path, found.specifier)
  if (target === null) return packageFaults(from, module.path, { at, found, rules: world.rules })
  if (!CODE.test(target)) return []
  if (!world.known.has(target)) return [`${at}: there is no ${target}`]
  return [
    ...areaFaults(from, target, { at, rules: world.rules }),
    ...separateFaults(module.path, target, at, world.rules),
  ]
}

function areaFaults(from: Area, target: string, { at, rules }: { at: string; rules: Rules }): string[] {
  const to = areaOf(target, rules)
  if (to === null) return [`${at}: ${target} belongs to no area: add it to the table`]
  if (to.name === from.name || from.may === 'anything' || from.may.includes(to.name)) return []
  const allowed = from.may.length === 0 ? 'nothing of ours' : from.may.join(', ')
  return [`${at}: ${from.name} may import ${allowed}, not ${to.name}`]
}

function packageFaults(
  from: Area,
  path: string,
  { at, found, rules }: { at: string; found: FoundImport; rules: Rules },
): string[] {
  const { specifier } = found
  if (specifier.startsWith('node:')) {
    return from.pure === true ? [`${at}: ${from.name} is pure: values in, values out`] : []
  }
  const name = packageOf(specifier)
  const owners = rules.packages[name]
  const only = rules.onlyPackages[from.name]
  return [
    ...(rules.declared.has(name) ? [] : [`${at}: ${name} is not named in package.json`]),
    ...(owners === undefined || owners.some((o) => o === from.name || isWithin(path, o))
      ? []
      : [`${at}: ${name} belongs to ${owners.join(', ')}`]),
    ...(only === undefined || only.includes(name)
      ? []
      : [`${at}: of packages ${from.name} may use ${only.length === 0 ? 'none' : `only ${only.join(', ')}`}`]),
  ]
}

function separateFaults(path: string, target: string, at: string, rules: Rules): string[] {
  return rules.separate.flatMap((folder) => {
    const [mine, other] = [childOf(folder, path), childOf(folder, target)]
    return mine === null || other === null || mine === other ? [] : [`${at}: the parts of ${folder} stand alone`]
  })
}

function doingFaults(module: ModuleFacts, rules: Rules): string[] {
  const pure = areaOf(module.path, rules)?.pure === true
  return module.doings.flatMap(({ doing, line }) => {
    const at = `${module.path}:${line}`
    if (doing === 'a promise') return pure ? [`${at}: a promise in pure code: values in, values out`] : []
    const rule = rules.doings[doing]
    if (rule === undefined || !rule.within.some((p) => isWithin(module.path, p))) return []
    if (rule.except.some((p) => isWithin(module.path, p))) return []
    return [`${at}: ${doing}: only in ${rule.except.length === 0 ? 'no file' : rule.except.join(', ')}`]
  })
}

function barrelFaults(module: ModuleFacts, rules: Rules): string[] {
  if (rules.barrels.includes(module.path)) return []
  return module.imports
    .filter((i) => i.kind === 're-export-all')
    .map((i) => `${module.path}:${i.line}: 'export * from ${i.specifier}': no barrels but ${rules.barrels.join(', ')}`)
}

function placeFaults(module: ModuleFacts, { places }: Rules): string[] {
  if (!places.within.some((p) => isWithin(module.path, p)) || places.except.includes(module.path)) return []
  return module.texts.flatMap(({ text, line }) =>
    places.words
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => `${module.path}:${line}: '${word}' belongs to one province: it lives in data/`),
  )
}

/** A way round for each knot of files that need each other when they are loaded; types are gone by then. */
export function cycles(modules: readonly ModuleFacts[]): string[][] {
  const edges = new Map(modules.map((m) => [m.path, neighbours(m)]))
  const seen = new Set<string>()
  const found: string[][] = []
  for (const start of edges.keys()) {
    if (seen.has(start)) continue
    const way = wayBack(start, edges)
    if (way === null) continue
    for (const path of way) seen.add(path)
    found.push(way)
  }
  return found
}

function wayBack(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of edges.get(at) ?? []) {
      if (next === start) return [...trail(at, start, cameFrom), start]
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return null
}

function trail(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end]
  for (let at = end; at !== start; ) {
    const before = cameFrom.get(at)
    if (before === undefined) break
    way.unshift(before)
    at = before
  }
  return way
}

function neighbours(module: ModuleFacts): string[] {
  const atOnce = module.imports.filter((i) => i.kind === 'import' || i.kind.startsWith('re-export'))
  return atOnce.flatMap((i) => targetOf(module.path, i.specifier) ?? [])
}

/** A way round among the areas themselves, so that not even types go in circles between them. Null: none. */
export function circleOfAreas(areas: readonly Area[]): string[] | null {
  const edges = new Map(areas.map((a) => [a.name, a.may === 'anything' ? [] : a.may]))
  for (const name of edges.keys()) {
    const way = wayBack(name, edges)
    if (way !== null) return way
  }
  return null
}

/** The area that names this file most exactly; null: none does. */
export function areaOf(path: string, rules: Rules): Area | null {
  let best: { area: Area; length: number } | null = null
  for (const area of rules.areas) {
    for (const p of area.paths) {
      if (isWithin(path, p) && p.length > (best?.length ?? -1)) best = { area, length: p.length }
    }
  }
  return best?.area ?? null
}

const CODE = /\.(ts|tsx|mjs)$/

/** The file that is meant, relative to the project; null: a package. */
function targetOf(path: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(path), specifier)) : null
}

/** `drizzle-orm/pg-core` -> `drizzle-orm`, `@mantine/core/styles.css` -> `@mantine/core`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** `inbox` for `features/inbox/list.ts` and the folder `features`. */
function childOf(folder: string, path: string): string | null {
  return isWithin(path, folder) ? (path.slice(folder.length + 1).split('/')[0] ?? null) : null
}
