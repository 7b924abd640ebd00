import { useState } from 'react'
import { readStored, writeStored } from '../../../shared/stored.ts'

export interface Draft {
  text: string
  set(text: string): void
  clear(): void
}

/** A text that survives a reload, a crash and signing out; one for each case and kind of message. */
export function useDraft(code: string, mode: string): Draft {
  const key = `lang-nghe:draft:${code}:${mode}`
  const [held, setHeld] = useState<Readonly<Record<string, string>>>({})
  const text = held[key] ?? readStored(key) ?? ''
  const set = (next: string): void => {
    setHeld((before) => ({ ...before, [key]: next }))
    writeStored(key, next === '' ? null : next)
  }
  return { text, set, clear: () => set('') }
}
