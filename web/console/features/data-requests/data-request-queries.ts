import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  type DataRequestList,
  type DataRequestPreview,
  dataRequestList,
  dataRequestPreview,
  type SettlementBody,
} from '../../../../src/http/contract/data-requests.ts'
import { call } from '../../lib/api.ts'

const PATH = '/api/v1/data-requests'
const KEY = ['data-requests']
/** Meta is asked within a minute. */
const WHILE_ASKING_MS = 15_000

export function useDataRequests(): UseQueryResult<DataRequestList> {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call({ path: PATH, schema: dataRequestList, signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'open' && one.person === 'todo') === true ? WHILE_ASKING_MS : false,
  })
}

/** What would be deleted: asked for once, when somebody is about to. */
export function usePreview(code: string): UseMutationResult<DataRequestPreview, Error, string> {
  return useMutation({
    mutationFn: (caseCode: string) =>
      call({
        path: `${PATH}/${encodeURIComponent(code)}/preview${caseCode === '' ? '' : `?case=${encodeURIComponent(caseCode)}`}`,
        schema: dataRequestPreview,
      }),
  })
}

export function useSettle(code: string): UseMutationResult<DataRequestList, Error, SettlementBody> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: SettlementBody) =>
      call({ method: 'POST', path: `${PATH}/${encodeURIComponent(code)}/settle`, body, schema: dataRequestList }),
    onSuccess: (list) => {
      client.setQueryData(KEY, list)
      void client.invalidateQueries({ queryKey: ['cases'], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: ['case-counts'] })
    },
  })
}
