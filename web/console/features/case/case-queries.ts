import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import { type CaseDetail, caseDetail, type Revealed, revealed } from '../../../../src/http/contract/cases.ts'
import { call } from '../../lib/api.ts'

const WHILE_SENDING_MS = 3000

export const casePath = (code: string): string => `/api/v1/cases/${encodeURIComponent(code)}`

export function useCase(code: string): UseQueryResult<CaseDetail> {
  return useQuery({
    queryKey: ['case', code],
    queryFn: ({ signal }) => call({ path: casePath(code), schema: caseDetail, signal }),
    // A message on its way tells nobody when it arrives: looked at again until it has.
    refetchInterval: ({ state }) =>
      state.data?.conversation.some(({ delivery }) => delivery === 'pending') === true ? WHILE_SENDING_MS : false,
  })
}

/** Contact data. Not kept in the cache: each look is asked for and logged. */
export function useReveal(code: string): UseMutationResult<Revealed, Error, void> {
  return useMutation({
    mutationFn: () => call({ method: 'POST', path: `${casePath(code)}/reveal`, schema: revealed }),
  })
}
