import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Reference, reference } from '../../../src/http/contract/cases.ts'
import { call } from './api.ts'

/** Units, topics and places of the pack. Changes only with the pack: asked once. */
export function useReference(): UseQueryResult<Reference> {
  return useQuery({
    queryKey: ['reference'],
    queryFn: ({ signal }) => call({ path: '/api/v1/reference', schema: reference, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
