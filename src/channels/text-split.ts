const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/**
 * Cuts text into parts of at most `max` UTF-16 units (the stricter reading of "characters" on both platforms), in
 * NFC, at a paragraph, line, sentence or space, in that order of liking. Vietnamese puts a space between syllables,
 * so a syllable stays whole; an unbroken run longer than `max` (an address of a page) is cut between graphemes.
 * White space at a cut is dropped. Empty: nothing but white space.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = []
  let rest = text.toWellFormed().normalize('NFC').trim()
  while (rest.length > max) {
    const cut = cutPoint(rest, max)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest.length > 0) parts.push(rest)
  return parts
}

/** At most `max` units, ending in "…" when something was left out. Prefers the end of a word. */
export function shorten(text: string, max: number): string {
  const whole = text.toWellFormed().normalize('NFC').trim()
  if (whole.length <= max) return whole
  const room = max - 1
  const space = whole.slice(0, room + 1).search(/\s\S*$/)
  const cut = space > room / 2 ? space : graphemeBoundary(whole, room)
  return `${whole.slice(0, cut).trimEnd()}…`
}

function cutPoint(text: string, max: number): number {
  const window = text.slice(0, max + 1)
  const half = Math.floor(max / 2)
  const paragraph = window.lastIndexOf('\n\n')
  if (paragraph >= half) return paragraph
  const line = window.lastIndexOf('\n')
  if (line >= half) return line
  const sentence = lastSentenceEnd(window)
  if (sentence >= half) return sentence
  const space = window.search(/\s\S*$/)
  return space > 0 ? space : graphemeBoundary(text, max)
}

function lastSentenceEnd(window: string): number {
  let last = -1
  for (const m of window.matchAll(/[.!?…;](?=\s)/g)) last = m.index + 1
  return last
}

/** The last boundary between graphemes at or before `at`; inside one endless grapheme, between code points. */
function graphemeBoundary(text: string, at: number): number {
  const start = Math.max(0, at - 200)
  const piece = text.slice(start, at + 200)
  const found = graphemes.segment(piece).containing(at - start)
  const boundary = start + (found?.index ?? 0)
  if (boundary > start || (start === 0 && boundary > 0)) return boundary
  return isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
