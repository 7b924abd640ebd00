import { channelId, ticketStatus } from '../../../../src/http/contract/common.ts'

export type { CaseFilter } from '../../../../src/http/contract/cases.ts'
export const CHANNEL_IDS = channelId.options
export const TICKET_STATUSES = ticketStatus.options
