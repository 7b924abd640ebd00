import { createHmac, randomBytes } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { DAY, HOUR } from '../core/durations.ts'
import { fromPage, fromResident, postGraphEvent } from './graph-events.ts'
import { graphUpload, graphUploadOf, graphUploadShown } from './graph-uploads.ts'
import { type GraphSendBody, graphBodyError, graphSendBody, graphShown } from './graph-validate.ts'
import { jsonOf, type PlatformError, runSend, type SandboxParts } from './parts.ts'

export interface PageToken {
  state: 'good' | 'expired' | 'revoked'
}

/** Meta's Graph API, as much as a page's inbox needs. */
export function graphRouter(parts: SandboxParts, token: PageToken): Router {
  const router = Router()
  const { messenger } = parts.options
  router.post('/:version/:pageId/messages', (req, res) => send(parts, token, req, res))
  router.post('/:version/:pageId/message_attachments', (req, res) => {
    const refused = (proof: string | undefined): PlatformError | undefined =>
      tokenError(parts, token, req, proof) ?? pageError(parts, req)
    return graphUpload(parts, { req, res, refused, errorBody: graphError })
  })
  router.get('/:version/debug_token', (_req, res) => {
    const data = {
      app_id: messenger.appId,
      type: 'PAGE',
      is_valid: token.state === 'good',
      expires_at: 0,
      scopes: ['pages_messaging', 'pages_manage_metadata'],
    }
    res.json({ data })
  })
  router.get('/:version/:pageId/subscribed_apps', (req, res) => {
    const refused = tokenError(parts, token, req, undefined)
    if (refused !== undefined) return void res.status(400).json(graphError(refused))
    const fields = [
      'messages',
      'messaging_postbacks',
      'messaging_referrals',
      'message_echoes',
      'message_deliveries',
      'message_reads',
    ]
    const isSubscribed = parts.connections.isSubscribed('messenger')
    res.json({ data: isSubscribed ? [{ id: messenger.appId, subscribed_fields: fields }] : [] })
  })
  router.post('/:version/:pageId/subscribed_apps', (req, res) => {
    const refused = tokenError(parts, token, req, undefined)
    if (refused !== undefined) return void res.status(400).json(graphError(refused))
    parts.connections.subscribe('messenger')
    res.json({ success: true })
  })
  router.delete('/:version/:pageId/subscribed_apps', (req, res) => {
    const refused = tokenError(parts, token, req, undefined)
    if (refused !== undefined) return void res.status(400).json(graphError(refused))
    parts.connections.unsubscribe('messenger')
    res.json({ success: true })
  })
  return router
}

async function send(parts: SandboxParts, token: PageToken, req: Request, res: Response): Promise<void> {
  const parsed = graphSendBody.safeParse(jsonOf(req))
  const body: GraphSendBody = parsed.success ? parsed.data : { recipient: {} }
  const userId = body.recipient.id ?? ''
  const mid = `m_${randomBytes(24).toString('base64url')}`
  await runSend(parts, {
    platform: 'messenger',
    req,
    res,
    what: body.message === undefined ? 'sender_action' : 'messages',
    validate: () => {
      const refused = tokenError(parts, token, req, body.appsecret_proof)
      if (refused !== undefined) return refused
      const wrongPage = pageError(parts, req)
      if (wrongPage !== undefined) return wrongPage
      if (!parsed.success || userId === '') return { code: 100, message: '(#100) Invalid parameter' }
      const upload = graphUploadOf(parts, body)
      const error = graphBodyError(body) ?? recipientError(parts, userId, body)
      return error ?? (upload.kind === 'error' ? upload.error : undefined)
    },
    accept: () => {
      if (body.message === undefined) return { recipient_id: userId }
      const shown = { ...graphShown(body), ...graphUploadShown(parts, body) }
      parts.state.say(parts.state.findOrAdd('messenger', userId), { id: mid, from: 'official', ...shown })
      return { recipient_id: userId, message_id: mid }
    },
    after: () => {
      if (body.message !== undefined) reportBack(parts, userId, mid, body.message)
    },
    errorBody: graphError,
  })
}

function reportBack(
  parts: SandboxParts,
  userId: string,
  mid: string,
  message: NonNullable<GraphSendBody['message']>,
): void {
  const echo: Record<string, unknown> = { mid, is_echo: true, app_id: Number(parts.options.messenger.appId) }
  if (message.metadata !== undefined) echo.metadata = message.metadata
  if (message.text !== undefined) echo.text = message.text
  if (message.attachment !== undefined) echo.attachments = [{ type: message.attachment.type, payload: {} }]
  postGraphEvent(parts, 'echo', { ...fromPage(parts, userId), message: echo })
  const watermark = parts.options.clock.now().getTime()
  postGraphEvent(parts, 'delivery', { ...fromResident(parts, userId), delivery: { mids: [mid], watermark } })
}

function pageError(parts: SandboxParts, req: Request): PlatformError | undefined {
  const pageId = String(req.params.pageId)
  return pageId === parts.options.messenger.pageId || pageId === 'me'
    ? undefined
    : { code: 100, subcode: 33, message: 'Unsupported post request' }
}

function tokenError(
  parts: SandboxParts,
  token: PageToken,
  req: Request,
  proof: string | undefined,
): PlatformError | undefined {
  const { pageToken, appSecret } = parts.options.messenger
  const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? req.query.access_token
  if (bearer !== pageToken) return { code: 190, message: 'Invalid OAuth access token.' }
  if (token.state === 'expired')
    return { code: 190, subcode: 463, message: 'Error validating access token: Session has expired' }
  if (token.state === 'revoked')
    return { code: 190, subcode: 460, message: 'Error validating access token: the session has been invalidated' }
  const expected = createHmac('sha256', appSecret).update(pageToken).digest('hex')
  const given = proof ?? req.query.appsecret_proof
  return given === undefined || given === expected
    ? undefined
    : { code: 100, message: 'Invalid appsecret_proof provided in the API argument' }
}

function recipientError(parts: SandboxParts, userId: string, body: GraphSendBody): PlatformError | undefined {
  if (body.tag !== undefined && body.tag !== 'HUMAN_AGENT')
    return { code: 100, subcode: 1893061, message: '(#100) Invalid parameter' }
  const phone = parts.state.find('messenger', userId)
  if (phone === undefined || phone.lastInteractionAt === null) {
    return parts.options.unknownResidents === 'accept'
      ? undefined
      : { code: 100, subcode: 2018001, message: '(#100) No matching user found' }
  }
  const age = parts.options.clock.now().getTime() - phone.lastInteractionAt.getTime()
  const limit = body.tag === 'HUMAN_AGENT' ? 7 * DAY : 24 * HOUR
  return age > limit
    ? { code: 10, subcode: 2018278, message: '(#10) This message is sent outside of allowed window.' }
    : undefined
}

function graphError(error: PlatformError): object {
  return {
    error: {
      message: error.message,
      type: 'OAuthException',
      code: error.code,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
      fbtrace_id: 'A1b2C3sandbox',
    },
  }
}
