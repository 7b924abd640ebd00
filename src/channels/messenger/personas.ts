import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { MINUTE } from '../../core/durations.ts'
import type { ChannelDeps } from '../deps.ts'
import { parseJson } from '../json.ts'
import { shorten } from '../text-split.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'

/** Meta's limit for a persona's name. */
const NAME_LENGTH = 50
/** After a failure the words go out under the Page's own name for so long. */
const AFTER_FAILURE = 10 * MINUTE
/** One process makes a persona; the others do without it meanwhile. */
const TURN = MINUTE

const kept = z.object({ id: z.string().nullable() })
const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(100))
const listed = z.looseObject({
  data: z.array(
    z
      .looseObject({ id, name: z.string().catch('') })
      .nullable()
      .catch(null),
  ),
})
const made = z.looseObject({ id })

export interface Personas {
  /** The persona of a unit; null: none now, the Page speaks under its own name. Never throws. */
  of(unitName: string, signal: AbortSignal): Promise<string | null>
  /** Meta does not know it any more: the next call looks again. */
  forget(unitName: string): Promise<void>
}

export interface PersonaConfig extends GraphConfig {
  /** Address of the picture of all personas, https; undefined: no personas. */
  personaPicture?: string | undefined
}

/**
 * One persona per unit name, found among the Page's or made once, its id kept where all workers see it. Not being able
 * to have one is no reason to keep the words back.
 */
export function createPersonas(config: PersonaConfig, deps: ChannelDeps & { memory: ChannelMemory }): Personas {
  const { memory, clock, log } = deps
  const inSeconds = (ms: number): Date => new Date(clock.now().getTime() + ms)
  return {
    of: async (unitName, signal) => {
      if (config.personaPicture === undefined || unitName.trim() === '') return null
      const name = nameOf(unitName)
      const key = keyOf(name)
      try {
        const known = kept.safeParse(await memory.get(key))
        if (known.success) return known.data.id
        if (!(await memory.claim(`${key}/turn`, inSeconds(TURN)))) return null
        const found = (await find(config, name, signal)) ?? (await make(config, name, signal))
        await memory.set(key, { id: found }, found === null ? { expiresAt: inSeconds(AFTER_FAILURE) } : {})
        if (found === null) log.warn({}, 'no persona for a unit: its words go out under the name of the page')
        return found
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'personas are not known')
        return null
      }
    },
    forget: async (unitName) => {
      const key = keyOf(nameOf(unitName))
      await Promise.all([memory.forget(key), memory.forget(`${key}/turn`)]).catch(() => undefined)
    },
  }
}

function nameOf(unitName: string): string {
  return shorten(unitName.normalize('NFC').trim(), NAME_LENGTH)
}

/** The name of a unit is no secret, but may hold what a key may not. */
function keyOf(name: string): string {
  return `persona/${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
}

async function find(config: PersonaConfig, name: string, signal: AbortSignal): Promise<string | null> {
  const path = pagePath(config, 'personas')
  const outcome = await graphCall(config, { method: 'GET', path, query: { fields: 'id,name', limit: '100' }, signal })
  const read = outcome.kind === 'answer' ? listed.safeParse(parseJson(outcome.body)) : undefined
  return read?.success === true ? (read.data.data.find((p) => p?.name === name)?.id ?? null) : null
}

async function make(config: PersonaConfig, name: string, signal: AbortSignal): Promise<string | null> {
  const body = { name, profile_picture_url: config.personaPicture }
  const outcome = await graphCall(config, { method: 'POST', path: pagePath(config, 'personas'), body, signal })
  const read = outcome.kind === 'answer' ? made.safeParse(parseJson(outcome.body)) : undefined
  return read?.success === true ? read.data.id : null
}
