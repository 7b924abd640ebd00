import { z } from 'zod'
import { instant } from './common.ts'

/** Someone's wish to have their personal data deleted. */
export const dataRequest = z.object({
  code: z.string(),
  /** messenger: by Meta's settings. chat: asked of the bot. */
  source: z.enum(['messenger', 'chat']),
  state: z.enum(['open', 'deleted', 'nothing-found']),
  /** todo: the platform is being asked whose data it is. found: known. unknown, no-answer: a case's code must tell. */
  person: z.enum(['todo', 'found', 'unknown', 'no-answer']),
  /** The resident's own case about it. */
  caseCode: z.string().nullable(),
  receivedAt: instant,
  settledAt: instant.nullable(),
  settledBy: z.string().nullable(),
  note: z.string().nullable(),
})
export type DataRequest = z.infer<typeof dataRequest>

/** Open ones first; at most the last 200. */
export const dataRequestList = z.object({ items: z.array(dataRequest) })
export type DataRequestList = z.infer<typeof dataRequestList>

/** What would be deleted; sealed cases are not counted and not touched. */
export const dataRequestPreview = z.object({
  conversations: z.number().int(),
  messages: z.number().int(),
  files: z.number().int(),
  cases: z.number().int(),
  /** Would be closed. */
  openCases: z.array(z.string()),
})
export type DataRequestPreview = z.infer<typeof dataRequestPreview>

const caseCode = z.string().trim().toUpperCase().max(20)
export const previewQuery = z.object({ case: caseCode.optional() })

export const settlementBody = z.discriminatedUnion('action', [
  z.object({ action: z.literal('delete'), caseCode: caseCode.nullable().default(null) }),
  z.object({ action: z.literal('nothing-found'), note: z.string().trim().min(3).max(500) }),
])
export type SettlementBody = z.infer<typeof settlementBody>
