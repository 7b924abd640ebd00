import { createHmac } from 'node:crypto'
import type { ConnectionNotes } from '../connection-notes.ts'
import { type HttpOutcome, httpCall } from '../http-call.ts'

export interface GraphConfig {
  graphBase: string
  graphVersion: string
  pageId: string
  pageToken: string
  appSecret: string
  timeoutMs: number
  connections: ConnectionNotes
}

export interface GraphCall {
  method: 'GET' | 'POST' | 'DELETE'
  /** After the version, beginning with `/`. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: Readonly<Record<string, unknown>>
  /** Instead of `body`: a file goes along. */
  form?: FormData
  timeoutMs?: number
  /** Of the app (`<id>|<secret>`) instead of the Page's; it needs no proof. */
  token?: string
  signal: AbortSignal
}

/** One call of the Graph API for the Page. The token travels in the header, never in an address; the proof with it. */
export function graphCall(config: GraphConfig, call: GraphCall): Promise<HttpOutcome> {
  const proof =
    call.token === undefined
      ? { appsecret_proof: createHmac('sha256', config.appSecret).update(config.pageToken).digest('hex') }
      : {}
  const query = new URLSearchParams({ ...call.query, ...(call.method === 'GET' ? proof : {}) })
  return httpCall({
    method: call.method,
    url: `${config.graphBase}/${config.graphVersion}${call.path}${query.size === 0 ? '' : `?${query}`}`,
    headers: {
      // of a form the library says it, with the boundary
      ...(call.form === undefined ? { 'content-type': 'application/json' } : {}),
      authorization: `Bearer ${call.token ?? config.pageToken}`,
    },
    ...(call.method === 'GET' ? {} : { body: bodyOf(call, proof) }),
    timeoutMs: call.timeoutMs ?? config.timeoutMs,
    signal: call.signal,
    connections: config.connections,
  })
}

function bodyOf({ body, form }: GraphCall, proof: Readonly<Record<string, string>>): string | FormData {
  if (form === undefined) return JSON.stringify({ ...body, ...proof })
  for (const [name, value] of Object.entries(proof)) form.append(name, value)
  return form
}

export function pagePath(config: Pick<GraphConfig, 'pageId'>, edge: string): string {
  return `/${encodeURIComponent(config.pageId)}/${edge}`
}
