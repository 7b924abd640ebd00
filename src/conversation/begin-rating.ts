import type { ProvincePack, TicketView } from '../core/index.ts'
import { startRating } from '../flows/rating/flow.ts'
import { saidMark } from '../flows/shared/say.ts'
import { type ActiveFlow, interrupt } from './active.ts'
import type { TakenTurn } from './turn.ts'

/**
 * For the application, after it has sent a result: asks for a mark; a complaint that is being written waits meanwhile.
 * No effects.
 */
export function beginRating(input: {
  ticket: Pick<TicketView, 'id' | 'code'>
  pack: ProvincePack
  active: ActiveFlow | null
}): TakenTurn {
  const { say, active } = startRating(input.ticket, input.pack)
  const choices = say.flatMap((content) => (content.kind === 'menu' ? content.choices : []))
  return { say, effects: [], active: interrupt(input.active, active), saidKey: saidMark(say), choices }
}
