import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'

const KEY = 'state'

/** What the Page's administrators must know. No residents' words, no tokens. */
export const pageState = z.object({
  kind: z.enum(['restricted', 'warned', 'token-dead']),
  /** Codes or Meta's own words. */
  reason: z.string(),
  /** ISO 8601: since when. */
  since: z.string(),
})
export type PageState = z.infer<typeof pageState>

/** Null: nothing known against the Page. */
export async function readPageState(memory: ChannelMemory): Promise<PageState | null> {
  const parsed = pageState.safeParse(await memory.get(KEY))
  return parsed.success ? parsed.data : null
}

/** Keeps the time of the first report as long as the kind stays the same. */
export async function writePageState(
  memory: ChannelMemory,
  state: { kind: PageState['kind']; reason: string; at: Date },
): Promise<void> {
  const before = await readPageState(memory)
  const since = before?.kind === state.kind ? before.since : state.at.toISOString()
  await memory.set(KEY, { kind: state.kind, reason: state.reason.slice(0, 300), since } satisfies PageState)
}

export async function clearPageState(memory: ChannelMemory, kinds: readonly PageState['kind'][]): Promise<void> {
  const before = await readPageState(memory)
  if (before !== null && kinds.includes(before.kind)) await memory.forget(KEY)
}
