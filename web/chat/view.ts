import type { Choice } from '../../src/core/messages.ts'
import type { ChatMessage, ChatState } from '../../src/http/contract/chat.ts'
import { el, within } from '../shared/dom.ts'
import type { chat } from '../shared/i18n/vi-chat.ts'
import { messageElement, pendingElement } from './message.ts'
import type { Pending } from './outbox.ts'

export interface ChatView {
  show(state: ChatState, pending: readonly Pending[]): void
  showPending(pending: readonly Pending[]): void
  loaded(result: 'ok' | 'failed'): void
  connection(state: 'up' | 'down'): void
  notice(text: string | null): void
  onRetry(listener: (clientId: string) => void): void
  onReload(listener: () => void): void
  onChoice(listener: (choice: Choice) => void): void
}

/** Draws the conversation. Elements that stay are kept, so that a screen reader hears only what is new. */
export function makeView({ words, lang }: { words: typeof chat; lang: 'vi' | 'en' }): ChatView {
  const log = within('log')
  const jump = within<HTMLButtonElement>('jump')
  const line = within('connection')
  const noticeBox = within('notice')
  const shown = new Map<string, HTMLElement>()
  let messages: readonly ChatMessage[] = []
  let retry: (clientId: string) => void = () => {}
  let reload: () => void = () => {}
  let choose: (choice: Choice) => void = () => {}
  let downTimer: ReturnType<typeof setTimeout> | undefined
  log.setAttribute('aria-label', words.log)
  jump.textContent = words.newMessages

  const isAtEnd = (): boolean => log.scrollHeight - log.scrollTop - log.clientHeight < 80
  let follows = true
  const toEnd = (): void => {
    log.scrollTop = log.scrollHeight
    follows = true
    jump.hidden = true
  }
  jump.addEventListener('click', toEnd)
  log.addEventListener('scroll', () => {
    follows = isAtEnd()
    if (follows) jump.hidden = true
  })
  // The keyboard, a notice or the location question makes the log smaller: the last message stays in sight.
  new ResizeObserver(() => {
    if (follows) toEnd()
  }).observe(log)

  function draw(pending: readonly Pending[]): void {
    const wasAtEnd = follows || shown.size === 0
    const wanted: [string, () => HTMLElement][] = [
      ...messages.map((message, n): [string, () => HTMLElement] => [
        message.id,
        () => messageElement({ message, before: messages[n - 1], words, lang }),
      ]),
      ...pending.map((item): [string, () => HTMLElement] => [
        `${item.clientId}/${item.state}`,
        () => pendingElement({ item, words, retry }),
      ]),
    ]
    const keys = new Set(wanted.map(([key]) => key))
    for (const [key, element] of shown) {
      if (keys.has(key)) continue
      element.remove()
      shown.delete(key)
    }
    let added = 0
    for (const [key, make] of wanted) {
      if (shown.has(key)) continue
      const element = make()
      shown.set(key, element)
      added++
    }
    wanted.forEach(([key], n) => {
      const element = shown.get(key)
      if (element !== undefined && log.children[n] !== element) log.insertBefore(element, log.children[n] ?? null)
    })
    drawChoices(pending)
    if (wasAtEnd || pending.length > 0) toEnd()
    else if (added > 0) jump.hidden = false
  }

  /** Only the newest choices can be pressed; all can be typed. */
  function drawChoices(pending: readonly Pending[]): void {
    const isAnswering = pending.some(({ state }) => state === 'sending' || state === 'accepted')
    const live = isAnswering ? undefined : liveChoices(messages)
    const now = log.querySelector<HTMLElement>('.choices')
    if (now?.dataset.of === live?.id) return
    const hadFocus = now?.contains(document.activeElement) === true
    now?.remove()
    if (hadFocus) within('input').focus({ preventScroll: true })
    if (live === undefined) return
    const buttons = live.choices.map((choice) => {
      const button = el('button', { type: 'button', class: 'choice' }, choice.label)
      button.addEventListener('click', () => choose(choice))
      return button
    })
    const group = el(
      'div',
      { class: 'choices', role: 'group', 'aria-label': words.choices, 'data-of': live.id },
      ...buttons,
    )
    log.append(group)
  }

  return {
    show: (state, pending) => {
      messages = state.messages
      within('subtitle').textContent = `${state.provinceName} · ${words.subtitle}`
      draw(pending)
      log.setAttribute('aria-busy', 'false')
    },
    showPending: draw,
    loaded: (result) => {
      if (result === 'ok') {
        if (noticeBox.dataset.of === 'load') noticeBox.hidden = true
        return
      }
      const again = el('button', { type: 'button', class: 'plain' }, words.retry)
      again.addEventListener('click', () => reload())
      noticeBox.replaceChildren(words.loadFailed, ' ', again)
      noticeBox.dataset.of = 'load'
      noticeBox.hidden = false
    },
    connection: (state) => {
      clearTimeout(downTimer)
      if (state === 'up') line.hidden = true
      else {
        // A short gap is nobody's business.
        downTimer = setTimeout(() => {
          line.textContent = words.offline
          line.hidden = false
        }, 4000)
      }
    },
    notice: (text) => {
      noticeBox.dataset.of = 'compose'
      noticeBox.textContent = text
      noticeBox.hidden = text === null
    },
    onRetry: (listener) => {
      retry = listener
    },
    onReload: (listener) => {
      reload = listener
    },
    onChoice: (listener) => {
      choose = listener
    },
  }
}

/** The last message with choices since the resident last spoke. */
function liveChoices(messages: readonly ChatMessage[]): ChatMessage | undefined {
  const spoke = messages.findLastIndex((message) => message.from === 'resident')
  return messages.slice(spoke + 1).findLast((message) => message.choices.length > 0)
}
