import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import {
  type CaseCounts,
  type CaseFilter,
  type CasePage,
  caseCounts,
  casePage,
} from '../../../../src/http/contract/cases.ts'
import { call } from '../../lib/api.ts'

const PAGE = 30

export function useCases(filter: CaseFilter): UseInfiniteQueryResult<InfiniteData<CasePage>> {
  return useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ signal, pageParam }) =>
      call({
        path: '/api/v1/cases',
        query: { ...filter, limit: PAGE, cursor: pageParam ?? undefined },
        schema: casePage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Counts of every tab under the same filter. */
export function useCounts(filter: CaseFilter): UseQueryResult<CaseCounts> {
  const { tab: _tab, ...rest } = filter
  return useQuery({
    queryKey: ['case-counts', rest],
    queryFn: ({ signal }) => call({ path: '/api/v1/cases/counts', query: rest, schema: caseCounts, signal }),
    placeholderData: keepPreviousData,
  })
}
