import { type Flow, officeHoursVi, type Step, type Turn } from '../../core/index.ts'
import { hotlineOf } from '../shared/hotline.ts'
import { text } from '../shared/say.ts'
import { answering } from '../shared/stateless.ts'
import type { HumanState } from './state.ts'

/** A person takes over: says which desk and when; the application opens the case and says its code. */
export const humanFlow: Flow<HumanState> = answering('human', handOver)

/** Dialogues and citizen reception are arranged by people. */
export const dialogueFlow: Flow<HumanState> = answering('dialogue', arrange)

function handOver(turn: Turn): Step<HumanState> {
  const hours = officeHoursVi(turn.pack.calendar)
  return {
    kind: 'done',
    say: [text(turn, 'human.handed', { hours, hotline: hotlineOf(turn) })],
    effects: [{ type: 'hand-to-staff', reason: turn.pack.text('human.reason') }],
  }
}

function arrange(turn: Turn): Step<HumanState> {
  return {
    kind: 'done',
    say: [text(turn, 'human.dialogue', { hours: officeHoursVi(turn.pack.calendar) })],
    effects: [{ type: 'hand-to-staff', reason: turn.pack.text('human.reasonDialogue') }],
  }
}
