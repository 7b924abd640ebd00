import { randomBytes } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { DAY, HOUR } from '../core/durations.ts'
import { senderAction } from './graph-actions.ts'
import { graphPersons } from './graph-deletion.ts'
import { fromPage, fromResident, postGraphEvent } from './graph-events.ts'
import { feedRoutes, privateReplyTarget } from './graph-feed.ts'
import { graphPersonas, personaError } from './graph-personas.ts'
import { graphSettings } from './graph-settings.ts'
import { templateShown } from './graph-templates.ts'
import { graphError, pageError, pageTokenError } from './graph-token.ts'
import { graphUpload, graphUploadOf, graphUploadShown } from './graph-uploads.ts'
import { type GraphSendBody, graphBodyError, graphSendBody, graphShown } from './graph-validate.ts'
import { jsonOf, type PlatformError, runSend, type SandboxParts } from './parts.ts'
import { strike } from './strike.ts'

/** Meta's Graph API, as much as a page's inbox needs. */
export function graphRouter(parts: SandboxParts): Router {
  const router = Router()
  router.use(strike(parts, { platform: 'messenger', errorBody: graphError }))
  router.post('/:version/:pageId/messages', (req, res) => send(parts, req, res))
  router.post('/:version/:pageId/message_attachments', (req, res) => {
    const refused = () => pageTokenError(parts, req) ?? pageError(parts, req)
    return graphUpload(parts, { req, res, refused, errorBody: graphError })
  })
  router.use(feedRoutes(parts))
  router.use(graphSettings(parts))
  router.use(graphPersonas(parts))
  router.use(graphPersons(parts))
  return router
}

async function send(parts: SandboxParts, req: Request, res: Response): Promise<void> {
  const parsed = graphSendBody.safeParse(jsonOf(req))
  const body: GraphSendBody = parsed.success ? parsed.data : { recipient: {} }
  const { comment_id: commentId } = body.recipient
  const target = commentId === undefined ? null : privateReplyTarget(parts, commentId)
  const userId = target?.kind === 'person' ? target.userId : (body.recipient.id ?? '')
  const mid = `m_${randomBytes(24).toString('base64url')}`
  if (body.message === undefined && body.sender_action !== undefined) {
    return senderAction(parts, { req, res, body, refused: recipientError(parts, userId, body) })
  }
  await runSend(parts, {
    platform: 'messenger',
    req,
    res,
    what: 'messages',
    validate: () => {
      const refused = pageTokenError(parts, req) ?? pageError(parts, req)
      if (refused !== undefined) return refused
      if (target?.kind === 'error') return target.error
      if (!parsed.success || userId === '') return { code: 100, message: '(#100) Invalid parameter' }
      const upload = graphUploadOf(parts, body)
      const wrongPerson = target === null ? recipientError(parts, userId, body) : undefined
      const error = graphBodyError(body) ?? personaError(parts, body.persona_id) ?? wrongPerson
      return error ?? (upload.kind === 'error' ? upload.error : undefined)
    },
    accept: () => {
      if (body.message === undefined) return { recipient_id: userId }
      if (target?.kind === 'person') target.comment.privatelyAnswered = true
      const persona = parts.page.personas.get(body.persona_id ?? '')
      const shown = {
        ...graphShown(body),
        ...graphUploadShown(parts, body),
        ...templateShown(body),
        ...(persona === undefined ? {} : { sender: persona.name }),
      }
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

function recipientError(parts: SandboxParts, userId: string, body: GraphSendBody): PlatformError | undefined {
  if (body.tag !== undefined && body.tag !== 'HUMAN_AGENT')
    return { code: 100, subcode: 1893061, message: '(#100) Invalid parameter' }
  if (parts.page.heldByOthers.has(userId))
    return { code: 100, subcode: 2018300, message: 'Message Not Sent: another app is controlling this thread now.' }
  const phone = parts.state.find('messenger', userId)
  if (phone === undefined || phone.lastInteractionAt === null) {
    return parts.options.unknownResidents === 'accept'
      ? undefined
      : { code: 100, subcode: 2018001, message: '(#100) No matching user found' }
  }
  if (body.messaging_type === 'UTILITY') return undefined
  const age = parts.options.clock.now().getTime() - phone.lastInteractionAt.getTime()
  const limit = body.tag === 'HUMAN_AGENT' ? 7 * DAY : 24 * HOUR
  return age > limit
    ? { code: 10, subcode: 2018278, message: '(#10) This message is sent outside of allowed window.' }
    : undefined
}
