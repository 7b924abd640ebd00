import { groupBy } from '../packs/group.ts'
import { intentIsRight, type Judged, topicIsRight } from './judge.ts'

export interface Confusion {
  is: string
  said: string
  times: number
  /** One of the messages, shortened. */
  example: string
}

/** Which intents are taken for which, the most frequent first. */
export function intentConfusions(rows: readonly Judged[], most = 15): Confusion[] {
  const wrong = rows.filter((r) => !intentIsRight(r))
  return counted(
    wrong.map((r) => ({ is: r.is.intent, said: r.read.intent, text: r.is.text })),
    most,
  )
}

/** Which topics are taken for which, the most frequent first. */
export function topicConfusions(rows: readonly Judged[], most = 15): Confusion[] {
  const wrong = rows.filter((r) => r.is.topic !== null && !topicIsRight(r))
  return counted(
    wrong.map((r) => ({ is: r.is.topic ?? '', said: r.read.topics[0]?.id ?? '-', text: r.is.text })),
    most,
  )
}

function counted(wrong: readonly { is: string; said: string; text: string }[], most: number): Confusion[] {
  const groups = groupBy(wrong, (w) => `${w.is} ${w.said}`)
  return [...groups.values()]
    .flatMap((group): Confusion[] => {
      const first = group[0]
      if (first === undefined) return []
      return [{ is: first.is, said: first.said, times: group.length, example: shortened(first.text) }]
    })
    .sort((a, b) => b.times - a.times || (a.is + a.said < b.is + b.said ? -1 : 1))
    .slice(0, most)
}

/** At most this many characters of a message, on one line. */
export function shortened(text: string, length = 60): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const letters = [...line]
  return letters.length <= length ? line : `${letters.slice(0, length - 1).join('')}…`
}
