import { createHash, randomBytes } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { DAY, HOUR } from '../core/durations.ts'
import { headersOf, jsonOf, type PlatformError, runSend, type SandboxParts } from './parts.ts'
import type { Phone } from './state.ts'
import { noteReads, strike } from './strike.ts'
import { WORDS } from './words.ts'
import { fromOa, postZaloEvent } from './zalo-events.ts'
import { templateByPhone, templateByUser } from './zalo-templates.ts'
import type { SandboxZaloTokens } from './zalo-tokens.ts'
import { zaloUpload, zaloUploadOf, zaloUploadShown } from './zalo-uploads.ts'
import { type ZaloSendBody, zaloBodyError, zaloSendBody, zaloShown } from './zalo-validate.ts'

/** Zalo's OAuth and OA API under `/oauth` and `/api`. */
export function zaloRouter(parts: SandboxParts, tokens: SandboxZaloTokens): Router {
  const router = Router()
  const codes: ConsentCodes = new Map()
  router.use(noteReads(parts, 'zalo'))
  router.use(strike(parts, { platform: 'zalo', errorBody: zaloError }))
  router.get('/oauth/v4/oa/permission', (req, res) => giveCode(parts, codes, { req, res }))
  router.post('/oauth/v4/oa/access_token', (req, res) => giveTokens(parts, { tokens, codes }, { req, res }))
  router.post('/api/v3.0/oa/message/cs', (req, res) => send(parts, tokens, { req, res, api: 'v3' }))
  router.post('/api/v2.0/oa/message', (req, res) => send(parts, tokens, { req, res, api: 'v2' }))
  router.post('/api/v2.0/oa/upload/:what', (req, res) => {
    const refused = (): PlatformError | undefined => tokenError(tokens, req)
    return zaloUpload(parts, { req, res, refused, errorBody: zaloError })
  })
  router.get('/api/v2.0/oa/getoa', (req, res) => {
    if (!allowed(tokens, req, res)) return
    const type = parts.options.zalo.oaType === 'state-agency' ? 4 : 2
    ok(res, {
      oaid: parts.options.zalo.oaId,
      name: WORDS.oaName,
      is_verified: true,
      oa_type: type,
      num_follower: parts.state.list('zalo').length,
      package_name: WORDS.package,
      package_valid_through_date: '31/12/2026',
    })
  })
  router.post('/api/v3.0/oa/quota/message', (req, res) => {
    if (allowed(tokens, req, res)) res.json(quotaAnswer(parts, req))
  })
  const template = (req: Request, res: Response) => ({
    req,
    res,
    refused: () => tokenError(tokens, req),
    errorBody: zaloError,
  })
  router.post('/api/v3.0/oa/message/template', (req, res) => templateByUser(parts, template(req, res)))
  router.post('/zbs/message/template', (req, res) => templateByPhone(parts, template(req, res)))
  router.get('/api/v3.0/oa/user/detail', (req, res) => {
    if (!allowed(tokens, req, res)) return
    const phone = parts.state.find('zalo', userIdOf(req.query.data))
    if (phone === undefined) return fail(res, { code: -201, message: 'user_id is invalid' })
    ok(res, {
      user_id: phone.userId,
      display_name: phone.name,
      user_is_follower: true,
      is_sensitive: false,
      shared_info: {},
    })
  })
  return router
}

/** Of one resident, or of the OA's package; a state agency's OA has none of the latter here. */
function quotaAnswer(parts: SandboxParts, req: Request): object {
  const body = z.looseObject({ user_id: z.string().optional() }).safeParse(jsonOf(req))
  const userId = body.success ? body.data.user_id : undefined
  if (userId !== undefined) {
    const phone = parts.state.find('zalo', userId)
    if (phone === undefined) return zaloError({ code: -201, message: 'user_id is invalid' })
    return success({ last_interaction: String(phone.lastInteractionAt?.getTime() ?? 0) })
  }
  if (parts.options.zalo.oaType === 'state-agency') return zaloError({ code: -224, message: 'package is too low' })
  return success({ assets: [{ quota_type: 'sub_quota', remain: '500', total: '500', expired_date: '31/12/2026' }] })
}

