import { DAY, HOUR, MINUTE } from '../core/durations.ts'
import type { TextKey } from '../core/text-keys.ts'
import { type Life, later, sayText } from './life.ts'
import { staffWords } from './staff-words.ts'

/** As conversation/sweep: an answer that nobody contested closes the case. */
const SILENT_DAYS = 7
const RATING_KEYS: readonly TextKey[] = ['rating.1', 'rating.2', 'rating.3', 'rating.4', 'rating.5']

/** After a result: asked for a mark; 3 and more closes, less is often opened again, silence closes after a week. */
export function rateAndClose(life: Life): 'reopened' | 'done' {
  const { world, ledger, talk } = life
  const { random, pack } = world
  const { ticket } = ledger
  const choices = RATING_KEYS.map((key, i) => ({ id: `rate:${i + 1}`, label: pack.text(key) }))
  const question = { kind: 'menu' as const, text: pack.text('receipt.rate', { code: ticket.code }), choices }
  talk.say({ at: ledger.at(), causeKey: `${ticket.id}/rate/${ticket.version}/0`, content: question })
  if (!random.chance(0.46)) {
    closeSilently(life)
    return 'done'
  }
  const at = later(ledger.at(), random.skewed(3 * HOUR, 1.1))
  if (at > world.now) return 'done'
  const rating = markOf(life)
  const inbound = talk.hear(at, {
    kind: 'choice',
    choiceId: `rate:${rating}`,
    label: pack.text(RATING_KEYS[rating - 1] ?? 'rating.3'),
  })
  const comment = random.chance(0.3) ? (rating >= 3 ? staffWords.praise(random) : staffWords.blame(random)) : null
  const words = comment === null ? {} : { ratingCommentSealed: world.cipher.seal(comment) }
  const actor = { kind: 'resident' } as const
  ledger.apply({ at, action: 'rate', actor, set: { rating, ...words }, data: { rating } })
  sayText(life, {
    causeKey: `${inbound}/0`,
    key: rating >= 3 ? 'rating.thanks' : 'rating.offerReopen',
    vars: rating >= 3 ? {} : { code: ticket.code },
  })
  if (rating >= 3) ledger.apply({ at, action: 'close', actor, set: { closedAt: at }, data: { reason: 'rated' } })
  else if (random.chance(0.5)) return reopen(life)
  else closeSilently(life)
  return 'done'
}

/** Late answers please fewer people. */
function markOf({ world, ledger }: Life): 1 | 2 | 3 | 4 | 5 {
  const { answeredAt, dueAt } = ledger.ticket
  const late = answeredAt != null && dueAt != null && answeredAt > dueAt
  return world.random.weighted([1, 2, 3, 4, 5] as const, late ? [18, 22, 25, 22, 13] : [4, 7, 17, 38, 34])
}

function reopen(life: Life): 'reopened' | 'done' {
  const { world, ledger, talk } = life
  const { random } = world
  const { ticket } = ledger
  const at = later(ledger.at(), random.int(1, 9) * MINUTE)
  if (at > world.now) return 'done'
  const comment = staffWords.blame(random)
  const inbound = talk.hear(at, { kind: 'text', text: comment })
  ledger.runClock(at)
  ledger.settle('ended', ['resolve'])
  const set = { answeredAt: null, closedAt: null, resultText: null, unread: true }
  if (ledger.apply({ at, action: 'reopen', actor: { kind: 'resident' }, set, text: comment }) === null) return 'done'
  ledger.promise(['resolve'])
  sayText(life, { causeKey: `${inbound}/0`, key: 'receipt.reopened', vars: { code: ticket.code } })
  return 'reopened'
}

function closeSilently({ world, ledger }: Life): void {
  const at = later(ledger.ticket.answeredAt ?? ledger.at(), SILENT_DAYS * DAY + world.random.int(1, 59) * 1000)
  if (at > world.now) return
  ledger.apply({ at, action: 'close', actor: { kind: 'system' }, set: { closedAt: at }, data: { reason: 'silent' } })
}
