import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { DAY } from '../core/durations.ts'
import { consoleTest } from './console-test.ts'
import { type Fault, fault } from './faults.ts'
import { askForDeletion } from './graph-deletion.ts'
import { residentComments } from './graph-feed.ts'
import { PAGE_FIELDS } from './graph-page.ts'
import { PLATFORMS, type Platform } from './options.ts'
import { jsonOf, type SandboxParts } from './parts.ts'
import { recordFilter } from './record.ts'
import {
  burst,
  holdThread,
  residentAct,
  residentActs,
  residentDoes,
  residentFollows,
  residentReacts,
  residentsBurst,
  ZALO_DEEDS,
} from './resident.ts'

const MAX_STREAMS = 50
const USER_ID = /^[\w.:-]{1,100}$/
const feedAct = z.object({
  userId: z.string().regex(USER_ID),
  text: z.string().min(1).max(8000),
  parentId: z.string().max(100).optional(),
})

/** What the phones' page and the tests use: residents' hands, faults, and the record of what happened. */
export function phoneApi(parts: SandboxParts, hooks: FaultHooks): Router {
  const router = Router()
  router.get('/phones', (_req, res) => {
    const phones = PLATFORMS.map((platform) => ({
      platform,
      residents: parts.state.list(platform).map(({ userId, name }) => ({ userId, name })),
    }))
    res.json({ phones })
  })
  router.get('/phones/:platform/:userId/messages', (req, res) => {
    const who = whoOf(req, res)
    if (who === undefined) return
    const phone = parts.state.find(who.platform, who.userId)
    res.json({ messages: phone?.messages ?? [], shows: phone?.shows ?? 'nothing' })
  })
  router.post('/phones/:platform/:userId/messages', (req, res) => {
    const who = whoOf(req, res)
    if (who === undefined) return
    const act = residentAct.safeParse(jsonOf(req))
    if (!act.success) return void res.status(400).json({ error: 'invalid' })
    res.status(201).json({ id: residentActs(parts, who, act.data) })
  })
  router.post('/phones/:platform/:userId/follow', (req, res) => {
    const who = whoOf(req, res)
    if (who === undefined) return
    residentFollows(parts, who)
    res.status(204).end()
  })
  router.post('/phones/messenger/:userId/react', (req, res) => {
    const userId = String(req.params.userId)
    if (!USER_ID.test(userId)) return void res.status(400).json({ error: 'invalid' })
    residentReacts(parts, userId, 'love')
    res.status(204).end()
  })
  router.post('/phones/messenger/:userId/thread', (req, res) => {
    const owner = z.object({ owner: z.enum(['others', 'us']) }).safeParse(jsonOf(req))
    const userId = String(req.params.userId)
    if (!owner.success || !USER_ID.test(userId)) return void res.status(400).json({ error: 'invalid' })
    holdThread(parts, { userId, owner: owner.data.owner })
    res.status(204).end()
  })
  router.get('/feed', (_req, res) => {
    const { postId, comments } = parts.feed
    const shown = comments.map(({ id, parentId, userId, text, at }) => ({
      id,
      parentId,
      text,
      at: at.toISOString(),
      name: userId === null ? null : parts.state.findOrAdd('messenger', userId).name,
    }))
    res.json({ postId, comments: shown })
  })
  router.post('/feed', (req, res) => {
    const said = feedAct.safeParse(jsonOf(req))
    if (!said.success) return void res.status(400).json({ error: 'invalid' })
    const { parentId, ...rest } = said.data
    res.status(201).json({ id: residentComments(parts, { ...rest, ...(parentId === undefined ? {} : { parentId }) }) })
  })
  router.post('/phones/zalo/:userId/deeds/:deed', (req, res) => {
    const who = whoOf(req, res, 'zalo')
    const deed = ZALO_DEEDS.find((each) => each === req.params.deed)
    if (who === undefined) return
    if (deed === undefined) return void res.status(404).json({ error: 'not-found' })
    residentDoes(parts, who.userId, deed)
    res.status(204).end()
  })
  router.post('/phones/messenger/:userId/forget', async (req, res) => {
    const userId = String(req.params.userId)
    if (!/^\d{1,60}$/.test(userId)) return void res.status(404).json({ error: 'not-found' })
    const { status, answer } = await askForDeletion(parts, userId).catch(() => ({ status: 0, answer: null }))
    if (answer === null) res.status(502).json({ error: `gateway answered ${status}` })
    else res.json(answer)
  })
  router.get('/stream', (_req, res) => stream(parts, res))
  router.post('/bursts', (req, res) => {
    const wanted = burst.safeParse(jsonOf(req))
    if (!wanted.success) return void res.status(400).json({ error: 'invalid' })
    res.status(201).json({ ids: residentsBurst(parts, wanted.data) })
  })
  connectionRoutes(parts, router)
  router.get('/record', (req, res) => {
    const filter = recordFilter.safeParse(req.query)
    if (!filter.success) return void res.status(400).json({ error: 'invalid' })
    res.json({ record: parts.state.record.read(filter.data) })
  })
  router.delete('/record', (_req, res) => {
    parts.state.record.forget()
    res.status(204).end()
  })
  router.get('/faults', (_req, res) => void res.json({ faults: parts.faults.list() }))
  router.post('/faults', (req, res) => {
    const wanted = fault.safeParse(jsonOf(req))
    if (!wanted.success) return void res.status(400).json({ error: 'invalid' })
    addFault(parts, wanted.data, hooks)
    res.status(204).end()
  })
  router.delete('/faults', (_req, res) => {
    clearFaults(parts, hooks)
    res.status(204).end()
  })
  return router
}

