import '@fontsource/be-vietnam-pro/vietnamese-400.css'
import '@fontsource/be-vietnam-pro/latin-400.css'
import './chat.css'
import { within } from '../shared/dom.ts'
import { chat as en } from '../shared/i18n/en-chat.ts'
import { chat as vi } from '../shared/i18n/vi-chat.ts'
import { readStored, writeStored } from '../shared/stored.ts'
import { makeApi } from './api.ts'
import { makeComposer } from './composer.ts'
import { joinWidget, placeOfPage } from './embed.ts'
import { makeOutbox } from './outbox.ts'
import { type Listening, listen } from './stream.ts'
import { makeView } from './view.ts'

const LANGUAGE = 'lang-nghe:language'

/** Vietnamese unless `?lang=en` was ever asked for on this machine. */
function language(): 'vi' | 'en' {
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked === 'vi' || asked === 'en') writeStored(LANGUAGE, asked)
  return (asked ?? readStored(LANGUAGE)) === 'en' ? 'en' : 'vi'
}

async function main(): Promise<void> {
  const lang = language()
  const words = lang === 'en' ? en : vi
  document.documentElement.lang = lang
  within('title').textContent = words.title
  within('subtitle').textContent = words.subtitle

  const place = placeOfPage()
  const api = makeApi(place)
  const widget =
    place === 'own-page' ? null : joinWidget({ opened: () => within('input').focus({ preventScroll: true }) })
  const view = makeView({ words, lang })
  let stream: Listening | null = null
  const accepted = (): void => {
    void refresh()
    stream?.hurry()
  }
  const outbox = makeOutbox({ api, changed: () => view.showPending(outbox.items()), accepted })
  view.onRetry(outbox.retry)
  view.onChoice((choice) => outbox.add({ kind: 'choice', choiceId: choice.id, label: choice.label }))
  makeComposer({ words, outbox, notice: view.notice })

  /** Asks for the conversation again; several wishes while one is under way become one more. */
  let running: Promise<'ok' | 'failed'> | null = null
  let wished = false
  function refresh(): Promise<'ok' | 'failed'> {
    wished = true
    running ??= ask().finally(() => {
      running = null
    })
    return running
  }
  async function ask(): Promise<'ok' | 'failed'> {
    while (wished) {
      wished = false
      const settled = outbox.acceptedIds()
      const state = await api.state().catch(() => null)
      view.loaded(state === null ? 'failed' : 'ok')
      if (state === null) return 'failed'
      outbox.settle(settled)
      view.show(state, outbox.items())
      widget?.heard(state.messages)
      if (state.messages.length === 0 && outbox.items().length === 0) outbox.startOnce()
    }
    return 'ok'
  }

  view.onReload(() => void refresh())
  await refresh()
  stream = listen({ changed: refresh, connection: view.connection })
  window.addEventListener('online', () => {
    outbox.retryAll()
    void refresh()
  })
}

void main()
