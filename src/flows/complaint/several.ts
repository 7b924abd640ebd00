import { bare, type Turn } from '../../core/index.ts'
import { wordsOf } from '../shared/content.ts'
import { isCaseTopic } from './read.ts'
import type { Draft } from './state.ts'

/** Where one matter may end and the next begin. */
const BORDER = /[,;\n]+|\.\s+|\s+(?:với lại|voi lai|ngoài ra|ngoai ra|thêm nữa|them nua)\s+/iu
const LEAD_IN = /^(?:và|va|với|voi|còn|con|rồi|roi|thứ \p{L}+|một là|hai là|ba là|mot la|hai la|ba la|\d[.)])\s+/iu
const MATTERS_MOST = 4
/** Two told in one breath ("đường ngập, rác trôi") are one story, unless they are set apart. */
const COUNTED =
  /[;\n]|\.\s|với lại|voi lai|ngoài ra|ngoai ra|thêm nữa|them nua|một là|mot la|thứ nhất|thu nhat|,\s*(với|voi|còn|con|và|va)\s/iu

/**
 * "rác không ai đổ, karaoke hát khuya, đường ổ gà": one draft for each matter, the first first. Only matters of
 * different kinds (smoke, smell and rubbish are mostly one story), each named in a part of its own, are told apart: a story about one place stays whole.
 */
export function severalMatters(draft: Draft, turn: Turn): Draft[] {
  const parts = wordsOf(turn.content)
    .split(BORDER)
    .map((p) => p.trim().replace(LEAD_IN, ''))
    .filter((p) => p !== '')
  if (parts.length < 2 || parts.length > 8 || draft.topicId === null) return [draft]
  const named = parts.map((part) => topicNamed(part, turn))
  if (!named.includes(draft.topicId)) named[named.indexOf(null)] = draft.topicId
  const matters = joined(parts, named)
  const topics = new Set(matters.map((m) => m.topicId))
  const kinds = new Set(matters.map((m) => turn.pack.topics.get(m.topicId)?.papiItem ?? m.topicId))
  const clear = topics.size === matters.length && matters.length >= 2 && matters.length <= MATTERS_MOST
  if (!clear || kinds.size < 2 || (matters.length === 2 && !COUNTED.test(wordsOf(turn.content)))) return [draft]
  return matters.map(({ topicId, text }) => ({ ...draft, topicId, topicGuesses: [], parts: [text] }))
}

/** Parts without a topic of their own belong to the one before them. */
function joined(parts: readonly string[], named: readonly (string | null)[]): { topicId: string; text: string }[] {
  const matters: { topicId: string; text: string }[] = []
  parts.forEach((part, i) => {
    const topicId = named[i] ?? null
    const last = matters.at(-1)
    if (topicId !== null && topicId !== last?.topicId) matters.push({ topicId, text: part })
    else if (last !== undefined) last.text = `${last.text}, ${part}`
  })
  return matters
}

/** The topic of the longest keyword in this part; null: none, or two equally good. */
function topicNamed(part: string, turn: Turn): string | null {
  const accented = part !== bare(part)
  const haystack = ` ${spaced(accented ? part.normalize('NFC').toLowerCase() : part)} `
  let best: string | null = null
  let length = 0
  for (const topic of turn.pack.topics.values()) {
    if (!isCaseTopic(turn, topic.id) || !topic.intents.includes('report_issue')) continue
    for (const keyword of topic.keywords) {
      const word = spaced(accented ? keyword.toLowerCase() : bare(keyword))
      if (word.length > length && haystack.includes(` ${word} `)) {
        best = topic.id
        length = word.length
      }
    }
  }
  return best
}

function spaced(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
