import { el } from '../shared/dom.ts'
import type { sandbox } from '../shared/i18n/vi-sandbox.ts'
import { addFault, burst, clearFaults, listFaults, type Platform, type StandingFault } from './api.ts'
import { callFaults, eventFaults, type FaultChoice, webhookFaults } from './fault-choices.ts'
import type { PhoneView } from './phone.ts'

type Words = typeof sandbox

interface FaultsInput {
  words: Words
  phones: readonly PhoneView[]
}

const BURST = 1000

/** What can go wrong on the platforms' side, to be tried by hand. */
export function makeFaults({ words, phones }: FaultsInput): HTMLElement {
  const on = select(words.faultOn, [
    ['', words.faultBoth],
    ...phones.map((p) => [p.platform, words[p.platform]] as const),
  ])
  const where = select(words.faultWhere, Object.entries(words.places))
  const times = select(words.faultTimes, [
    ['1', words.timesOne],
    ['3', words.timesThree],
    ['10', words.timesTen],
    ['', words.timesAlways],
  ])
  const said = el('p', { role: 'status', class: 'fault-state' })
  const standing = el('ul', { class: 'standing' })
  const chosen = (): readonly PhoneView[] =>
    phones.filter((p) => on.input.value === '' || on.input.value === p.platform)
  const each = (fault: Record<string, unknown>): Promise<unknown> =>
    Promise.all(chosen().map(({ platform }) => addFault({ ...fault, platform })))
  const often = (): Record<string, unknown> => (times.input.value === '' ? {} : { times: Number(times.input.value) })

  async function refresh(): Promise<void> {
    const faults = await listFaults().catch(() => [])
    standing.replaceChildren(...faults.map((fault) => el('li', {}, told(words, fault))))
    if (faults.length === 0) standing.replaceChildren(el('li', { class: 'none' }, words.faultsNone))
  }
  const press = (label: string, what: () => Promise<unknown>): HTMLElement => {
    const button = el('button', { type: 'button', class: 'button' }, label)
    button.addEventListener('click', () => {
      what()
        .then(() => {
          said.textContent = words.faultDone.replace('{{fault}}', label)
        })
        .catch((error: unknown) => {
          said.textContent = words.failed.replace('{{reason}}', error instanceof Error ? error.message : '')
        })
        .then(refresh)
    })
    return button
  }
  const buttons = (choices: readonly FaultChoice[], more: () => Record<string, unknown>): HTMLElement[] =>
    choices.map(({ label, fault }) => press(label, () => each({ ...fault, ...more() })))
  const calls = buttons(callFaults(words), () => ({ ...often(), where: where.input.value }))
  const closeWindows = () =>
    Promise.all(withResidents(chosen(), (platform, userId) => addFault({ kind: 'close-window', platform, userId })))
  const bursts = () =>
    Promise.all(withResidents(chosen(), (platform, userId) => burst({ platform, userIds: [userId], count: BURST })))
  void refresh()
  return el(
    'details',
    { class: 'faults' },
    el('summary', {}, words.faults),
    el('div', { class: 'fields' }, on.field, times.field, where.field),
    group(
      words.faultsOfCalls,
      ...calls,
      errorForm(words, (fault) => each({ ...fault, ...often(), where: where.input.value }), press),
    ),
    group(words.faultsOfWebhooks, ...buttons(webhookFaults(words), often), press(words.burst, bursts)),
    group(words.faultsAtOnce, ...buttons(eventFaults(words), () => ({})), press(words.faultWindow, closeWindows)),
    said,
    el('section', { class: 'fault-group' }, el('h3', {}, words.faultsWaiting), standing),
    press(words.faultClear, clearFaults),
  )
}

function withResidents<T>(phones: readonly PhoneView[], act: (platform: Platform, userId: string) => T): T[] {
  return phones.flatMap((phone) => {
    const userId = phone.userId()
    return userId === null ? [] : [act(phone.platform, userId)]
  })
}

/** The platform's own error, by its number. */
function errorForm(
  words: Words,
  add: (fault: Record<string, unknown>) => Promise<unknown>,
  press: (label: string, what: () => Promise<unknown>) => HTMLElement,
): HTMLElement {
  const number = (label: string, value: string) => {
    const input = el('input', { type: 'text', inputmode: 'text', pattern: '-?[0-9]*', size: '8', value })
    return { input, field: field(label, input) }
  }
  const code = number(words.errorCode, '-32')
  const subcode = number(words.errorSubcode, '')
  const send = (): Promise<unknown> => {
    const [main, sub] = [code, subcode].map(({ input }) => input.value.trim())
    if (main === undefined || !/^-?\d{1,9}$/.test(main) || !/^\d{0,9}$/.test(sub ?? ''))
      return Promise.reject(new Error(words.errorWrong))
    return add({ kind: 'error', code: Number(main), ...(sub === '' ? {} : { subcode: Number(sub) }) })
  }
  return el('div', { class: 'fields' }, code.field, subcode.field, press(words.errorAdd, send))
}

function told(words: Words, fault: StandingFault): string {
  const all = [...callFaults(words), ...webhookFaults(words)]
  const same = (choice: FaultChoice): boolean =>
    Object.entries(choice.fault).every(([key, value]) => JSON.stringify(fault[key]) === JSON.stringify(value))
  // the choice that says most of it: 429 with its headers rather than 429
  const label = all.filter(same).sort((a, b) => Object.keys(b.fault).length - Object.keys(a.fault).length)[0]?.label
  const what =
    label ?? words.faultError.replace('{{code}}', [fault.code, fault.subcode].filter((n) => n !== undefined).join('/'))
  const often = fault.left === null ? words.timesAlways : words.timesLeft.replace('{{n}}', String(fault.left))
  return words.faultStanding
    .replace('{{platform}}', words[fault.platform])
    .replace('{{fault}}', what)
    .replace('{{often}}', often)
}

function group(title: string, ...children: HTMLElement[]): HTMLElement {
  return el('section', { class: 'fault-group' }, el('h3', {}, title), el('div', { class: 'buttons' }, ...children))
}

function select(label: string, options: readonly (readonly [string, string])[]) {
  const input = el('select', {}, ...options.map(([value, text]) => el('option', { value }, text)))
  return { input, field: field(label, input) }
}

function field(label: string, input: HTMLElement): HTMLElement {
  input.id = `field-${crypto.randomUUID()}`
  return el('div', { class: 'field' }, el('label', { for: input.id }, label), input)
}
