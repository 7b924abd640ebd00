import type { Choice, OutboundContent, TextKey, Turn } from '../../core/index.ts'

/** More than any text has variants; a text with fewer repeats its own earlier. */
const VARIANTS_TRIED = 4
/** Lines remembered of what was said: more than any turn says. */
const LINES_KEPT = 24

type Vars = Readonly<Record<string, string>>

/** The text under `key`, in a variant that was not among what we said last, if there is one. */
export function words(turn: Turn, key: TextKey, vars: Vars = {}): string {
  const said = new Set((turn.lastSaidKey ?? '').split(' '))
  for (let variant = 0; variant < VARIANTS_TRIED; variant++) {
    const text = turn.pack.text(key, vars, variant)
    if (!said.has(mark(firstLine(text)))) return text
  }
  return turn.pack.text(key, vars)
}

export function text(turn: Turn, key: TextKey, vars: Vars = {}): OutboundContent {
  return { kind: 'text', text: words(turn, key, vars) }
}

/** A question with its choices, under the lines that lead to it. */
export function ask(options: { lead?: readonly string[]; question: string; choices: Choice[] }): OutboundContent {
  const body = [...(options.lead ?? []), options.question].join('\n')
  return options.choices.length === 0
    ? { kind: 'text', text: body }
    : { kind: 'menu', text: body, choices: options.choices.slice(0, 5) }
}

/** A choice whose label is a text of the pack. */
export function choiceOf(turn: Turn, id: string, key: TextKey): Choice {
  return { id, label: turn.pack.text(key) }
}

/** Short marks of the lines said, for `Turn.lastSaidKey`. Null: nothing was said. */
export function saidMark(say: readonly OutboundContent[]): string | null {
  const lines = say.flatMap((content) => ('text' in content ? content.text.split('\n') : []))
  return lines.length === 0 ? null : lines.slice(0, LINES_KEPT).map(mark).join(' ')
}

function firstLine(body: string): string {
  return body.split('\n', 1)[0] ?? ''
}

/** FNV-1a, 32 bits: only has to tell our own few hundred sentences apart. */
function mark(line: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
