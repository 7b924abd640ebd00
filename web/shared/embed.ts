/** What the widget on another site's page and the chat in its frame say to each other, by `postMessage`. */

/** To the frame: who frames it, and whether it is seen. */
export type ToFrame = { langNghe: (typeof SEEN)[number] }

/** `opened`: by the reader just now, who wants to write. */
const SEEN = ['opened', 'shown', 'hidden'] as const

/** From the frame: it lives; so many messages are unread; the reader wants it closed (Escape). */
export type FromFrame = { langNghe: 'unread'; n: number } | { langNghe: 'close' }

/** The message, if it is one of ours; whose it is must be checked by the listener. */
export function fromFrame(data: unknown): FromFrame | null {
  const kind = kindOf(data)
  if (kind === 'close') return { langNghe: kind }
  if (kind !== 'unread') return null
  const { n } = data as { n?: unknown }
  return typeof n === 'number' && Number.isInteger(n) && n >= 0 ? { langNghe: kind, n } : null
}

export function toFrame(data: unknown): ToFrame | null {
  const kind = SEEN.find((each) => each === kindOf(data))
  return kind === undefined ? null : { langNghe: kind }
}

function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'langNghe' in data ? data.langNghe : undefined
}
