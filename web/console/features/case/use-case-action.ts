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
  /** An action that shows what it will do before the answer comes, and takes it off again when it is refused. */
  correct(intended: Intended, shows: Partial<CaseDetail>): void
  /** Does the intended action on the case as it is now. */
  again(): void
  giveUp(): void
  conflict: Conflict | null
  pending: Intended['action'] | null
  error: Error | null
  clearError(): void
}

interface Posted {
  intended: Intended
  /** Null: as the case is when its turn comes. */
  version: number | null
  /** What is shown before the answer comes, and what stood there. */
  shows?: Partial<CaseDetail>
  before?: Partial<CaseDetail>
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
  const queryKey = ['case', detail.code]
  const hopes = useRef<Partial<CaseDetail>[]>([])
  const post = useMutation({
    // One after the other: the next one is for the case as the one before left it.
    scope: { id: `case-${detail.code}` },
    mutationFn: ({ intended, version }: Posted) =>
      call({
        method: 'POST',
        path: `${casePath(detail.code)}/actions`,
        schema: actionResult,
        body: {
          idempotencyKey: keyFor(key, intended),
          body: {
            ...intended,
            version: version ?? client.getQueryData<CaseDetail>(queryKey)?.version ?? detail.version,
          },
        },
      }),
    onError: (_, { shows, before }) => {
      if (shows === undefined) return
      hopes.current = hopes.current.filter((hope) => hope !== shows)
      client.setQueryData<CaseDetail>(queryKey, (known) => known && Object.assign({}, known, before, ...hopes.current))
      void client.invalidateQueries({ queryKey })
    },
    onSuccess: async ({ case: fresh }, { intended, shows }) => {
      key.current = null
      // A look that began before this answer would put the older case back.
      await client.cancelQueries({ queryKey })
      hopes.current = hopes.current.filter((hope) => hope !== shows)
      if (fresh === null || LEAVES.has(intended.action)) {
        // It is another unit's now, or will be in a moment: routing follows the answer.
        void navigate({ to: '/cases' })
        client.removeQueries({ queryKey: ['case', detail.code] })
      } else client.setQueryData(queryKey, Object.assign({}, fresh, ...hopes.current))
      void client.invalidateQueries({ queryKey: ['cases'], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: ['case-counts'] })
      void client.invalidateQueries({ queryKey: ['dashboard'], refetchType: 'none' })
    },
  })

  const send = (posted: Posted, done: () => void): void => {
    const { intended } = posted
    setConflict(null)
    const seen = new Set(detail.history.map((item) => item.id))
    post.mutate(posted, {
      onSuccess: done,
      onError: async (error) => {
        if (!isConflict(error)) return
        const fresh = await client.fetchQuery({
          queryKey,
          queryFn: () => call({ path: casePath(detail.code), schema: caseDetail }),
          staleTime: 0,
        })
        setConflict({ intended, done, happened: fresh.history.filter((item) => !seen.has(item.id)) })
      },
    })
  }

  return {
    run: (intended, done = () => {}) => send({ intended, version: detail.version }, done),
    correct: (intended, shows) => {
      void client.cancelQueries({ queryKey })
      hopes.current.push(shows)
      client.setQueryData<CaseDetail>(queryKey, (known) => known && { ...known, ...shows })
      send({ intended, version: null, shows, before: { topic: detail.topic, locality: detail.locality } }, () => {})
    },
    again: () => conflict !== null && send({ intended: conflict.intended, version: detail.version }, conflict.done),
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
