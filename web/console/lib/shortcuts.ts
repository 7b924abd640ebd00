import { useEffect, useRef } from 'react'
import { readStored, writeStored } from '../../shared/stored.ts'

const KEY = 'lang-nghe:shortcuts'

/** Single-letter keys can be turned off (WCAG 2.1.4: they get in the way of speech input). */
export function shortcutsOn(): boolean {
  return readStored(KEY) !== 'off'
}

export function setShortcuts(state: 'on' | 'off'): void {
  writeStored(KEY, state === 'off' ? 'off' : null)
}

export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>

/** Single keys of a page, by `KeyboardEvent.key`. Silent while typing, in a dialog or with a modifier. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (!shortcutsOn() || isBusy(event.target)) return
      const run = latest.current[event.key]
      if (run === undefined) return
      event.preventDefault()
      run(event)
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"], [role="listbox"]') !== null)
    return true
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]')
}
