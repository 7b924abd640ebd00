import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Platform } from './options.ts'
import { drop, elapsed, headersOf, jsonOf, type PlatformError, type SandboxParts, sendRaw } from './parts.ts'

/** Undefined: a message or an upload, which have their own order of faults and checks (`runSend`). */
function placeOf(path: string): 'token' | 'read' | undefined {
  if (/\/(messages|message\/cs|message\/template|oa\/message|upload\/\w+|message_attachments)$/.test(path))
    return undefined
  return /\/access_token$/.test(path) ? 'token' : 'read'
}

/** The faults of tokens and of all that is read or set. Put it before the platform's routes. */
export function strike(
  parts: SandboxParts,
  on: { platform: Platform; errorBody(error: PlatformError): object },
): RequestHandler {
  return (req, res, next) => {
    const where = placeOf(req.path)
    if (where === undefined) next()
    else void before(parts, { ...on, where }, { req, res, next }).catch(next)
  }
}

/** A line in the record for every call that is read. */
export function noteReads(parts: SandboxParts, platform: Platform): RequestHandler {
  return (req, res, next) => {
    if (placeOf(req.path) === 'read') res.once('close', () => noteCall(parts, platform, { req, res }))
    next()
  }
}

async function before(
  { faults }: SandboxParts,
  on: { platform: Platform; where: 'token' | 'read'; errorBody(error: PlatformError): object },
  { req, res, next }: { req: Request; res: Response; next: NextFunction },
): Promise<void> {
  const { platform, where } = on
  const latency = faults.take(platform, 'latency', [where])
  if (latency !== undefined && !(await elapsed(latency.ms, res))) return
  if (faults.take(platform, 'drop-before-accept', [where]) !== undefined) return drop(req)
  const http = faults.take(platform, 'http', [where])
  if (http !== undefined) {
    sendRaw(res, http)
    return
  }
  const error = faults.take(platform, 'error', [where])
  if (error !== undefined) {
    res.status(error.httpStatus ?? (platform === 'zalo' ? 200 : 400)).set(error.headers ?? {})
    const { code, subcode } = error
    return void res.json(on.errorBody({ code, message: error.message ?? 'fault', ...(subcode && { subcode }) }))
  }
  const send = res.send.bind(res)
  if (faults.take(platform, 'drop-after-accept', [where]) !== undefined) {
    res.send = () => {
      drop(req)
      return res
    }
  } else if (faults.take(platform, 'empty-answer', [where]) !== undefined) res.send = () => send('')
  next()
}

function noteCall(parts: SandboxParts, platform: Platform, { req, res }: { req: Request; res: Response }): void {
  const status = res.writableFinished ? res.statusCode : null
  const what = req.path.replace(/^\/(api\/)?/, '')
  const body = jsonOf(req) ?? (Buffer.isBuffer(req.body) ? { bytes: req.body.length } : null)
  parts.state.note({ direction: 'in', platform, what, status, headers: headersOf(req), body })
}
