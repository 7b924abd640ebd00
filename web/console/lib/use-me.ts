import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Me, me } from '../../../src/http/contract/session.ts'
import { ApiFailure, call } from './api.ts'

export const ME_KEY = ['session'] as const

/** Who is signed in; null: nobody. */
export function useMe(): UseQueryResult<Me | null> {
  return useQuery({ queryKey: ME_KEY, queryFn: ({ signal }) => fetchMe(signal), staleTime: 5 * 60_000 })
}

async function fetchMe(signal: AbortSignal): Promise<Me | null> {
  try {
    return await call({ path: '/api/v1/session', schema: me, signal })
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 401) return null
    throw error
  }
}
