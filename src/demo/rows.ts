import { v7 } from 'uuid'
import type { ProvincePack } from '../core/pack.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { conversations, inboundMessages, outboundMessages } from '../db/schema/conversations.ts'
import type { channelIdentities, residents } from '../db/schema/residents.ts'
import type { deadlines, ticketEvents, tickets } from '../db/schema/tickets.ts'
import type { Random } from './random.ts'

export type TicketRow = typeof tickets.$inferInsert
export type EventRow = typeof ticketEvents.$inferInsert
export type DeadlineRow = typeof deadlines.$inferInsert
export type InboundRow = typeof inboundMessages.$inferInsert
export type OutboundRow = typeof outboundMessages.$inferInsert
export type ResidentRow = typeof residents.$inferInsert
export type IdentityRow = typeof channelIdentities.$inferInsert
export type ConversationRow = typeof conversations.$inferInsert

/** One case with all that belongs to it, in the order in which it happened. */
export interface CaseRows {
  ticket: TicketRow
  events: EventRow[]
  deadlines: DeadlineRow[]
  inbound: InboundRow[]
  outbound: OutboundRow[]
}

/** A resident with the one channel they write on. */
export interface DemoResident {
  resident: ResidentRow
  identity: IdentityRow
  conversation: ConversationRow
  /** Given with a case unless the resident stays anonymous. */
  contact: { name: string; phone: string }
}

/** What every part of the seeding needs. */
export interface DemoWorld {
  pack: ProvincePack
  cipher: FieldCipher
  random: Random
  /** Nothing happens after it. */
  now: Date
  publicUrl: string
}

/** A UUIDv7 of that moment, the same for the same seed. */
export function demoId(random: Random, at: Date): string {
  return v7({ msecs: at.getTime(), random: random.bytes(16), seq: random.int(0, 0x7fffffff) })
}
