import { useState } from 'react'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import type { CaseActions } from './use-case-action.ts'

export interface Named {
  id: string
  name: string
}
export type Corrected = 'topic' | 'place'

export interface Corrections {
  /** Shows it at once; null: not known. */
  correct(field: Corrected, to: Named | null): void
  /** Takes the last one of this page back; null: there is none. */
  undo: (() => void) | null
  /** What the last one changed, for as long as it can be taken back. */
  last: { field: Corrected; from: Named | null } | null
}

/** Topic and place as a person says they are. */
export function useCorrections(detail: CaseDetail, actions: CaseActions): Corrections {
  const [last, setLast] = useState<Corrections['last']>(null)
  const send = (field: Corrected, to: Named | null): void =>
    field === 'topic'
      ? actions.correct({ action: 'set-topic', topicId: to?.id ?? null }, { topic: to })
      : actions.correct({ action: 'set-place', localityId: to?.id ?? null }, { locality: to })
  return {
    last,
    correct: (field, to) => {
      const from = field === 'topic' ? detail.topic : detail.locality
      if (from?.id === to?.id) return
      setLast({ field, from })
      send(field, to)
    },
    undo:
      last === null
        ? null
        : () => {
            setLast(null)
            send(last.field, last.from)
          },
  }
}
