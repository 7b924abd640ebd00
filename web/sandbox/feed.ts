import { el } from '../shared/dom.ts'
import type { sandbox } from '../shared/i18n/vi-sandbox.ts'
import { comment, type FeedComment, holdThread, listFeed, react } from './api.ts'
import type { PhoneView } from './phone.ts'

type Words = typeof sandbox

/** The Page's post with its comments, and what the resident on the Messenger phone may do besides writing. */
export function makeFeed(input: { words: Words; phone: PhoneView }): {
  element: HTMLElement
  refresh(): Promise<void>
} {
  const { words, phone } = input
  const list = el('ul', { class: 'feed', 'aria-label': words.comments })
  const said = el('p', { role: 'status', class: 'fault-state' })
  const text = el('input', { type: 'text', placeholder: words.commentPlaceholder, 'aria-label': words.comment })
  let drawn = ''

  async function refresh(): Promise<void> {
    const comments = await listFeed().catch(() => [])
    const state = JSON.stringify(comments)
    if (state === drawn) return
    drawn = state
    const known = new Set(comments.map(({ id }) => id))
    const roots = comments.filter(({ parentId }) => !known.has(parentId))
    list.replaceChildren(...roots.map((root) => item(root, comments)))
  }
  const item = (one: FeedComment, all: readonly FeedComment[]): HTMLElement => {
    const below = all.filter(({ parentId }) => parentId === one.id)
    const under = below.length === 0 ? null : el('ul', {}, ...below.map((reply) => item(reply, all)))
    return el('li', { class: 'remark' }, el('strong', {}, one.name ?? words.page), el('p', {}, one.text), under)
  }
  const run = async (what: (userId: string) => Promise<unknown>, done: string): Promise<void> => {
    const userId = phone.userId()
    if (userId === null) return
    said.textContent = await what(userId).then(
      () => done,
      (error: unknown) => words.failed.replace('{{reason}}', error instanceof Error ? error.message : ''),
    )
    await refresh()
  }
  const form = el('form', { class: 'fields' }, text, el('button', { type: 'submit', class: 'button' }, words.comment))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const typed = text.value.trim()
    if (typed === '') return
    text.value = ''
    void run((userId) => comment(userId, typed), words.commented)
  })
  const button = (label: string, what: (userId: string) => Promise<unknown>): HTMLElement => {
    const made = el('button', { type: 'button', class: 'button' }, label)
    made.addEventListener('click', () => void run(what, words.done.replace('{{deed}}', label)))
    return made
  }
  const deeds = el(
    'div',
    { class: 'buttons' },
    button(words.react, (userId) => react(userId)),
    button(words.threadOthers, (userId) => holdThread(userId, 'others')),
    button(words.threadOurs, (userId) => holdThread(userId, 'us')),
  )
  void refresh()
  const title = el('h2', { id: 'feed-title' }, words.feed)
  const element = el(
    'section',
    { class: 'panel', 'aria-labelledby': title.id },
    title,
    el('p', { class: 'post' }, words.post),
    list,
    form,
    deeds,
    said,
    el('p', { class: 'fault-state' }, words.feedNote),
  )
  return { element, refresh }
}
