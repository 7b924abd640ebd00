import type { ChatMessage } from '../../src/http/contract/chat.ts'
import { el } from '../shared/dom.ts'
import { fileSize } from '../shared/file-size.ts'
import type { chat } from '../shared/i18n/vi-chat.ts'
import { mapLink } from '../shared/map-link.ts'
import type { Pending } from './outbox.ts'

interface MessageInput {
  message: ChatMessage
  /** The one above; who speaks is named only when it changes. */
  before: ChatMessage | undefined
  words: typeof chat
  lang: 'vi' | 'en'
}

export function messageElement({ message, before, words, lang }: MessageInput): HTMLElement {
  const mine = message.from === 'resident'
  const bubble = el('div', { class: 'bubble' })
  const { imageUrl, file } = message
  if (imageUrl !== null) bubble.append(picture(imageUrl, file?.name || (mine ? words.photoAlt : words.photoFromUs)))
  else if (file !== null) bubble.append(paper(file, words, lang))
  if (message.text !== '') bubble.append(...paragraphs(message.text))
  if (message.location !== null) bubble.append(mapAnchor(message.location, words))
  if (message.link !== null && isSafe(message.link.url)) {
    bubble.append(
      el('a', { class: 'act', href: message.link.url, target: '_blank', rel: 'noreferrer' }, message.link.label),
    )
  }
  if (message.items.length > 0) bubble.append(list(message.items))
  for (const call of message.calls) {
    const number = call.phone.replace(/[^0-9+]/g, '')
    bubble.append(el('a', { class: 'act call', href: `tel:${number}` }, call.label))
  }
  const who = mine ? words.me : (message.author ?? (message.from === 'bot' ? words.bot : words.staff))
  const isNewSpeaker = before === undefined || before.from !== message.from || before.author !== message.author
  const at = new Date(message.at)
  const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  const time = el('time', { datetime: message.at, title: at.toLocaleString(lang) }, clock)
  const head = el('p', { class: isNewSpeaker ? 'who' : 'who sr-only' }, `${who} · `, time)
  return el('article', { class: 'msg', 'data-from': message.from }, head, bubble)
}

interface PendingInput {
  item: Pending
  words: typeof chat
  retry: (clientId: string) => void
}

/** What the resident just said, before the server shows it. */
export function pendingElement({ item, words, retry }: PendingInput): HTMLElement {
  const { content, state } = item
  const bubble = el('div', { class: 'bubble' })
  switch (content.kind) {
    case 'text':
      bubble.append(...paragraphs(content.text))
      break
    case 'choice':
      bubble.append(...paragraphs(content.label))
      break
    case 'location':
      bubble.append(el('p', {}, words.locationSent))
      break
    case 'photo':
      bubble.append(picture(content.preview, words.photoAlt))
      break
  }
  const element = el('article', { class: 'msg', 'data-from': 'resident', 'data-state': state }, bubble)
  if (state === 'sending') element.append(el('p', { class: 'state' }, words.sending))
  if (state !== 'sending' && state !== 'accepted') {
    const why = whyNot(item, words)
    const again = el('button', { type: 'button', class: 'plain' }, words.retry)
    again.addEventListener('click', () => retry(item.clientId))
    element.append(el('p', { class: 'state bad', role: 'alert' }, why, ' ', again))
  }
  return element
}

function whyNot({ state, reason }: Pending, words: typeof chat): string {
  if (reason !== '') return reason
  return state === 'slow' ? words.slow : state === 'no-session' ? words.noSession : words.failed
}

function picture(src: string, alt: string): HTMLElement {
  const image = el('img', { src, alt, loading: 'lazy' })
  return src.startsWith('blob:') ? image : el('a', { href: src, target: '_blank', rel: 'noreferrer' }, image)
}

/** Each entry is one link, its state beneath. */
function list(items: ChatMessage['items']): HTMLElement {
  const entries = items
    .filter((item) => isSafe(item.url))
    .map((item) => {
      const subtitle = item.subtitle === undefined ? [] : [el('span', {}, item.subtitle)]
      return el('li', {}, el('a', { href: item.url, target: '_blank', rel: 'noreferrer' }, item.title), ...subtitle)
    })
  return el('ul', { class: 'list' }, ...entries)
}

/** A document as a link, with its name and size: a phone should know before it loads. */
function paper(file: NonNullable<ChatMessage['file']>, words: typeof chat, lang: 'vi' | 'en'): HTMLElement {
  const size = file.size === null ? null : el('span', { class: 'size' }, ` (${fileSize(file.size, lang)})`)
  const name = file.name === '' ? words.fileFromUs : file.name
  return el('a', { class: 'act file', href: file.url, target: '_blank', rel: 'noreferrer' }, name, size)
}

function mapAnchor(point: { lat: number; lon: number }, words: typeof chat): HTMLElement {
  const link = el('a', { href: mapLink(point), target: '_blank', rel: 'noreferrer' }, words.openMap)
  return el('p', {}, `${words.locationSent} · `, link)
}

/** Lines as written, web addresses as links. */
function paragraphs(text: string): HTMLElement[] {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
  const nodes = parts.map((part, n) =>
    n % 2 === 1 ? el('a', { href: part, target: '_blank', rel: 'noreferrer' }, part) : part,
  )
  return [el('p', {}, ...nodes)]
}

/** Only web addresses and our own pages become links. */
function isSafe(url: string): boolean {
  return /^(https?:\/\/|\/(?!\/))/.test(url)
}
