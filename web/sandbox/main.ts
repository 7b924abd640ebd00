import '../shared/styles/fonts.css'
import './sandbox.css'
import { z } from 'zod'
import { el, within } from '../shared/dom.ts'
import { sandbox as words } from '../shared/i18n/vi-sandbox.ts'
import { listPhones, type Platform } from './api.ts'
import { makeConnections } from './connections.ts'
import { makeFaults } from './faults.ts'
import { makeFeed } from './feed.ts'
import { makePhone, type PhoneView } from './phone.ts'

const PLATFORMS: readonly Platform[] = ['zalo', 'messenger']

async function main(): Promise<void> {
  z.config({ jitless: true })
  within('text').textContent = words.text
  within('links').append(
    el('a', { href: '/console', target: '_blank' }, words.console),
    el('a', { href: '/chat', target: '_blank' }, words.chat),
  )
  const box = within('phones')
  const known = await listPhones().catch(() => null)
  if (known === null) {
    box.append(el('p', { role: 'alert' }, words.noApi))
    return
  }
  const phones: PhoneView[] = PLATFORMS.map((platform) =>
    makePhone({ platform, residents: known.get(platform) ?? [], words }),
  )
  box.append(...phones.map((phone) => phone.element))
  const connections = makeConnections(words)
  const onMessenger = phones.find(({ platform }) => platform === 'messenger')
  const feed = onMessenger === undefined ? null : makeFeed({ words, phone: onMessenger })
  if (feed !== null) box.append(feed.element)
  box.append(connections.element, makeFaults({ words, phones }))
  const stream = new EventSource('/sandbox/api/stream')
  const refresh = gathered(() => Promise.all([connections, feed, ...phones].map((part) => part?.refresh())))
  stream.onmessage = refresh
  stream.onopen = refresh
}

/** Runs at once, and once more after what was asked meanwhile: a thousand messages are not a thousand refreshes. */
function gathered(run: () => Promise<unknown>): () => void {
  let running = false
  let again = false
  const start = (): void => {
    if (running) {
      again = true
      return
    }
    running = true
    void run().finally(() => {
      running = false
      const isAsked = again
      again = false
      if (isAsked) start()
    })
  }
  return start
}

void main()