/** What an administrator does in the platform's console once the webhook works again; a Page without fields gets all. */
export function switchOn(parts: SandboxParts, platform: Platform): void {
  if (platform === 'messenger' && parts.page.fields.size === 0) parts.page.fields = new Set(PAGE_FIELDS)
  parts.connections.subscribe(platform)
}

/** The webhooks as an administrator sees them in the platform's console. */
function connectionRoutes(parts: SandboxParts, router: Router): void {
  router.get('/connections', (_req, res) => void res.json({ connections: parts.connections.views() }))
  router.post('/connections/:platform/:what', async (req, res) => {
    const platform = PLATFORMS.find((p) => p === req.params.platform)
    if (platform === undefined) return void res.status(404).json({ error: 'not-found' })
    if (req.params.what === 'test') return void res.json({ answers: await consoleTest(parts, platform) })
    if (req.params.what !== 'enable') return void res.status(404).json({ error: 'not-found' })
    switchOn(parts, platform)
    res.status(204).end()
  })
}

/** What happens to the platforms' tokens. */
export interface FaultHooks {
  onToken(fault: Fault): void
  /** Tokens are good again. */
  onClear(): void
}

export function clearFaults(parts: SandboxParts, hooks: FaultHooks): void {
  parts.faults.clear()
  hooks.onClear()
}

export function addFault(parts: SandboxParts, wanted: Fault, hooks: FaultHooks): void {
  if (wanted.kind === 'close-window') {
    const phone = parts.state.findOrAdd(wanted.platform, wanted.userId)
    phone.lastInteractionAt = new Date(parts.options.clock.now().getTime() - 8 * DAY)
  } else if (wanted.kind === 'expire-media') parts.uploads.expireAll(wanted.platform)
  else if (wanted.kind === 'expire-token' || wanted.kind === 'revoke-token') hooks.onToken(wanted)
  else parts.faults.add(wanted)
}

function whoOf(
  req: Request,
  res: Response,
  named: unknown = req.params.platform,
): { platform: Platform; userId: string } | undefined {
  const platform = PLATFORMS.find((p) => p === named)
  const userId = String(req.params.userId)
  if (platform !== undefined && /^[\w.:-]{1,100}$/.test(userId)) return { platform, userId }
  res.status(404).json({ error: 'not-found' })
  return undefined
}

/** Server-sent events: `{platform, userId}` of the phone that changed. */
function stream(parts: SandboxParts, res: Response): void {
  const { changes } = parts.state
  if (changes.listenerCount('phone') >= MAX_STREAMS) return void res.status(503).end()
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' })
  res.write(': open\n\n')
  const tell = (change: unknown) => void res.write(`data: ${JSON.stringify(change)}\n\n`)
  const beat = setInterval(() => void res.write(': beat\n\n'), 25_000)
  beat.unref()
  changes.on('phone', tell)
  const shut = () => void res.end()
  changes.once('close', shut)
  res.once('close', () => {
    clearInterval(beat)
    changes.off('phone', tell)
    changes.off('close', shut)
  })
}
