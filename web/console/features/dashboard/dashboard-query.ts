import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Dashboard, type DashboardQuery, dashboard } from '../../../../src/http/contract/dashboard.ts'
import { call } from '../../lib/api.ts'

export function useDashboard(query: DashboardQuery): UseQueryResult<Dashboard> {
  return useQuery({
    queryKey: ['dashboard', query],
    queryFn: ({ signal }) => call({ path: '/api/v1/dashboard', query, schema: dashboard, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}
