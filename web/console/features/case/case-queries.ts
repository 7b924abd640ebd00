import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import {
  type CaseDetail,
  type CaseUnderstanding,
  caseDetail,
  caseUnderstanding,
  type Revealed,
  revealed,
} from '../../../../src/http/contract/cases.ts'
import { call } from '../../lib/api.ts'

const WHILE_SENDING_MS = 3000
/** Links to files live 4 to 5 minutes: a page that stays open asks for new ones before. */
const WHILE_LINKED_MS = 210_000

export const casePath = (code: string): string => `/api/v1/cases/${encodeURIComponent(code)}`

export function useCase(code: string): UseQueryResult<CaseDetail> {
  return useQuery({
    queryKey: ['case', code],
    queryFn: ({ signal }) => call({ path: casePath(code), schema: caseDetail, signal }),
    // A message on its way tells nobody when it arrives: looked at again until it has.
    refetchInterval: ({ state }) => {
      if (state.data?.conversation.some(({ delivery }) => delivery === 'pending') === true) return WHILE_SENDING_MS
      return state.data !== undefined && hasLinks(state.data) ? WHILE_LINKED_MS : false
    },
  })
}

function hasLinks({ attachments, unsentFiles, conversation }: CaseDetail): boolean {
  return [attachments, unsentFiles, ...conversation.map((item) => item.attachments)].some((files) => files.length > 0)
}

/** What the machine sees in the case's words. They do not change: asked once. */
export function useUnderstanding(code: string, wanted: 'wanted' | 'not-yet'): UseQueryResult<CaseUnderstanding> {
  return useQuery({
    queryKey: ['understanding', code],
    queryFn: ({ signal }) => call({ path: `${casePath(code)}/understanding`, schema: caseUnderstanding, signal }),
    enabled: wanted === 'wanted',
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Contact data. Not kept in the cache: each look is asked for and logged. */
export function useReveal(code: string): UseMutationResult<Revealed, Error, void> {
  return useMutation({
    mutationFn: () => call({ method: 'POST', path: `${casePath(code)}/reveal`, schema: revealed }),
  })
}
