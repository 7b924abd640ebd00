import { z } from 'zod'

/** The flow that waits for the resident's next message, as stored with the conversation (encrypted: it holds their words). */
export interface ActiveFlow {
  flowId: string
  version: number
  state: unknown
}

/** What is being written down survives a question, a rating or a secret accusation in between. */
const WORTH_KEEPING: readonly string[] = ['complaint', 'denounce']

const SHELF = 'shelf'
const SHELF_VERSION = 1
const activeSchema = z.object({ flowId: z.string(), version: z.number(), state: z.unknown() })
const shelfSchema = z.object({ top: activeSchema, under: activeSchema })

/** `next` becomes the active flow; a complaint that was being written waits under it. */
export function interrupt(active: ActiveFlow | null, next: ActiveFlow): ActiveFlow {
  const under = active === null ? null : (layers(active).under ?? layers(active).top)
  if (under === null || !isWorthKeeping(under) || under.flowId === next.flowId) return next
  return { flowId: SHELF, version: SHELF_VERSION, state: { top: next, under } }
}

/** The flow on top, and the one that waits under it. */
export function layers(active: ActiveFlow): { top: ActiveFlow; under: ActiveFlow | null } {
  if (active.flowId !== SHELF || active.version !== SHELF_VERSION) return { top: active, under: null }
  const parsed = shelfSchema.safeParse(active.state)
  return parsed.success ? parsed.data : { top: active, under: null }
}

/** A denunciation (tố cáo) is being told: what is said now belongs to a sealed case and to no other. */
export function isSealed(active: ActiveFlow | null): boolean {
  return active !== null && layers(active).top.flowId === 'denounce'
}

export function isWorthKeeping(active: ActiveFlow): boolean {
  return WORTH_KEEPING.includes(active.flowId)
}
