import { channelList } from '../contract/channels.ts'
import { type AnyRoute, route } from '../route.ts'
import type { ChannelService } from '../services.ts'

/** How the channels are. */
export function channelRoutes(channels: ChannelService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/channels',
      summary: 'The state of each channel: consent, limits, last error, quota',
      guard: 'staff',
      reply: { kind: 'json', schema: channelList, description: 'One entry a channel, also for those that are off' },
      run: ({ session }) => channels.list(session.actor),
    }),
  ]
}
