import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import {
  type ActionBody,
  actionResult,
  type CaseDetail,
  caseDetail,
  type HistoryItem,
} from '../../../../src/http/contract/cases.ts'
import { uuid } from '../../../shared/uuid.ts'
import { ApiFailure, call } from '../../lib/api.ts'
import { casePath } from './case-queries.ts'

/** An action without the version, which is taken from what is on the screen. */
export type Intended = ActionBody extends infer B ? (B extends ActionBody ? Omit<B, 'version'> : never) : never

/** Somebody changed the case meanwhile: what happened, and what was to be done. */
export interface Conflict {
  intended: Intended
  happened: HistoryItem[]
  done: () => void
}

export interface CaseActions {
  run(intended: Intended, done?: () => void): void
  /** Does the intended action on the case as it is now. */
  again(): void
  giveUp(): void
  conflict: Conflict | null
  pending: Intended['action'] | null
  error: Error | null
  clearError(): void
}

/** What takes a case away from the unit that does it. */
const LEAVES: ReadonlySet<Intended['action']> = new Set(['return', 'transfer'])

/**
 * Actions on one case. The same intention keeps one idempotency key until it succeeds, so that a repeated click or a
 * lost answer never says a thing twice.
 */
export function useCaseActions(detail: CaseDetail): CaseActions {
  const client = useQueryClient()
  const navigate = useNavigate()
  const key = useRef<{ of: string; value: string } | null>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const post = useMutation({
    mutationFn: (input: { intended: Intended; version: number }) =>
      call({
        method: 'POST',
        path: `${casePath(detail.code)}/actions`,
        schema: actionResult,
        body: { idempotencyKey: keyFor(key, input.intended), body: { ...input.intended, version: input.version } },
      }),
    onSuccess: ({ case: fresh }, { intended }) => {
      key.current = null
      if (fresh === null || LEAVES.has(intended.action)) {
        // It is another unit's now, or will be in a moment: routing follows the answer.
        void navigate({ to: '/cases' })
        client.removeQueries({ queryKey: ['case', detail.code] })
      } else client.setQueryData(['case', detail.code], fresh)
      void client.invalidateQueries({ queryKey: ['cases'], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: ['case-counts'] })
      void client.invalidateQueries({ queryKey: ['dashboard'], refetchType: 'none' })
    },
  })

  const send = (intended: Intended, version: number, done: () => void): void => {
    setConflict(null)
    const seen = new Set(detail.history.map((item) => item.id))
    post.mutate(
      { intended, version },
      {
        onSuccess: done,
        onError: async (error) => {
          if (!isConflict(error)) return
          const fresh = await client.fetchQuery({
            queryKey: ['case', detail.code],
            queryFn: () => call({ path: casePath(detail.code), schema: caseDetail }),
            staleTime: 0,
          })
          setConflict({ intended, done, happened: fresh.history.filter((item) => !seen.has(item.id)) })
        },
      },
    )
  }

  return {
    run: (intended, done = () => {}) => send(intended, detail.version, done),
    again: () => conflict !== null && send(conflict.intended, detail.version, conflict.done),
    giveUp: () => setConflict(null),
    conflict,
    pending: post.isPending ? post.variables.intended.action : null,
    error: post.error !== null && !isConflict(post.error) ? post.error : null,
    clearError: () => post.reset(),
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 409 && error.code === 'ticket.changed-meanwhile'
}

function keyFor(held: { current: { of: string; value: string } | null }, intended: Intended): string {
  const of = JSON.stringify(intended)
  if (held.current?.of !== of) held.current = { of, value: uuid() }
  return held.current.value
}
