import type { ChatMessage } from '../../src/http/contract/chat.ts'
import { type FromFrame, toFrame } from '../shared/embed.ts'
import { readStored, writeStored } from '../shared/stored.ts'

const SEEN = 'lang-nghe:seen'

/** `apart`: framed by another site, whose cookies the browser keeps apart. */
export type Place = 'own-page' | 'framed' | 'apart'

export function placeOfPage(): Place {
  if (window.parent === window) return 'own-page'
  try {
    return window.top?.location.origin === location.origin ? 'framed' : 'apart'
  } catch {
    return 'apart'
  }
}

export interface Embed {
  /** Counts what came while the frame was not seen, and tells the widget. */
  heard(messages: readonly ChatMessage[]): void
}

/**
 * The chat in the widget's frame. Who may frame us is decided by the server (`frame-ancestors`); the origin of the
 * parent's first message is the only one that is ever answered, and it hears only a number.
 */
export function joinWidget({ opened }: { opened: () => void }): Embed {
  let parentOrigin: string | null = null
  let isShown = false
  let messages: readonly ChatMessage[] = []
  const tell = (message: FromFrame): void => {
    if (parentOrigin !== null) window.parent.postMessage(message, parentOrigin)
  }
  const count = (): void => {
    const last = messages.at(-1)
    if (isShown && last !== undefined) writeStored(SEEN, last.id)
    const seen = messages.findIndex((message) => message.id === readStored(SEEN))
    const unread = messages.slice(seen + 1).filter((message) => message.from !== 'resident').length
    tell({ langNghe: 'unread', n: isShown ? 0 : unread })
  }
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent) return
    const message = toFrame(event.data)
    if (message === null) return
    parentOrigin = event.origin
    isShown = message.langNghe !== 'hidden'
    count()
    if (message.langNghe === 'opened') opened()
  })
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) tell({ langNghe: 'close' })
  })
  return {
    heard: (now) => {
      messages = now
      count()
    },
  }
}
