import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef } from 'react'
import type { CaseRow } from '../../../../src/http/contract/cases.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'

/** j, k move through the rows; r, t, e open the case at the matching work. Enter is the link's own. */
export function useListKeys(rows: readonly CaseRow[]): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null)
  const navigate = useNavigate()
  const links = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[data-code]') ?? [])]
  const move = (by: number): void => {
    const all = links()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const open = (intent: 'reply' | 'transfer' | 'resolve'): void => {
    const focused = document.activeElement as HTMLElement | null
    const code = focused?.dataset.code ?? rows[0]?.code
    if (code !== undefined) void navigate({ to: '/cases/$code', params: { code }, search: { do: intent } })
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    r: () => open('reply'),
    t: () => open('transfer'),
    e: () => open('resolve'),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
  })
  return list
}
