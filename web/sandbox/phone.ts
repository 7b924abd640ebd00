import { el, within } from '../shared/dom.ts'
import type { sandbox } from '../shared/i18n/vi-sandbox.ts'
import { mapLink } from '../shared/map-link.ts'
import { shrink } from '../shared/photo.ts'
import {
  type Act,
  act,
  follow,
  forget,
  listMessages,
  listPhones,
  type PhoneMessage,
  type Platform,
  type Resident,
  zaloDeed,
} from './api.ts'

export interface PhoneView {
  element: HTMLElement
  platform: Platform
  /** Who holds the phone now; null: nobody yet. */
  userId(): string | null
  refresh(): Promise<void>
}

interface PhoneInput {
  platform: Platform
  residents: readonly Resident[]
  words: typeof sandbox
}

/** The chosen example place: a market in the old town, as a resident might send it. */
const SAMPLE_PLACE = { lat: 10.9804, lon: 106.6519 }

/** One phone: who holds it, what was said, and the means to answer. */
export function makePhone({ platform, residents, words }: PhoneInput): PhoneView {
  const title = words[platform]
  const log = el('div', {
    class: 'log',
    role: 'log',
    'aria-label': words.log.replace('{{phone}}', title),
    tabindex: '0',
  })
  const problem = el('p', { class: 'problem', role: 'alert' })
  const picker = el('select', { 'aria-label': `${words.resident}, ${title}` })
  let drawn = ''

  const userId = (): string | null => (picker.value === '' ? null : picker.value)
  const offer = (list: readonly Resident[], chosen: string | null): void => {
    picker.replaceChildren(...list.map(({ userId: id, name }) => el('option', { value: id }, name)))
    if (chosen !== null) picker.value = chosen
  }
  const attempt = async (what: (id: string) => Promise<unknown>): Promise<void> => {
    const id = userId()
    if (id === null) return
    try {
      await what(id)
      problem.textContent = ''
      await refresh()
    } catch (error) {
      problem.textContent = words.failed.replace('{{reason}}', error instanceof Error ? error.message : '')
    }
  }
  const send = (what: Act): Promise<void> => attempt((id) => act(platform, id, what))

  async function refresh(): Promise<void> {
    const id = userId()
    const told =
      id === null ? { messages: [], shows: 'nothing' as const } : await listMessages(platform, id).catch(() => null)
    if (told === null || id !== userId()) return
    const { messages, shows } = told
    const state = JSON.stringify([id, messages, shows])
    if (state === drawn) return
    drawn = state
    log.replaceChildren(...(messages.length === 0 ? [el('p', { class: 'empty' }, words.empty)] : messages.map(bubble)))
    if (shows !== 'nothing') log.append(el('p', { class: 'shows' }, words[shows]))
    toEnd()
  }

  function toEnd(): void {
    log.scrollTop = log.scrollHeight
  }

  function bubble(message: PhoneMessage): HTMLElement {
    const body = el('div', { class: 'bubble' })
    if (message.sender !== undefined) body.append(el('p', { class: 'sender' }, message.sender))
    if (message.imageUrl !== undefined) {
      const picture = el('img', { src: ownPath(message.imageUrl), alt: words.picture })
      // it takes its room only now: the newest words must not slip below the edge
      picture.addEventListener('load', toEnd)
      body.append(picture)
    }
    if (message.file !== undefined) body.append(fileLink(message.file, words))
    if (message.text !== '') body.append(el('p', {}, message.text))
    if (message.items !== undefined) body.append(...message.items.map(card))
    const buttons = message.buttons.map((button) => {
      if (button.kind === 'url')
        return el('a', { class: 'button', href: button.value, target: '_blank', rel: 'noreferrer' }, button.label)
      if (button.kind === 'call') return el('a', { class: 'button', href: `tel:${button.value}` }, button.label)
      const pressed = el('button', { class: 'button', type: 'button' }, button.label)
      pressed.addEventListener('click', () => void send({ buttonValue: button.value, buttonLabel: button.label }))
      return pressed
    })
    if (buttons.length > 0) body.append(el('div', { class: 'buttons' }, ...buttons))
    return el('article', { class: 'msg', 'data-from': message.from }, body)
  }

  const fresh = el('button', { type: 'button', class: 'small' }, words.newResident)
  fresh.addEventListener('click', async () => {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => String(n % 10)).join('')
    await follow(platform, id).catch(() => undefined)
    const list = (await listPhones().catch(() => null))?.get(platform) ?? []
    offer(list.some((one) => one.userId === id) ? list : [...list, { userId: id, name: id }], id)
    await refresh()
  })
  const following = el('button', { type: 'button', class: 'small' }, words.follow)
  following.addEventListener('click', () => void attempt((id) => follow(platform, id)))
  const deeds = (platform === 'zalo' ? (['seen', 'click-chatnow', 'withdraw'] as const) : []).map((deed) => {
    const button = el('button', { type: 'button', class: 'small' }, words.deeds[deed])
    button.addEventListener('click', () => void attempt((id) => zaloDeed(id, deed)))
    return button
  })
  const forgetting = el('button', { type: 'button', class: 'small' }, words.forget)
  const forgotten = el('p', { class: 'shows', role: 'status' })
  forgetting.addEventListener(
    'click',
    () =>
      void attempt(async (id) => {
        const { url, code } = await forget(id)
        forgotten.replaceChildren(el('a', { href: ownPath(url), target: '_blank', rel: 'noreferrer' }, code))
      }),
  )
  picker.addEventListener('change', () => {
    forgotten.replaceChildren()
    void refresh()
  })
  offer(residents, null)

  const element = el(
    'section',
    { class: 'phone', 'data-platform': platform, 'aria-label': title },
    el(
      'div',
      { class: 'bar' },
      el('h2', {}, title),
      el('div', { class: 'who' }, picker, fresh, following),
      el('div', { class: 'who' }, ...(platform === 'messenger' ? [forgetting] : deeds)),
    ),
    log,
    forgotten,
    problem,
    tools({ words, send }),
  )
  return { element, platform, userId, refresh }
}

