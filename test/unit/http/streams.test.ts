import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HttpAppOptions } from '../../../src/http/app.ts'
import { appOf, COOKIE, makeWorld, type World } from './support/app.ts'

let world: World
let server: Server | undefined
beforeEach(() => {
  world = makeWorld()
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function open(path: string, cookie: string, change: Partial<HttpAppOptions> = {}): Promise<IncomingMessage> {
  server = createServer(appOf(world, change)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return connect(path, cookie)
}

async function connect(path: string, cookie: string): Promise<IncomingMessage> {
  if (server === undefined) throw new Error('no server is open')
  const { port } = server.address() as AddressInfo
  const outgoing = get({ host: '127.0.0.1', port, path, headers: { cookie }, agent: false })
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  answer.setEncoding('utf8')
  return answer
}

/** Resolves with all that was read once it holds these words. */
function until(answer: IncomingMessage, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    answer.on('data', (part: string) => {
      text += part
      if (text.includes(words)) resolve(text)
    })
    answer.on('end', () => reject(new Error(`ended without '${words}': ${text}`)))
  })
}

async function visitor(): Promise<string> {
  const answer = await open('/api/chat/state', '')
  answer.resume()
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

describe('live events of the console', () => {
  it('carry ids, a heartbeat, and stop listening when the reader goes', async () => {
    const answer = await open('/api/v1/events', COOKIE, { timers: { heartbeatMs: 5, recheckMs: 60_000 } })
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    await until(answer, ': nhịp\n\n')
    for (const listener of world.liveListeners) listener({ kind: 'case', code: 'PA-2611-AAAAA' })
    expect(await until(answer, 'event: live')).toContain('data: {"kind":"case","code":"PA-2611-AAAAA"}\n\n')
    answer.destroy()
    await vi.waitFor(() => expect(world.liveListeners.size).toBe(0))
  })

  it('end when the session has ended', async () => {
    const answer = await open('/api/v1/events', COOKIE, { timers: { heartbeatMs: 60_000, recheckMs: 5 } })
    answer.resume()
    expect(world.liveListeners.size).toBe(1)
    world.sessions.clear()
    await once(answer, 'end')
    expect(world.liveListeners.size).toBe(0)
  })

  it('end when the program stops', async () => {
    const stopping = new AbortController()
    const answer = await open('/api/v1/events', COOKIE, { stopping: stopping.signal })
    answer.resume()
    stopping.abort()
    await once(answer, 'end')
    expect(world.liveListeners.size).toBe(0)
  })

  it('are limited to twelve windows of one session', async () => {
    const open1 = await open('/api/v1/events', COOKIE)
    const more = await Promise.all(Array.from({ length: 11 }, () => connect('/api/v1/events', COOKIE)))
    expect(more.every((each) => each.statusCode === 200)).toBe(true)
    const refused = await connect('/api/v1/events', COOKIE)
    expect(refused.statusCode).toBe(429)
    open1.destroy()
    await vi.waitFor(() => expect(world.liveListeners.size).toBe(11))
    expect((await connect('/api/v1/events', COOKIE)).statusCode).toBe(200)
  })
})

describe('the stream of the web chat', () => {
  it('says only that something changed, and only to its own visitor', async () => {
    const cookie = await visitor()
    const answer = await connect('/api/chat/stream', cookie)
    const address = cookie.split('=')[1]?.split('.')[0] ?? ''
    expect([...world.chatListeners.keys()]).toEqual([address])
    for (const changed of world.chatListeners.get(address) ?? []) changed()
    expect(await until(answer, 'event: changed')).toContain('event: changed\ndata: \n\n')
    answer.destroy()
    await vi.waitFor(() => expect(world.chatListeners.get(address)?.size).toBe(0))
  })

  it('needs the cookie', async () => {
    expect((await open('/api/chat/stream', '')).statusCode).toBe(401)
  })
})
