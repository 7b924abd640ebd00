import type { Flow, OutboundContent, Step, Turn } from '../../core/index.ts'
import { choiceIdOf, plain, wordsOf } from '../shared/content.ts'
import { hotlineOf } from '../shared/hotline.ts'
import { mainMenu } from '../shared/menu.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { answering } from '../shared/stateless.ts'
import type { SmalltalkState } from './state.ts'

const THANKS = /\b(cam on|cam on nhieu|thank|thanks|tks|cam un)\b/

/** "bạn là ai", "là người hay máy": told plainly. */
const WHO =
  /\b(chatgpt|chat gpt|(la|phai) (robot|bot|may)|nguoi hay (la )?(may|bot|robot)|may hay (la )?nguoi|(ban|may|ad|bot|em|shop|he thong|day) la (ai|gi|nguoi that)|ai (dang )?(tra loi|nhan tin))\b/

/** Greetings, thanks, the menu, and calm limits for abuse and for what is not ours. */
export const smalltalkFlow: Flow<SmalltalkState> = answering('smalltalk', chat)

/** First contact: what this is for, which data are kept and why (Luật 91/2025/QH15), then the menu. */
export function welcome(turn: Turn): OutboundContent[] {
  return [text(turn, 'greeting.welcome'), text(turn, 'greeting.data', { hotline: hotlineOf(turn) }), mainMenu(turn)]
}

export function asksWho(said: string): boolean {
  return WHO.test(plain(said))
}

export function whoWeAre(turn: Turn): OutboundContent[] {
  return [text(turn, 'greeting.welcome'), mainMenu(turn)]
}

function chat(turn: Turn): Step<SmalltalkState> {
  return { kind: 'done', say: answer(turn) }
}

function answer(turn: Turn): OutboundContent[] {
  if (choiceIdOf(turn) === 'menu.formal-or-tc') return [formalOrTc(turn)]
  if (asksWho(wordsOf(turn.content))) return whoWeAre(turn)
  switch (turn.understanding.intent) {
    case 'abuse':
      return turn.understanding.abusive ? [boundary(turn)] : [mainMenu(turn, 'offTopic.answer')]
    case 'off_topic':
      return [mainMenu(turn, 'offTopic.answer')]
    case 'greeting':
      return THANKS.test(plain(wordsOf(turn.content)))
        ? [text(turn, 'greeting.thanks')]
        : [mainMenu(turn, 'greeting.hello')]
    default:
      return [mainMenu(turn)]
  }
}

function boundary(turn: Turn): OutboundContent {
  const choices = [choiceOf(turn, 'menu.complaint', 'menu.complaint'), choiceOf(turn, 'menu.human', 'menu.human')]
  return ask({ question: words(turn, 'abuse.calm'), choices })
}

function formalOrTc(turn: Turn): OutboundContent {
  const choices = [
    choiceOf(turn, 'menu.formal', 'menu.formal'),
    choiceOf(turn, 'menu.tc', 'menu.tc'),
    choiceOf(turn, 'menu.main', 'menu.main'),
  ]
  return ask({ question: words(turn, 'menu.formalOrTc'), choices })
}
