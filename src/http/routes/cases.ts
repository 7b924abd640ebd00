import type { Request } from 'express'
import { z } from 'zod'
import { storable } from '../../core/text.ts'
import {
  actionResult,
  attachmentView,
  caseActionRequest,
  caseCounts,
  caseDetail,
  caseFilter,
  caseListQuery,
  casePage,
  caseUnderstanding,
  reference,
  revealed,
  STAFF_FILE,
} from '../contract/cases.ts'
import { caseCsv, MAX_CSV_ROWS } from '../csv/case-csv.ts'
import { streamCsv } from '../csv/csv.ts'
import { HttpProblem } from '../errors.ts'
import { cookieKey, LIMITS, limiter } from '../middleware/limits.ts'
import { type AnyRoute, route } from '../route.ts'
import type { CaseService } from '../services.ts'
import { sendStoredFile } from '../stored-file.ts'

const V1 = '/api/v1'
const byCode = z.object({ code: z.string().trim().toUpperCase().max(20) })

/** Inbox, case page, actions and files of the staff console. What an actor may see is decided behind `CaseService`. */
export function caseRoutes(cases: CaseService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: `${V1}/reference`,
      summary: 'Units, topics and localities by name',
      guard: 'staff',
      reply: { kind: 'json', schema: reference, description: 'What names the console needs' },
      run: ({ session }) => cases.reference(session.actor),
    }),
    route({
      method: 'get',
      path: `${V1}/cases`,
      summary: 'Cases that I may see, by due time',
      guard: 'staff',
      query: caseListQuery,
      reply: { kind: 'json', schema: casePage, description: 'One page' },
      run: ({ session, query }) => cases.list(session.actor, query),
    }),
    route({
      method: 'get',
      path: `${V1}/cases/counts`,
      summary: 'How many cases each tab holds under these filters',
      guard: 'staff',
      query: caseFilter,
      reply: { kind: 'json', schema: caseCounts, description: 'Counts, exact up to 10,000' },
      run: ({ session, query }) => cases.counts(session.actor, query),
    }),
    route({
      method: 'get',
      path: `${V1}/cases.csv`,
      summary: `The rows of the list as CSV, at most ${MAX_CSV_ROWS}`,
      guard: 'staff',
      query: caseFilter,
      reply: { kind: 'stream', contentTypes: ['text/csv'], description: 'UTF-8 with byte order mark' },
      run: async ({ session, query, res }) => {
        const { pack } = await cases.reference(session.actor)
        const rows = cases.rows(session.actor, query, MAX_CSV_ROWS)
        await streamCsv({ res, name: 'phan-anh.csv', lines: caseCsv(rows, pack.timeZone) })
        return undefined
      },
    }),
    ...oneCase(cases),
    ...fileRoutes(cases),
    attachmentRoute(cases),
  ]
}

function oneCase(cases: CaseService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: `${V1}/cases/:code`,
      summary: 'One case with conversation, history and clock',
      guard: 'staff',
      params: byCode,
      reply: { kind: 'json', schema: caseDetail, description: 'The case' },
      run: ({ session, params }) => cases.detail(session.actor, params.code),
    }),
    route({
      method: 'get',
      path: `${V1}/cases/:code/understanding`,
      summary: 'What the machine sees in the words of a case, and why',
      guard: 'staff',
      params: byCode,
      reply: { kind: 'json', schema: caseUnderstanding, description: 'Reasons, and places of one name' },
      run: ({ session, params }) => cases.understanding(session.actor, params.code),
    }),
    route({
      method: 'post',
      path: `${V1}/cases/:code/actions`,
      summary: 'Act on a case; repeating an idempotency key changes nothing',
      guard: 'staff',
      params: byCode,
      body: caseActionRequest,
      reply: { kind: 'json', schema: actionResult, description: 'The case after the action' },
      run: ({ session, params, body }) => cases.act(session.actor, params.code, body),
    }),
    route({
      method: 'post',
      path: `${V1}/cases/:code/reveal`,
      summary: 'Contact data of the reporter; the look is recorded',
      guard: 'staff',
      params: byCode,
      reply: { kind: 'json', schema: revealed, description: 'Unmasked contact data' },
      run: ({ session, params }) => cases.reveal(session.actor, params.code),
    }),
  ]
}

function fileRoutes(cases: CaseService): AnyRoute[] {
  return [
    route({
      method: 'post',
      path: `${V1}/cases/:code/files`,
      summary: 'Upload a file to go with my next message to the resident; repeating a clientId changes nothing',
      guard: 'staff',
      params: byCode,
      query: z.object({ clientId: z.uuid() }),
      upload: {
        contentTypes: ['application/octet-stream'],
        limit: STAFF_FILE.maxBytes,
        code: 'request.unsupported-type',
        tooLarge: 'staff-file.too-large',
      },
      before: [limiter({ ...LIMITS.staffFilesPerCookie, code: 'request.too-many', key: cookieKey })],
      reply: { kind: 'json', schema: attachmentView, description: 'The file, not sent yet' },
      run: ({ session, params, query, req }) => {
        const bytes: unknown = req.body
        if (!(bytes instanceof Uint8Array) || bytes.length === 0) throw new HttpProblem(422, 'staff-file.empty')
        return cases.uploadFile(session.actor, params.code, { ...query, name: fileName(req), bytes })
      },
    }),
    route({
      method: 'delete',
      path: `${V1}/cases/:code/files/:id`,
      summary: 'Take back an upload of mine that was not sent',
      guard: 'staff',
      params: byCode.extend({ id: z.uuid() }),
      reply: { kind: 'empty', description: 'It will not be sent' },
      run: async ({ session, params }) => {
        await cases.removeFile(session.actor, params.id)
        return undefined
      },
    }),
  ]
}

/** The name in the header, percent-encoded UTF-8; empty: none. */
function fileName(req: Request): string {
  try {
    const given = z
      .string()
      .max(3000)
      .parse(req.headers['x-file-name'] ?? '')
    return storable(decodeURIComponent(given)).slice(0, 300)
  } catch {
    throw new HttpProblem(422, 'request.invalid')
  }
}

function attachmentRoute(cases: CaseService): AnyRoute {
  return route({
    method: 'get',
    path: `${V1}/attachments/:id`,
    summary: 'A file of a case that I may see, by the short-lived link that the case gave me',
    guard: 'staff',
    params: z.object({ id: z.string().min(1).max(80) }),
    query: z.object({
      size: z.enum(['whole', 'thumbnail']).default('whole'),
      expires: z.coerce.number().int().default(0),
      signature: z.string().max(100).default(''),
    }),
    reply: { kind: 'stream', contentTypes: ['application/octet-stream'], description: 'The file' },
    run: async ({ session, params, query, res }) => {
      const file = await cases.attachment(session.actor, { id: params.id, ...query })
      if (file === null) throw new HttpProblem(404, 'attachment.not-found')
      sendStoredFile(res, params.id, file)
      return undefined
    },
  })
}
