import { Socket } from 'node:net'
import axios, { AxiosError, type AxiosRequestConfig } from 'axios'
import type { ConnectionNotes } from './connection-notes.ts'

/** What became of one HTTP request to a platform. */
export type HttpOutcome =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  /** Certain: the platform never got the request. */
  | { kind: 'not-sent'; reason: string }
  /** The request went out, or may have; no answer came. */
  | { kind: 'no-answer'; reason: string }

export interface HttpCall {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: unknown
  timeoutMs: number
  signal: AbortSignal
  connections: ConnectionNotes
}

/** Errors raised before a byte of the request left this machine. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
const MAX_ANSWER = 1024 * 1024

/** One request, no redirects, any status is an answer. Never throws; reasons carry error codes only, no addresses or tokens. */
export async function httpCall(call: HttpCall): Promise<HttpOutcome> {
  if (call.signal.aborted) return { kind: 'not-sent', reason: 'aborted' }
  try {
    const response = await axios.request<string>(requestOf(call))
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(response.headers)) headers[name.toLowerCase()] = String(value)
    return { kind: 'answer', status: response.status, headers, body: String(response.data ?? '') }
  } catch (error) {
    return classify(error, call.connections)
  }
}

function requestOf(call: HttpCall): AxiosRequestConfig<unknown> {
  return {
    method: call.method,
    url: call.url,
    headers: call.headers,
    data: call.body,
    timeout: call.timeoutMs,
    // axios' own timeout does not cover a connection that is never made
    signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs + 250)]),
    maxRedirects: 0,
    httpAgent: call.connections.httpAgent,
    httpsAgent: call.connections.httpsAgent,
    maxContentLength: MAX_ANSWER,
    responseType: 'text',
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    ...(isLoopback(call.url) ? { proxy: false as const } : {}),
  }
}

function classify(error: unknown, connections: ConnectionNotes): HttpOutcome {
  const code = error instanceof AxiosError ? (error.code ?? 'unknown') : 'unknown'
  const request: unknown = error instanceof AxiosError ? error.request : undefined
  const socket = request !== null && typeof request === 'object' && 'socket' in request ? request.socket : undefined
  const unconnected = socket === null || (socket instanceof Socket && !connections.wasConnected(socket))
  return { kind: NOT_SENT.has(code) || unconnected ? 'not-sent' : 'no-answer', reason: `network:${code}` }
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(127\.|localhost[:/]|\[::1\])/.test(url)
}
