import { z } from 'zod'
import type { Turn } from '../../core/index.ts'
import { hasAttachment } from './content.ts'

/** As many as `TicketDraft.mediaRefs` holds. */
const MAX_MEDIA = 20

/** Inbound message ids whose photos belong to what is being written. */
export const mediaRefsSchema = z.array(z.string()).max(MAX_MEDIA)

export function withMedia(refs: readonly string[], turn: Turn): string[] {
  if (!hasAttachment(turn.content) || refs.includes(turn.inboundId)) return [...refs]
  return [...refs, turn.inboundId].slice(0, MAX_MEDIA)
}
