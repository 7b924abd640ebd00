import type { z } from 'zod'
import { ApiFailure, failureOf, own } from './api.ts'

interface Upload<T> {
  path: string
  file: Blob
  /** As the person's computer calls it. */
  name: string
  schema: z.ZodType<T>
  /** Told how much has left, 0 to 1. */
  progress: (share: number) => void
  signal: AbortSignal
}

/**
 * Sends a file as the body of a POST. Not `fetch`: it does not tell how much has left.
 * Throws `ApiFailure`; an upload that was called off never ends.
 */
export function upload<T>({ path, file, name, schema, progress, signal }: Upload<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-requested-with', 'lang-nghe')
    request.setRequestHeader('x-file-name', encodeURIComponent(name.slice(-200).toWellFormed()))
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(own('network', 0, null))
    request.onload = () => {
      read(request, schema).then(resolve, reject)
    }
    signal.addEventListener('abort', () => request.abort())
    if (!signal.aborted) request.send(file)
  })
}

async function read<T>(request: XMLHttpRequest, schema: z.ZodType<T>): Promise<T> {
  const headers: Record<string, string> = {}
  for (const name of ['x-request-id', 'retry-after']) {
    const value = request.getResponseHeader(name)
    if (value !== null) headers[name] = value
  }
  const answer = new Response(request.responseText, { status: request.status, headers })
  if (!answer.ok) throw await failureOf(answer)
  const parsed = schema.safeParse(await answer.json().catch(() => undefined))
  if (parsed.success) return parsed.data
  throw own('unexpected', answer.status, answer.headers.get('x-request-id'))
}

/** True for a failure after which the same upload may go through: no line, too many at once, a server in trouble. */
export function mayTryAgain(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === 0 || error.status === 429 || error.status >= 500)
}
