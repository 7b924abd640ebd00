import { z } from 'zod'
import { CASE_KINDS } from '../../core/case-code.ts'
import { CHANNEL_IDS } from '../../core/channel.ts'
import { EVENT_TYPES, ROLES, TICKET_STATUSES } from '../../core/ticket.ts'
import { URGENCIES } from '../../core/understanding.ts'

/** Instants travel as ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true })
export const day = z.iso.date()
export const caseKind = z.enum(CASE_KINDS)
export const channelId = z.enum(CHANNEL_IDS)
export const ticketStatus = z.enum(TICKET_STATUSES)
export const eventType = z.enum(EVENT_TYPES)
export const role = z.enum(ROLES)
export const urgency = z.enum(URGENCIES)

/** Every error of the API. `message` is Vietnamese and says what to do; `code` is stable. */
export const apiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** For support: finds the log line. */
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
})
export type ApiError = z.infer<typeof apiError>

export const named = z.object({ id: z.string(), name: z.string() })
