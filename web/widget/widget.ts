import { fromFrame, type ToFrame } from '../shared/embed.ts'
import { widget } from '../shared/i18n/widget.ts'
import { readStored, writeStored } from '../shared/stored.ts'
import { STYLE } from './style.ts'

const TAG = 'lang-nghe-chat'
/** On the embedding site: how the reader left it. */
const STATE = 'lang-nghe:widget'
/** A frame that says nothing so long after it loaded, in milliseconds, was refused. */
const SILENCE_MS = 8000

/** `<script src="https://host/widget.js" async data-side="left" data-lang="en">`: a button that opens the chat in a frame. */
function start(): void {
  const script = document.currentScript
  if (!(script instanceof HTMLScriptElement)) return
  const { lang, side, label } = script.dataset
  const words = { ...widget[lang === 'en' ? 'en' : 'vi'] }
  if (label !== undefined && label.trim() !== '') words.open = label.trim().slice(0, 60)
  const page = new URL('/chat', script.src)
  if (lang === 'en') page.searchParams.set('lang', 'en')
  const begin = (): void => {
    if (document.querySelector(TAG) === null) mount({ page, words, side: side === 'left' ? 'left' : 'right' })
  }
  if (document.body !== null) begin()
  else document.addEventListener('DOMContentLoaded', begin)
}

interface Mount {
  page: URL
  words: (typeof widget)['vi']
  side: 'left' | 'right'
}

function mount(input: Mount): void {
  const host = document.createElement(TAG)
  document.body.append(host)
  // An old browser gets the way to the chat's own page.
  if (host.attachShadow === undefined || document.adoptedStyleSheets === undefined) {
    host.append(anchor(input.page, input.words.open))
    return
  }
  const root = host.attachShadow({ mode: 'open' })
  // A style sheet made by script is no inline style: it works under a strict policy of the page.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  host.dataset.side = input.side
  const parts = draw(input)
  root.append(parts.button, parts.panel)
  behave(parts, input)
}

type Parts = ReturnType<typeof draw>

function draw({ page, words }: Mount) {
  const badge = make('span', { class: 'badge', hidden: '' })
  const button = make('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'panel', class: 'open' })
  button.append(words.open, badge)
  const close = make('button', { type: 'button', class: 'close', 'aria-label': words.close })
  close.append('×')
  const head = make('div', { class: 'head' })
  head.append(anchor(page, words.own), close)
  const refused = make('p', { role: 'status', hidden: '' })
  refused.append(words.refused)
  const panel = make('section', { id: 'panel', role: 'dialog', 'aria-label': words.title, hidden: '' })
  panel.append(head, refused)
  // It asks for nothing before it stands in the panel with an address.
  const frame = make('iframe', { title: words.title, allow: 'geolocation' })
  return { badge, button, close, refused, panel, frame }
}

function behave({ badge, button, close, refused, panel, frame }: Parts, { page, words }: Mount): void {
  let state: ToFrame = { langNghe: 'hidden' }
  let loaded = false
  let alive = false
  const tell = (): void => {
    // Before that the frame is an empty one of the embedding page.
    if (loaded) frame.contentWindow?.postMessage(state, page.origin)
  }
  const say = (what: 'works' | 'refused'): void => {
    refused.hidden = what === 'works'
    frame.hidden = what === 'refused'
  }
  const load = (): void => {
    if (frame.isConnected) return
    frame.addEventListener('load', () => {
      loaded = true
      tell()
      setTimeout(() => say(alive ? 'works' : 'refused'), SILENCE_MS)
    })
    frame.src = page.href
    panel.append(frame)
  }
  const show = (now: ToFrame['langNghe']): void => {
    state = { langNghe: now }
    panel.hidden = now === 'hidden'
    button.setAttribute('aria-expanded', String(!panel.hidden))
    if (!panel.hidden) load()
    writeStored(STATE, panel.hidden ? 'closed' : 'open')
    tell()
  }
  const toggle = (): void => {
    show(panel.hidden ? 'opened' : 'hidden')
    if (panel.hidden) button.focus()
    else frame.focus()
  }
  button.addEventListener('click', toggle)
  close.addEventListener('click', toggle)
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && toggle())
  addEventListener('message', (event) => {
    // Only the chat's own window, and only while it shows our own origin.
    if (event.origin !== page.origin || event.source !== frame.contentWindow) return
    const message = fromFrame(event.data)
    if (message === null) return
    alive = true
    say('works')
    if (message.langNghe === 'close') {
      if (!panel.hidden) toggle()
      return
    }
    badge.hidden = message.n === 0
    badge.textContent = String(Math.min(message.n, 99))
    if (message.n === 0) button.removeAttribute('aria-label')
    else button.setAttribute('aria-label', words.unread.replace('{n}', String(message.n)))
  })
  const before = readStored(STATE)
  // On a phone it would cover the page that was asked for.
  if (before === 'open' && !matchMedia('(max-width: 480px)').matches) show('shown')
  else if (before !== null) load()
}

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function anchor(page: URL, text: string): HTMLElement {
  const link = make('a', { href: page.href, target: '_blank', rel: 'noopener' })
  link.append(text)
  return link
}

start()
