import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiFailure } from './api.ts'
import { ME_KEY } from './use-me.ts'

/** The cache of server answers. An ended session anywhere leads back to the sign-in page, the page kept. */
export function makeQueryClient(): QueryClient {
  const signedOut = (error: unknown): void => {
    if (!(error instanceof ApiFailure) || error.status !== 401) return
    if (client.getQueryData(ME_KEY)) client.setQueryData(ME_KEY, null)
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiFailure && (error.status === 0 || error.status >= 500),
        staleTime: 10_000,
      },
    },
  })
  return client
}
