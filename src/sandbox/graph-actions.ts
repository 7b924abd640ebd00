import type { Request, Response } from 'express'
import { graphError, pageError, pageTokenError } from './graph-token.ts'
import type { GraphSendBody } from './graph-validate.ts'
import { headersOf, type PlatformError, type SandboxParts } from './parts.ts'

/** What a phone shows above the composer: nothing of it is a message. */
const SHOWN: Readonly<Record<string, 'seen' | 'typing' | 'nothing'>> = {
  mark_seen: 'seen',
  typing_on: 'typing',
  typing_off: 'nothing',
}

/** `sender_action`: shown on the phone. Faults strike messages only, or a test's one fault would hit a typing dot. */
export function senderAction(
  parts: SandboxParts,
  call: { req: Request; res: Response; body: GraphSendBody; refused: PlatformError | undefined },
): void {
  const { req, res, body } = call
  const shown = SHOWN[body.sender_action ?? '']
  const userId = body.recipient.id ?? ''
  const phone = parts.state.find('messenger', userId)
  const wrong = shown === undefined || userId === '' ? { code: 100, message: '(#100) Invalid parameter' } : undefined
  const unknown = { code: 100, subcode: 2018001, message: '(#100) No matching user found' }
  const error =
    pageTokenError(parts, req) ??
    pageError(parts, req) ??
    wrong ??
    call.refused ??
    (phone === undefined ? unknown : undefined)
  const status = error === undefined ? 200 : 400
  parts.state.note({
    direction: 'in',
    platform: 'messenger',
    what: 'sender_action',
    status,
    headers: headersOf(req),
    body,
  })
  if (error === undefined && phone !== undefined && shown !== undefined) parts.state.show(phone, shown)
  res.status(status).json(error === undefined ? { recipient_id: userId } : graphError(error))
}
