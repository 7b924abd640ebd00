import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type ChannelList, channelList } from '../../../../src/http/contract/channels.ts'
import { call } from '../../lib/api.ts'

/** Asked again every half minute: whoever mends a channel watches this page. */
const EVERY = 30_000

export function useChannels(): UseQueryResult<ChannelList> {
  return useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call({ path: '/api/v1/channels', schema: channelList, signal }),
    refetchInterval: EVERY,
  })
}
