import type { Request, Response } from 'express'
import { HttpProblem } from './errors.ts'

export interface StreamTimers {
  /** Milliseconds between comments that keep proxies from closing the connection. */
  heartbeatMs: number
  /** Milliseconds between looks at whether the session still holds. */
  recheckMs: number
}

export const STREAM_TIMERS: StreamTimers = { heartbeatMs: 25_000, recheckMs: 60_000 }

export interface EventStream {
  send(event: string, data: string): void
  close(): void
  /** Runs once, also when already closed. */
  onClose(listener: () => void): void
}

/** Counts open streams per key, so that one caller cannot hold all connections. */
export interface StreamSlots {
  /** Throws a 429 with this code when the key has no free place. */
  take(key: string, code: string): () => void
}

export function streamSlots(limit: number): StreamSlots {
  const open = new Map<string, number>()
  return {
    take: (key, code) => {
      const held = open.get(key) ?? 0
      if (held >= limit) throw new HttpProblem(429, code, { retryAfter: 30 })
      open.set(key, held + 1)
      let released = false
      return () => {
        if (released) return
        released = true
        const left = (open.get(key) ?? 1) - 1
        if (left <= 0) open.delete(key)
        else open.set(key, left)
      }
    },
  }
}

interface OpenStream {
  req: Request
  res: Response
  heartbeatMs: number
  /** Aborted when the program stops: streams end, so that the server can close. */
  stopping: AbortSignal
}

/** A reader this far behind (bytes) is dropped: it reconnects and asks again. */
const MAX_BACKLOG = 256 * 1024

/** Begins a server-sent event stream. Ends with the connection, with `close()` or with `stopping`. */
export function openStream({ req, res, heartbeatMs, stopping }: OpenStream): EventStream {
  const listeners: (() => void)[] = []
  let closed = false
  const close = () => {
    if (closed) return
    closed = true
    clearInterval(heartbeat)
    stopping.removeEventListener('abort', close)
    if (!res.writableEnded) res.end()
    for (const listener of listeners) listener()
  }
  const write = (text: string) => {
    if (closed) return
    res.write(text)
    if (res.writableLength > MAX_BACKLOG) close()
  }
  const heartbeat = setInterval(() => write(': nhịp\n\n'), heartbeatMs)
  heartbeat.unref()
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  res.flushHeaders()
  res.on('error', close)
  req.on('close', close)
  res.on('close', close)
  stopping.addEventListener('abort', close)
  write('retry: 3000\n\n')
  if (stopping.aborted) close()
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`),
    close,
    onClose: (listener) => {
      if (closed) listener()
      else listeners.push(listener)
    },
  }
}