function tools({ words, send }: { words: typeof sandbox; send: (what: Act) => Promise<void> }): HTMLElement {
  const input = el('input', {
    type: 'text',
    placeholder: words.placeholder,
    'aria-label': words.placeholder,
    autocomplete: 'off',
  })
  const file = el('input', { type: 'file', accept: 'image/*', hidden: '', 'aria-label': words.photo })
  const photo = el(
    'button',
    { type: 'button', class: 'tool', title: words.photo, 'aria-label': words.photo },
    icon('photo'),
  )
  const place = el(
    'button',
    { type: 'button', class: 'tool', title: words.location, 'aria-label': words.location },
    icon('place'),
  )
  const form = el(
    'form',
    { class: 'composer' },
    photo,
    place,
    input,
    el('button', { type: 'submit', class: 'send' }, words.send),
    file,
  )
  photo.addEventListener('click', () => file.click())
  place.title = `${words.location}: ${mapLink(SAMPLE_PLACE)}`
  place.addEventListener('click', () => void send({ location: SAMPLE_PLACE }))
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0]
    file.value = ''
    if (chosen === undefined) return
    const made = await shrink(chosen)
    if (made.kind === 'photo') void send({ imageDataUrl: await dataUrl(made.photo) })
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '') return
    input.value = ''
    void send({ text })
  })
  return form
}

function icon(name: 'photo' | 'place'): Node {
  return (within(`icon-${name}`) as HTMLTemplateElement).content.cloneNode(true)
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(blob)
  })
}

/** An entry of a list: opens a page. */
function card({ title, subtitle, url }: NonNullable<PhoneMessage['items']>[number]): HTMLElement {
  const below = subtitle === undefined ? [] : [el('span', { class: 'card-note' }, subtitle)]
  return el('a', { class: 'card', href: url, target: '_blank', rel: 'noreferrer' }, el('span', {}, title), ...below)
}

/** A document that arrived: opens or saves as the phone's browser does. */
function fileLink(file: NonNullable<PhoneMessage['file']>, words: typeof sandbox): HTMLElement {
  const size = words.fileSize.replace('{{kb}}', Math.max(1, Math.round(file.size / 1024)).toLocaleString('vi-VN'))
  return el(
    'a',
    { class: 'file', href: ownPath(file.url), target: '_blank', rel: 'noreferrer' },
    el('span', { class: 'file-name' }, file.name),
    el('span', { class: 'file-size' }, size),
  )
}

/** Pictures live on this server; its public address may be another name for it. */
function ownPath(url: string): string {
  return (url.includes('/sandbox/') || url.includes('/xoa-du-lieu/')) && URL.canParse(url) ? new URL(url).pathname : url
}
