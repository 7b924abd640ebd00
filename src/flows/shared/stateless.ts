import { z } from 'zod'
import type { Flow, Step, Turn } from '../../core/index.ts'
import { parseWith } from './state.ts'

const noState = z.object({})
export type NoState = z.infer<typeof noState>

/** A flow that answers within one turn. */
export function answering(id: string, answer: (turn: Turn) => Step<NoState>): Flow<NoState> {
  return { id, version: 1, parseState: parseWith(noState), start: answer, next: (_, turn) => answer(turn) }
}
