import { el } from '../shared/dom.ts'
import type { sandbox } from '../shared/i18n/vi-sandbox.ts'
import { type Connection, enable, listConnections, testConnection } from './api.ts'

type Words = typeof sandbox

/** What the administrator sees in the platforms' consoles: whether webhooks still come, and the buttons there. */
export function makeConnections(words: Words): { element: HTMLElement; refresh(): Promise<void> } {
  const list = el('ul', { class: 'connections' })
  const said = el('p', { role: 'status', class: 'fault-state' })
  let drawn = ''

  async function refresh(): Promise<void> {
    const all = await listConnections().catch(() => [])
    const state = JSON.stringify(all)
    if (state === drawn) return
    drawn = state
    list.replaceChildren(...all.map(line))
  }
  const press = (label: string, what: () => Promise<string>): HTMLElement => {
    const button = el('button', { type: 'button', class: 'button' }, label)
    button.addEventListener('click', () => {
      what()
        .catch((error: unknown) => words.failed.replace('{{reason}}', error instanceof Error ? error.message : ''))
        .then((text) => {
          said.textContent = text
          return refresh()
        })
    })
    return button
  }
  const line = (one: Connection): HTMLElement => {
    const name = words[one.platform]
    const test = press(words.test.replace('{{phone}}', name), () => tested(words, one))
    const on = press(words.enable.replace('{{phone}}', name), async () => {
      await enable(one.platform)
      return words.enabled.replace('{{phone}}', name)
    })
    return el(
      'li',
      { 'data-on': String(one.subscribed) },
      el('span', {}, stateOf(words, one)),
      el('div', { class: 'buttons' }, ...(one.subscribed ? [test] : [on, test])),
    )
  }
  void refresh()
  const title = el('h2', { id: 'connections-title' }, words.connections)
  const element = el('section', { class: 'panel', 'aria-labelledby': title.id }, title, list, said)
  return { element, refresh }
}

function stateOf(words: Words, { platform, subscribed, failingSince, lost }: Connection): string {
  const text = !subscribed ? words.connectionOff : failingSince !== null ? words.connectionFailing : words.connectionOn
  return text.replace('{{phone}}', words[platform]).replace('{{lost}}', String(lost))
}

async function tested(words: Words, { platform }: Connection): Promise<string> {
  const answers = await testConnection(platform)
  const bad = answers.find(({ accepted }) => !accepted)
  const text = bad === undefined ? words.testGood : words.testBad
  return text.replace('{{phone}}', words[platform]).replace('{{status}}', String(bad?.status ?? words.testSilent))
}
