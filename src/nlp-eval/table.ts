import type { Confusion } from './confusions.ts'
import { type Figure, type FigureName, type Figures, KINDS, kindOf } from './figures.ts'

/** A column for each section that has any of the figures, a row for each figure. */
export function tableOf(sections: readonly string[], figures: Figures): string {
  const names = namesIn(sections, figures)
  const head = ['', ...sections]
  const rows = names.map((name) => [KINDS[name].title, ...sections.map((s) => cell(name, figures[`${s}.${name}`]))])
  return aligned([head, ...rows])
}

/** A row for each section, a column for each figure that any of them has. */
export function tableBySection(sections: readonly string[], figures: Figures): string {
  const names = namesIn(sections, figures)
  const head = ['', ...names.map((name) => KINDS[name].title)]
  return aligned([head, ...sections.map((s) => [s, ...names.map((name) => cell(name, figures[`${s}.${name}`]))])])
}

function namesIn(sections: readonly string[], figures: Figures): FigureName[] {
  return (Object.keys(KINDS) as FigureName[]).filter((name) => sections.some((s) => figures[`${s}.${name}`]))
}

function cell(name: FigureName, figure: Figure | undefined): string {
  return figure === undefined ? '' : printed(name, figure.value)
}

/** A value in its unit; shares in percent. */
export function printed(key: string, value: number): string {
  if (Number.isNaN(value)) return 'gone'
  const { unit } = kindOf(key)
  if (unit === 'share') return (value * 100).toFixed(1)
  return unit === 'per 100' ? value.toFixed(2) : `${value.toFixed(unit === 'MiB' ? 0 : 2)} ${unit}`
}

export function confusionTable(confusions: readonly Confusion[]): string {
  return aligned([
    ['is', 'said', 'times', 'e.g.'],
    ...confusions.map((c) => [c.is, c.said, String(c.times), c.example]),
  ])
}

/** First and last column to the left when they hold words, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((r) => [...(r[k] ?? '')].length)))
  const line = (row: readonly string[]): string =>
    row
      .map((text, k) => (isNumber(text) && k > 0 ? text.padStart(widths[k] ?? 0) : text.padEnd(widths[k] ?? 0)))
      .join('  ')
      .trimEnd()
  return rows.map(line).join('\n')
}

function isNumber(text: string): boolean {
  return /^[\d.]+( \S+)?$/.test(text)
}
