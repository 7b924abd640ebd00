import type { z } from 'zod'
import { apiError } from '../../../src/http/contract/common.ts'

/** An answer that is not a success, ready to be shown. */
export class ApiFailure extends Error {
  /** HTTP status; 0: the server was not reached. */
  readonly status: number
  /** Stable code of the API; `network` and `unexpected` are ours. */
  readonly code: string
  /** For support; null when the server did not answer. */
  readonly requestId: string | null
  /** Seconds to wait (Retry-After); null when not said. */
  readonly retryAfter: number | null

  constructor(input: {
    status: number
    code: string
    message: string
    requestId: string | null
    retryAfter: number | null
  }) {
    super(input.message)
    this.name = 'ApiFailure'
    this.status = input.status
    this.code = input.code
    this.requestId = input.requestId
    this.retryAfter = input.retryAfter
  }
}

export interface Call<T> {
  method?: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: unknown
  /** The shape of the answer; null: the answer has no content. */
  schema: z.ZodType<T> | null
  signal?: AbortSignal
}

/**
 * One call of the API, its answer checked by the contract.
 * Throws `ApiFailure` for everything that is not a well-formed success.
 */
export async function call<T>(input: Call<T>): Promise<T> {
  const answer = await reach(input)
  if (!answer.ok) throw await failureOf(answer)
  if (input.schema === null) return undefined as T
  const parsed = input.schema.safeParse(await answer.json().catch(() => undefined))
  if (parsed.success) return parsed.data
  throw own('unexpected', answer.status, answer.headers.get('x-request-id'))
}

/** Query string of a filter, empty values left out. Begins with `?` unless empty. */
export function queryString(query: Readonly<Record<string, string | number | undefined>>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

async function reach<T>(input: Call<T>): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'lang-nghe' }
  if (input.body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await fetch(`${input.path}${queryString(input.query ?? {})}`, {
      method: input.method ?? 'GET',
      headers,
      body: input.body === undefined ? null : JSON.stringify(input.body),
      signal: input.signal ?? null,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (input.signal?.aborted === true) throw error
    throw own('network', 0, null)
  }
}

/** What an answer that is no success says. */
export async function failureOf(answer: Response): Promise<ApiFailure> {
  const parsed = apiError.safeParse(await answer.json().catch(() => undefined))
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN)
  if (!parsed.success) return own('unexpected', answer.status, answer.headers.get('x-request-id'))
  const { code, message, requestId } = parsed.data.error
  return new ApiFailure({
    status: answer.status,
    code,
    message,
    requestId,
    retryAfter: Number.isFinite(wait) ? wait : null,
  })
}

/** A failure that no server has put in words. */
export function own(code: 'network' | 'unexpected', status: number, requestId: string | null): ApiFailure {
  return new ApiFailure({ status, code, message: code, requestId, retryAfter: null })
}
