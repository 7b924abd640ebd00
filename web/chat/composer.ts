import { within } from '../shared/dom.ts'
import type { chat } from '../shared/i18n/vi-chat.ts'
import { shrink } from '../shared/photo.ts'
import type { Outbox } from './outbox.ts'

interface ComposerDeps {
  words: typeof chat
  outbox: Outbox
  notice: (text: string | null) => void
}

/** The box to write in, the photo and the location. Enter sends, Shift+Enter makes a line. */
export function makeComposer(deps: ComposerDeps): void {
  writing(deps)
  photos(deps)
  places(deps)
}

function writing({ words, outbox, notice }: ComposerDeps): void {
  const input = within<HTMLTextAreaElement>('input')
  const form = within<HTMLFormElement>('composer')
  const send = within<HTMLButtonElement>('send')
  input.placeholder = words.placeholder
  input.setAttribute('aria-label', words.input)
  name(send, words.send)
  const grow = (): void => {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`
  }
  input.addEventListener('input', grow)
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '') return
    if (text.length > 4000) return notice(words.tooLong)
    notice(null)
    outbox.add({ kind: 'text', text })
    input.value = ''
    grow()
    input.focus()
  })
}

function photos({ words, outbox, notice }: ComposerDeps): void {
  const button = within<HTMLButtonElement>('photo')
  const file = within<HTMLInputElement>('file')
  name(button, words.photo)
  file.setAttribute('aria-label', words.photo)
  button.addEventListener('click', () => file.click())
  file.addEventListener('change', async () => {
    const chosen = [...(file.files ?? [])].slice(0, 5)
    file.value = ''
    notice(null)
    for (const one of chosen) {
      const made = await shrink(one)
      if (made.kind === 'photo') {
        outbox.add({ kind: 'photo', photo: made.photo, preview: URL.createObjectURL(made.photo) })
      } else notice(made.kind === 'too-large' ? words.photoBig : words.photoBad)
    }
  })
}

function places({ words, outbox, notice }: ComposerDeps): void {
  const button = within<HTMLButtonElement>('location')
  const panel = within('consent')
  const yes = within<HTMLButtonElement>('consent-yes')
  const no = within<HTMLButtonElement>('consent-no')
  name(button, words.location)
  within('consent-text').textContent = words.locationAsk
  panel.setAttribute('aria-labelledby', 'consent-text')
  yes.textContent = words.locationYes
  no.textContent = words.locationNo
  const show = (state: 'open' | 'closed'): void => {
    panel.hidden = state === 'closed'
    button.setAttribute('aria-expanded', String(state === 'open'))
    if (state === 'open') yes.focus()
    else button.focus()
  }
  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', () => show(panel.hidden ? 'open' : 'closed'))
  no.addEventListener('click', () => show('closed'))
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    // Closes this, not the widget around the page.
    event.preventDefault()
    show('closed')
  })
  yes.addEventListener('click', () => {
    show('closed')
    notice(null)
    if (!('geolocation' in navigator)) return notice(words.locationDenied)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => outbox.add({ kind: 'location', lat: coords.latitude, lon: coords.longitude }),
      () => notice(words.locationDenied),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  })
}

function name(button: HTMLElement, text: string): void {
  button.setAttribute('aria-label', text)
  button.title = text
}
