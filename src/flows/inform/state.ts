/** Answers within one turn: its next questions are choices with the card's id, good at any time. */
export type { NoState as InformState } from '../shared/stateless.ts'
