import type { Choice, OutboundContent, TextKey, Turn } from '../../core/index.ts'
import { ask, choiceOf, words } from './say.ts'

const MAIN: readonly (readonly [string, TextKey])[] = [
  ['menu.complaint', 'menu.complaint'],
  ['menu.procedure', 'menu.procedure'],
  ['menu.status', 'menu.status'],
  ['menu.formal-or-tc', 'menu.denounce'],
  ['menu.human', 'menu.human'],
]

export function mainChoices(turn: Turn): Choice[] {
  return MAIN.map(([id, key]) => choiceOf(turn, id, key))
}

/** The main menu under a question. */
export function mainMenu(turn: Turn, key: TextKey = 'menu.ask'): OutboundContent {
  return ask({ question: words(turn, key), choices: mainChoices(turn) })
}
