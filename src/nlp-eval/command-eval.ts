import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { groupBy } from '../packs/group.ts'
import { type Baseline, type Drop, dropsFrom } from './baseline.ts'
import { type Command, readOptions } from './command.ts'
import { intentConfusions, topicConfusions } from './confusions.ts'
import { evaluate } from './evaluate.ts'
import { type Figures, named } from './figures.ts'
import { readGold } from './gold.ts'
import { loadShipped } from './shipped.ts'
import { speedOf } from './speed.ts'
import { confusionTable, printed, tableBySection, tableOf } from './table.ts'

/**
 * Measures what is shipped on the gold messages, prints it, and holds it against `data/nlu/baseline.json`.
 * Ends with 1 when something has become worse, or when there is no baseline to compare with.
 */
export const evalCommand: Command = {
  usage: 'eval [--json] [--write-baseline] [--pack <name>]',
  run(args, { root, pack, print }) {
    const options = readOptions(args, {
      json: { type: 'boolean', default: false },
      'write-baseline': { type: 'boolean', default: false },
      pack: { type: 'string', default: pack },
    })
    const data = join(root, 'data', 'nlu')
    const gold = readGold(data)
    const shipped = loadShipped(root, options.pack)
    const { figures, written } = evaluate(shipped, gold)
    const speed = speedOf(
      shipped.understand,
      gold.messages.map((m) => m.text),
    )
    const machine = { ...named('machine', speed), ...footprintOf(root, options.pack) }
    const confusions = { intents: intentConfusions(written), topics: topicConfusions(written) }
    const baseline = readBaseline(join(data, 'baseline.json'))
    const drops = baseline === null ? [] : dropsFrom(baseline.figures, figures)
    if (options['write-baseline']) writeBaseline(join(data, 'baseline.json'), { gold: gold.hash, figures })
    if (options.json) {
      print(JSON.stringify({ gold: gold.hash, figures: { ...figures, ...machine }, confusions, drops }, null, 2))
    } else {
      print(report({ ...figures, ...machine }))
      print(`\nintents taken for others\n${confusionTable(confusions.intents)}`)
      print(`\ntopics taken for others\n${confusionTable(confusions.topics)}`)
      print(`\n${verdict({ baseline, gold: gold.hash, drops })}`)
    }
    return options['write-baseline'] || (baseline !== null && drops.length === 0) ? 0 : 1
  },
}

/** The messages by their sets, then a table for each group of other sections: spellings of places, cards, entities. */
function report(figures: Figures): string {
  const sections = [...new Set(Object.keys(figures).map((key) => key.slice(0, key.lastIndexOf('.'))))]
  const isSet = (name: string): boolean => figures[`${name}.intent`] !== undefined
  const others = groupBy(
    sections.filter((name) => !isSet(name)),
    (name) => name.split(' ')[0] ?? name,
  )
  const messages = `messages, in percent (*: made by rule from the clean ones)\n${tableOf(sections.filter(isSet), figures)}`
  return [messages, ...[...others.values()].map((names) => tableBySection(names, figures))].join('\n\n')
}

function verdict(m: { baseline: Baseline | null; gold: string; drops: readonly Drop[] }): string {
  if (m.baseline === null) return 'No baseline: --write-baseline stores one.'
  const other = m.baseline.gold === m.gold ? '' : ' (the gold messages have changed since: shares are compared)'
  if (m.drops.length === 0) return `Nothing is worse than the baseline${other}.`
  const lines = m.drops.map((d) => `  ${d.key}: ${printed(d.key, d.was)} -> ${printed(d.key, d.is)}`)
  return `Worse than the baseline${other}:\n${lines.join('\n')}`
}

const FIGURES = z.record(z.string(), z.object({ value: z.number(), of: z.number() }))
const BASELINE = z.object({ gold: z.string(), figures: FIGURES })

function readBaseline(file: string): Baseline | null {
  if (!existsSync(file)) return null
  return BASELINE.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function writeBaseline(file: string, baseline: Baseline): void {
  const rounded = Object.entries(baseline.figures).map(
    ([key, f]) => [key, { value: Math.round(f.value * 1e5) / 1e5, of: f.of }] as const,
  )
  const lines = rounded.map(([key, f]) => `    ${JSON.stringify(key)}: ${JSON.stringify(f)}`)
  writeFileSync(file, `{\n  "gold": "${baseline.gold}",\n  "figures": {\n${lines.join(',\n')}\n  }\n}\n`)
}

/** Time to load and memory, in a process of its own: this one holds the gold messages and what reading them left. */
function footprintOf(root: string, pack: string): Figures {
  const script = join(root, 'scripts', 'nlu.ts')
  const args = ['--expose-gc', '--import', 'tsx', script, 'footprint', '--pack', pack]
  return FIGURES.parse(JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })))
}
