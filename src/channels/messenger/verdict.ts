import type { SendResult } from '../../core/messages.ts'
import type { HttpOutcome } from '../http-call.ts'
import { parseJson } from '../json.ts'
import type { GraphVerdict } from './breaker.ts'
import { messengerErrorRule } from './errors.ts'
import { type MessengerAnswer, type MessengerFailure, messengerAnswer } from './schema.ts'

/** Meta has forgotten the upload that the message names. */
export interface UploadForgotten {
  kind: 'upload-again'
  reason: string
}

export interface Judged<T> {
  result: T | SendResult | UploadForgotten
  /** For the breaker; null: no answer came. */
  verdict: GraphVerdict | null
  /** Nothing went out, and one more try is worth it. */
  again?: true
}

/** Calls once, or twice where Meta's answer says that a second try is worth it and nothing went out. */
export async function twiceIfWorthIt<T>(call: () => Promise<Judged<T>>): Promise<Judged<T>> {
  const first = await call()
  return first.again === true ? call() : first
}

/** 200 with an error, or without what was asked for, is no success. */
export function readGraphAnswer<T>(
  outcome: HttpOutcome,
  success: (answer: MessengerAnswer) => T | undefined,
): Judged<T> {
  if (outcome.kind === 'not-sent') return { result: { kind: 'retry', reason: outcome.reason }, verdict: null }
  if (outcome.kind === 'no-answer') return { result: { kind: 'uncertain', reason: outcome.reason }, verdict: null }
  const { headers, status } = outcome
  const parsed = messengerAnswer.safeParse(parseJson(outcome.body))
  const error = parsed.success ? parsed.data.error : undefined
  if (error !== undefined) return refused(error, headers)
  const found = parsed.success && status < 300 ? success(parsed.data) : undefined
  const verdict: GraphVerdict = { headers }
  if (found !== undefined) return { result: found, verdict }
  if (status === 429) return { result: { kind: 'retry', reason: 'http:429' }, verdict: { headers, refused: 'rate' } }
  if (status >= 300 && status < 500) return { result: { kind: 'rejected', reason: `http:${status}` }, verdict }
  return { result: { kind: 'uncertain', reason: `http:${status} without a verdict` }, verdict }
}

function refused(error: MessengerFailure, headers: Record<string, string>): Judged<never> {
  const { action, label } = messengerErrorRule(error)
  const code = error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`
  const trace = error.fbtrace_id === undefined ? '' : ` trace ${error.fbtrace_id.slice(0, 40)}`
  const reason = `messenger:${code} ${label}${trace}`
  if (action.kind === 'pause') return { result: { kind: 'retry', reason }, verdict: { headers, refused: action.why } }
  const verdict: GraphVerdict = { headers }
  if (action.kind === 'retry-once') return { result: { kind: 'rejected', reason }, verdict, again: true }
  if (action.kind !== 'retry') return { result: { kind: action.kind, reason }, verdict }
  const { afterMs } = action
  return { result: { kind: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }) }, verdict }
}
