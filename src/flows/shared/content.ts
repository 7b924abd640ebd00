import { bare, type InboundContent, type Turn } from '../../core/index.ts'

/** The words of a message: its text, or the caption under its photos. */
export function wordsOf(content: InboundContent): string {
  if (content.kind === 'text') return content.text.trim()
  if (content.kind === 'media') return (content.caption ?? '').trim()
  return ''
}

/** What came with the plain form; undefined: an ordinary message. */
export function formOf(content: InboundContent): { phone: string | null; anonymous: boolean } | undefined {
  return content.kind === 'text' || content.kind === 'media' ? content.form : undefined
}

/** A name in the middle of a sentence: "Phường Phú Cường" -> "phường Phú Cường"; "BHYT" stays. */
export function midSentence(name: string): string {
  const [first = '', second = ''] = name
  return second === second.toLowerCase() && second !== '' ? first.toLowerCase() + name.slice(first.length) : name
}

/** Lower case, no accents, no punctuation at the ends, single spaces. */
export function plain(text: string): string {
  return bare(text)
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,!?;:"'()]+|[\s.,!?;:"'()]+$/g, '')
}

export function wordCount(text: string): number {
  const trimmed = text.trim()
  return trimmed === '' ? 0 : trimmed.split(/\s+/).length
}

/** The id of the choice that was tapped or typed; null: something else came. */
export function choiceIdOf(turn: Turn): string | null {
  return turn.content.kind === 'choice' ? turn.content.choiceId : null
}

/** Photos and files; a sticker alone is only a greeting. */
export function hasAttachment(content: InboundContent): boolean {
  return content.kind === 'media' && content.items.some((item) => item.kind !== 'sticker')
}

/** Cuts at `max` UTF-16 units without splitting a character in two. */
export function clip(text: string, max: number): string {
  return text.length <= max
    ? text
    : text
        .slice(0, max)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
}

/**
 * True when the message tells where and next to nothing else: "gần trường tiểu học Phú Lợi", "đối diện số nhà 45".
 * The words of an address ("trường", "số nhà", "đường số 5") are then no topic and no question; nor is a bare name.
 */
export function onlyAPlace(turn: Turn): boolean {
  if (turn.content.kind !== 'text') return false
  const { entities, place } = turn.understanding
  const spans = [
    ...entities.filter((e) => e.kind === 'address').map((e) => e.span),
    ...(place === undefined ? [] : [place.span]),
  ]
  if (spans.length === 0) return false
  const said = wordsOf(turn.content)
  const told = [...said].length
  const covered = Array.from({ length: said.length }, (_, i) => spans.some((s) => i >= s.start && i < s.end)).filter(
    Boolean,
  ).length
  return told > 0 && covered / said.length >= 0.7
}

/** "…ở đâu?", "… được không": asked, not told. */
export function isAsked(content: InboundContent): boolean {
  const said = wordsOf(content)
  return said.includes('?') || ASKING.test(plain(said))
}

const ASKING =
  /\b(gi|nao|sao|dau|may|bao nhieu|bao lau|bao gio|khi nao|khong|ko|hong|bao ai|lam sao|the nao)( vay| a| ta| ad| ha| nhi)?$/
