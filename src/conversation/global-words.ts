import type { Turn } from '../core/index.ts'
import { choiceIdOf, plain, wordsOf } from '../flows/shared/content.ts'

export type GlobalWord = 'menu' | 'stop' | 'person'

/** Without accents: no word here may read as another ("đúng" and "dừng" are both "dung"). */
const WORDS: Readonly<Record<GlobalWord, RegExp>> = {
  menu: /^(menu|muc luc|bat dau lai|bat dau|tro ve|quay ve|trang chu|start|help|tro giup)$/,
  stop: /^(stop|ngung nhan tin|dung nhan tin|dung gui tin|huy dang ky|ngung gui tin|bo theo doi)$/,
  person:
    /^((toi |minh |em )?(muon |can |cho )?(toi |minh )?(gap|noi chuyen voi|chat voi) (can bo|nguoi|nguoi that|nhan vien|tong dai vien)( di| a)?|can bo|nguoi that)$/,
}
const INTENTS = { menu: 'menu', stop: 'stop', person: 'talk_to_human' } as const
const CHOICES: Readonly<Record<string, GlobalWord>> = { 'menu.main': 'menu', 'menu.human': 'person' }
/** Inside a flow words may belong to the answer ("xe không dừng"): only a plain command counts. */
const SURE = 0.75
const LIKELY = 0.4

/** A word that holds in any state; null: none. */
export function globalWord(turn: Turn, inFlow: 'in-flow' | 'free'): GlobalWord | null {
  const id = choiceIdOf(turn)
  if (id !== null) return CHOICES[id] ?? null
  if (turn.content.kind !== 'text') return null
  const said = plain(wordsOf(turn.content))
  const { intent, confidence, substantial, reply } = turn.understanding
  const found = (['menu', 'stop', 'person'] as const).find(
    (word) =>
      WORDS[word].test(said) ||
      (intent === INTENTS[word] &&
        reply === undefined &&
        (inFlow === 'free' ? confidence >= LIKELY : word !== 'stop' && confidence >= SURE && !substantial)),
  )
  return found ?? null
}
