import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { liveEvent } from '../../../src/http/contract/cases.ts'

/** Codes of cases that changed on the server and are not shown anew yet. */
export interface Changes {
  subscribe(listener: () => void): () => void
  read(): ReadonlySet<string>
  add(code: string): void
  clear(): void
}

/** A small store outside React, so that an event re-renders only who shows the notice. */
export function makeChanges(): Changes {
  let codes: ReadonlySet<string> = new Set()
  const listeners = new Set<() => void>()
  const set = (next: ReadonlySet<string>): void => {
    codes = next
    for (const listener of listeners) listener()
  }
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => codes,
    add: (code) => set(new Set([...codes, code])),
    clear: () => {
      if (codes.size > 0) set(new Set())
    },
  }
}

export function useChanges(changes: Changes): ReadonlySet<string> {
  return useSyncExternalStore(changes.subscribe, changes.read)
}

/**
 * Listens to the server while signed in. A changed case: its page and the counts are asked again at once; lists are
 * only marked, so that rows do not jump under the cursor. After an interruption everything shown is asked again.
 */
export function useLive(changes: Changes): void {
  const client = useQueryClient()
  useEffect(() => {
    const source = new EventSource('/api/v1/events')
    let opened = false
    const all = (): void => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'reference' })
    const hear = (message: MessageEvent<unknown>): void => {
      const event = liveEvent.safeParse(parseJson(message.data))
      if (!event.success) return
      if (event.data.kind === 'resync') {
        all()
        return
      }
      const { code } = event.data
      changes.add(code)
      void client.invalidateQueries({ queryKey: ['case', code] })
      void client.invalidateQueries({ queryKey: ['case-counts'] })
      void client.invalidateQueries({ queryKey: ['cases'], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: ['dashboard'], refetchType: 'none' })
    }
    for (const name of ['live', 'message']) source.addEventListener(name, hear as EventListener)
    source.onopen = () => {
      if (opened) all()
      opened = true
    }
    return () => source.close()
  }, [client, changes])
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}