/** Codes that were given and not used, with their PKCE challenge. */
type ConsentCodes = Map<string, string>
const MAX_CODES = 100

/** The administrator's consent page, with the administrator saying yes at once. */
function giveCode(parts: SandboxParts, codes: ConsentCodes, { req, res }: { req: Request; res: Response }): void {
  const text = (name: string): string => (typeof req.query[name] === 'string' ? req.query[name] : '')
  const { zalo } = parts.options
  if (text('app_id') !== zalo.appId || !URL.canParse(text('redirect_uri')) || codes.size >= MAX_CODES) {
    res.status(400).json({ error: -14003, error_name: 'Invalid redirect uri' })
    return
  }
  const code = randomBytes(16).toString('hex')
  codes.set(code, text('code_challenge'))
  const back = new URL(text('redirect_uri'))
  for (const [name, value] of Object.entries({ code, oa_id: zalo.oaId, state: text('state') })) {
    back.searchParams.set(name, value)
  }
  res.redirect(302, back.toString())
}

/** A code is good once, for whoever has the verifier of its challenge. */
function pairFor(
  codes: ConsentCodes,
  tokens: SandboxZaloTokens,
  form: URLSearchParams,
): ReturnType<SandboxZaloTokens['refresh']> {
  if (form.get('grant_type') === 'refresh_token') return tokens.refresh(form.get('refresh_token') ?? '')
  const code = form.get('code') ?? ''
  const challenge = codes.get(code)
  codes.delete(code)
  const verifier = form.get('code_verifier') ?? ''
  const right = createHash('sha256').update(verifier).digest('base64url') === challenge
  return right && /^[A-Za-z0-9]{43}$/.test(verifier) ? tokens.consent() : { kind: 'dead' }
}

function giveTokens(
  parts: SandboxParts,
  { tokens, codes }: { tokens: SandboxZaloTokens; codes: ConsentCodes },
  { req, res }: { req: Request; res: Response },
): void {
  const form = new URLSearchParams(Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '')
  const { zalo } = parts.options
  const known = req.headers.secret_key === zalo.appSecret && form.get('app_id') === zalo.appId
  const result = known ? pairFor(codes, tokens, form) : ({ kind: 'dead' } as const)
  parts.state.note({
    direction: 'in',
    platform: 'zalo',
    what: 'access_token',
    status: 200,
    headers: headersOf(req),
    body: { result: result.kind },
  })
  if (result.kind === 'spent') res.status(200).end()
  else if (result.kind === 'pair')
    res.json({ access_token: result.access, refresh_token: result.refresh, expires_in: '90000' })
  else
    res.json({ error: -14014, error_name: 'Invalid refresh token.', message: '', access_token: '', refresh_token: '' })
}

async function send(
  parts: SandboxParts,
  tokens: SandboxZaloTokens,
  call: { req: Request; res: Response; api: 'v2' | 'v3' },
): Promise<void> {
  const parsed = zaloSendBody.safeParse(jsonOf(call.req))
  const body: ZaloSendBody = parsed.success ? parsed.data : { recipient: {}, message: {} }
  const userId = body.recipient.user_id ?? body.recipient.anonymous_id ?? ''
  const messageId = randomBytes(10).toString('hex')
  await runSend(parts, {
    platform: 'zalo',
    req: call.req,
    res: call.res,
    what: call.api === 'v3' ? 'v3.0/oa/message/cs' : 'v2.0/oa/message',
    validate: () => {
      const refused = tokenError(tokens, call.req)
      if (refused !== undefined) return refused
      const anonymous = body.recipient.anonymous_id !== undefined
      const wrong = anonymous ? undefined : endpointError(parts, call.api)
      if (wrong !== undefined) return wrong
      if (!parsed.success || userId === '') return { code: -201, message: 'body is invalid' }
      const upload = zaloUploadOf(parts, body)
      return (
        recipientError(parts, userId) ?? zaloBodyError(body) ?? (upload.kind === 'error' ? upload.error : undefined)
      )
    },
    accept: () => {
      const phone = parts.state.findOrAdd('zalo', userId)
      const quota = quotaOf(phone, parts)
      parts.state.say(phone, { id: messageId, from: 'official', ...zaloShown(body), ...zaloUploadShown(parts, body) })
      const sent = { message_id: messageId, user_id: userId, sent_time: String(parts.options.clock.now().getTime()) }
      return { data: { ...sent, quota }, error: 0, message: 'Success' }
    },
    after: () => {
      const { text } = body.message
      const message = text === undefined ? { msg_id: messageId } : { text, msg_id: messageId }
      postZaloEvent(parts, echoName(body), { ...fromOa(parts, userId), message })
      postZaloEvent(parts, 'user_received_message', { ...fromOa(parts, userId), message: { msg_id: messageId } })
    },
    errorBody: zaloError,
  })
}

