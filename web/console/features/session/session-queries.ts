import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Me, me, type SessionList, type SignInBody, sessionList } from '../../../../src/http/contract/session.ts'
import { call } from '../../lib/api.ts'
import { ME_KEY } from '../../lib/use-me.ts'

export function useSignIn(): UseMutationResult<Me, Error, SignInBody> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: SignInBody) => {
      await call({ method: 'POST', path: '/api/v1/session', body, schema: null })
      return call({ path: '/api/v1/session', schema: me })
    },
    onSuccess: (who) => client.setQueryData(ME_KEY, who),
  })
}

export function useSignOut(): UseMutationResult<void, Error, void> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<void>({ method: 'DELETE', path: '/api/v1/session', schema: null }),
    onSettled: () => {
      client.clear()
      // A fresh page: nothing of this person's stays in memory.
      location.assign('/console')
    },
  })
}

export function useSessions(): UseQueryResult<SessionList> {
  return useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => call({ path: '/api/v1/sessions', schema: sessionList, signal }),
  })
}

export function useEndSession(): UseMutationResult<void, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      call<void>({ method: 'DELETE', path: `/api/v1/sessions/${encodeURIComponent(id)}`, schema: null }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
}
