import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import type { InboundContent } from '../../core/messages.ts'
import { storable } from '../../core/text.ts'
import type { ChatCookies } from '../chat-cookie.ts'
import { type ChatPost, chatPost, chatPosted, chatState } from '../contract/chat.ts'
import { HttpProblem } from '../errors.ts'
import { ipKey, LIMITS, limiter } from '../middleware/limits.ts'
import { type AnyRoute, route } from '../route.ts'
import type { ChatService } from '../services.ts'
import { openStream, type StreamTimers, streamSlots } from '../sse.ts'
import { sendStoredFile } from '../stored-file.ts'

export interface ChatDeps {
  chat: ChatService
  cookies: ChatCookies
  timers: StreamTimers
  stopping: AbortSignal
}

const CHAT = '/api/chat'
const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'] as const
/** Open windows of one visitor at once. */
const MAX_STREAMS = 6

/** The web chat. A visitor is known by a signed cookie alone. */
export function chatRoutes(deps: ChatDeps): AnyRoute[] {
  return [stateRoute(deps), ...postRoutes(deps), photoRoute(deps), streamRoute(deps)]
}

function stateRoute({ chat, cookies }: ChatDeps): AnyRoute {
  return route({
    method: 'get',
    path: `${CHAT}/state`,
    summary: 'The conversation so far; the first call begins an anonymous session',
    guard: 'open',
    query: z.object({ place: z.literal('apart').optional() }),
    reply: { kind: 'json', schema: chatState, description: 'Messages, oldest first' },
    before: [limiter({ ...LIMITS.chatReadsPerAddress, code: 'request.too-many' })],
    run: async ({ req, res, query }) => {
      const address = cookies.read(req.headers.cookie) ?? cookies.fresh()
      res.append('Set-Cookie', cookies.write(address, query.place === 'apart' ? 'embedded' : 'own-page'))
      return chat.state(address)
    },
  })
}

function postRoutes(deps: ChatDeps): AnyRoute[] {
  const { chat, cookies } = deps
  const perAddress = limiter({ ...LIMITS.chatPostsPerAddress, code: 'chat.too-many', key: ipKey })
  return [
    route({
      method: 'post',
      path: `${CHAT}/messages`,
      summary: 'Say something; repeating a clientId changes nothing',
      guard: 'visitor',
      body: chatPost,
      reply: { kind: 'json', schema: chatPosted, description: 'Kept; the answer comes by the stream' },
      before: [perAddress, perVisitor(deps, { ...LIMITS.chatPostsPerCookie, code: 'chat.too-many' })],
      run: async ({ req, body }) => {
        const address = visitor(cookies, req)
        await chat.post({ address, clientId: body.clientId, content: inbound(body.content) })
        return { accepted: true as const }
      },
    }),
    route({
      method: 'post',
      path: `${CHAT}/photos`,
      summary: 'Send a photo; repeating a clientId changes nothing',
      guard: 'visitor',
      query: z.object({ clientId: z.uuid() }),
      upload: { contentTypes: PHOTO_TYPES, limit: '8mb', code: 'chat.photo-type' },
      reply: { kind: 'json', schema: chatPosted, description: 'Kept; the answer comes by the stream' },
      before: [perAddress, perVisitor(deps, { ...LIMITS.chatPhotosPerCookie, code: 'chat.too-many-photos' })],
      run: async ({ req, query }) => {
        const address = visitor(cookies, req)
        const bytes: unknown = req.body
        if (!(bytes instanceof Uint8Array) || bytes.length === 0) throw new HttpProblem(422, 'chat.photo-empty')
        await chat.postPhoto({ address, clientId: query.clientId, bytes })
        return { accepted: true as const }
      },
    }),
  ]
}

function photoRoute({ chat, cookies }: ChatDeps): AnyRoute {
  return route({
    method: 'get',
    path: `${CHAT}/photos/:id`,
    summary: 'A photo of this very conversation',
    guard: 'open',
    params: z.object({ id: z.string().min(1).max(80) }),
    reply: { kind: 'stream', contentTypes: ['image/*'], description: 'The photo' },
    before: [limiter({ ...LIMITS.chatReadsPerAddress, code: 'request.too-many' })],
    run: async ({ req, res, params }) => {
      const file = await chat.photo(visitor(cookies, req), params.id)
      if (file === null) throw new HttpProblem(404, 'chat.photo-not-found')
      sendStoredFile(res, params.id, file)
      return undefined
    },
  })
}

function streamRoute({ chat, cookies, timers, stopping }: ChatDeps): AnyRoute {
  const slots = streamSlots(MAX_STREAMS)
  return route({
    method: 'get',
    path: `${CHAT}/stream`,
    summary: 'Server-sent events: `hello` at once; `changed` means ask for the state again',
    guard: 'open',
    reply: { kind: 'stream', contentTypes: ['text/event-stream'], description: 'event: changed' },
    before: [limiter({ ...LIMITS.chatReadsPerAddress, code: 'request.too-many' })],
    run: async ({ req, res }) => {
      const address = visitor(cookies, req)
      const free = slots.take(address, 'events.too-many')
      let stop: () => void = () => {}
      try {
        let missed = false
        let changed = () => {
          missed = true
        }
        stop = await chat.subscribe(address, () => changed())
        const stream = openStream({ req, res, heartbeatMs: timers.heartbeatMs, stopping })
        // The page knows by this that nothing on the way holds the stream back.
        stream.send('hello', '')
        changed = () => stream.send('changed', '')
        if (missed) changed()
        stream.onClose(() => {
          stop()
          free()
        })
      } catch (error) {
        stop()
        free()
        throw error
      }
      return undefined
    },
  })
}

function perVisitor({ cookies }: ChatDeps, limit: { limit: number; windowMs: number; code: string }): RequestHandler {
  return limiter({ ...limit, key: (req) => cookies.read(req.headers.cookie) ?? ipKey(req) })
}

function visitor(cookies: ChatCookies, req: Request): string {
  const address = cookies.read(req.headers.cookie)
  if (address === null) throw new HttpProblem(401, 'chat.no-session')
  return address
}

function inbound(content: ChatPost['content']): InboundContent {
  switch (content.kind) {
    case 'start':
      return { kind: 'follow' }
    case 'text': {
      const text = storable(content.text)
      if (text === '') throw new HttpProblem(422, 'request.invalid')
      return { kind: 'text', text }
    }
    case 'choice':
      return { kind: 'choice', choiceId: storable(content.choiceId), label: storable(content.label) }
    case 'location':
      return content
  }
}
