import { el } from '../shared/dom.ts'
import type { sandbox } from '../shared/i18n/vi-sandbox.ts'
import { addFault, clearFaults, countFaults } from './api.ts'
import type { PhoneView } from './phone.ts'

interface FaultsInput {
  words: typeof sandbox
  phones: readonly PhoneView[]
}

/** What can go wrong on the platforms' side, to be tried by hand. */
export function makeFaults({ words, phones }: FaultsInput): HTMLElement {
  const state = el('p', { role: 'status', class: 'fault-state' })
  const count = async (): Promise<void> => {
    const n = await countFaults().catch(() => 0)
    state.textContent = n === 0 ? words.faultsNone : words.faultsStanding.replace('{{n}}', String(n))
  }
  const run = (what: () => Promise<unknown>): void => {
    what()
      .then(count)
      .catch((error: unknown) => {
        state.textContent = words.failed.replace('{{reason}}', error instanceof Error ? error.message : '')
      })
  }
  const each = (fault: Record<string, unknown>) => () =>
    Promise.all(phones.map(({ platform }) => addFault({ ...fault, platform })))
  const closeWindows = () =>
    Promise.all(
      phones.map(async (phone) => {
        const userId = phone.userId()
        if (userId !== null) await addFault({ kind: 'close-window', platform: phone.platform, userId })
      }),
    )
  const choices: [string, () => Promise<unknown>][] = [
    [words.faultSlow, each({ kind: 'latency', ms: 5000, times: 3 })],
    [words.faultRepeat, each({ kind: 'duplicate-webhooks', copies: 3, times: 3 })],
    [words.faultReorder, each({ kind: 'reorder-webhooks', times: 1 })],
    [words.faultDrop, each({ kind: 'drop-after-accept', times: 1 })],
    [words.faultDown, each({ kind: 'http', status: 503, times: 3 })],
    [words.faultToken, each({ kind: 'expire-token' })],
    [words.faultMedia, each({ kind: 'expire-media' })],
    [words.faultWindow, closeWindows],
    [words.faultClear, clearFaults],
  ]
  const buttons = choices.map(([label, what]) => {
    const button = el('button', { type: 'button', class: 'button' }, label)
    button.addEventListener('click', () => run(what))
    return button
  })
  void count()
  return el(
    'details',
    { class: 'faults' },
    el('summary', {}, words.faults),
    el('div', { class: 'buttons' }, ...buttons),
    state,
  )
}