function echoName({ message: { text, attachment } }: ZaloSendBody): string {
  if (attachment?.type === 'file') return 'oa_send_file'
  if (attachment?.payload.template_type === 'media') {
    return attachment.payload.elements?.[0]?.media_type === 'gif' ? 'oa_send_gif' : 'oa_send_image'
  }
  if (attachment?.payload.template_type === 'list') return 'oa_send_list'
  return text === undefined ? 'oa_send_template' : 'oa_send_text'
}

function endpointError(parts: SandboxParts, api: 'v2' | 'v3'): PlatformError | undefined {
  const state = parts.options.zalo.oaType === 'state-agency'
  if (state && api === 'v3') return { code: -235, message: 'This API does not support this type of OA' }
  return !state && api === 'v2' ? { code: -240, message: 'This API has been shut down' } : undefined
}

function recipientError(parts: SandboxParts, userId: string): PlatformError | undefined {
  const phone = parts.state.find('zalo', userId)
  const accepts = parts.options.unknownResidents === 'accept'
  if (phone === undefined || phone.lastInteractionAt === null) {
    return accepts
      ? undefined
      : { code: -232, message: 'The user has not interacted with the OA, or the interaction expired' }
  }
  const age = parts.options.clock.now().getTime() - phone.lastInteractionAt.getTime()
  return age > 7 * DAY
    ? { code: -230, message: 'The user has not interacted with the OA in the past 7 days' }
    : undefined
}

function quotaOf(phone: Phone, parts: SandboxParts): object {
  const age = parts.options.clock.now().getTime() - (phone.lastInteractionAt?.getTime() ?? 0)
  if (age <= 48 * HOUR) return { quota_type: 'reply', remain: '8', total: '8' }
  return { quota_type: 'sub_quota', remain: '499', total: '500', expired_date: '31/12/2026' }
}

function tokenError(tokens: SandboxZaloTokens, req: Request): PlatformError | undefined {
  const token = req.headers.access_token
  const code = tokens.check(typeof token === 'string' ? token : undefined)
  return code === 0 ? undefined : { code, message: 'access token is invalid' }
}

function allowed(tokens: SandboxZaloTokens, req: Request, res: Response): boolean {
  const refused = tokenError(tokens, req)
  if (refused !== undefined) fail(res, refused)
  return refused === undefined
}

function userIdOf(data: unknown): string {
  try {
    const parsed: unknown = JSON.parse(String(data))
    return parsed !== null && typeof parsed === 'object' && 'user_id' in parsed ? String(parsed.user_id) : ''
  } catch {
    return ''
  }
}

function zaloError(error: PlatformError): object {
  return { data: {}, error: error.code, message: error.message }
}

function success(data: object): object {
  return { data, error: 0, message: 'Success' }
}

function ok(res: Response, data: object): void {
  res.json(success(data))
}

function fail(res: Response, error: PlatformError): void {
  res.json(zaloError(error))
}
