import type { ChannelMemory } from '../core/channel-memory.ts'
import type { ChannelDeps } from './deps.ts'

/** The platform's ids of what we uploaded, kept somewhat shorter than the platform keeps the files. Never throws. */
export interface UploadCache {
  get(key: string): Promise<string | null>
  keep(key: string, id: string): Promise<void>
  forget(key: string): Promise<void>
}

/** @param lifeMs how long an id is used, milliseconds */
export function uploadCache(memory: ChannelMemory, { clock, log }: ChannelDeps, lifeMs: number): UploadCache {
  /** Without the store a file is uploaded once more, which shows nothing to anybody. */
  const quietly = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'cache of uploads failed')
      return null
    }
  }
  const at = (key: string): string => `upload/${key}`
  return {
    get: async (key) => {
      const found = await quietly(memory.get(at(key)))
      return typeof found === 'string' ? found : null
    },
    keep: async (key, id) => {
      await quietly(memory.set(at(key), id, { expiresAt: new Date(clock.now().getTime() + lifeMs) }))
    },
    forget: async (key) => {
      await quietly(memory.forget(at(key)))
    },
  }
}
