import type { Receive } from '../conversation/receive.ts'
import type { ChannelAdapter } from '../core/channel.ts'
import { Refusal } from '../core/errors.ts'
import type { Db } from '../db/client.ts'
import type { WebhookService } from '../http/services.ts'
import type { BusinessEvents } from '../telemetry/events.ts'
import type { ChannelSetup } from './channels.ts'

/** The platforms' door, on the adapters that are on. */
export function createWebhookService(deps: {
  channels: ChannelSetup
  receive: Receive
  db: Db
  events: Pick<BusinessEvents, 'webhookForged' | 'webhookRepeated'>
}): WebhookService {
  const adapter = (channel: 'zalo' | 'messenger'): ChannelAdapter => {
    const found = deps.channels.adapters.get(channel)
    if (found === undefined) throw new Refusal('not-found', 'channel.off')
    return found
  }
  return {
    enabled: (channel) => deps.channels.adapters.has(channel),
    authenticate: (channel, raw) => adapter(channel).authenticate(raw),
    parse: (channel, raw) => adapter(channel).parse(raw),
    receive: async (channel, parsed, raw) => {
      const retry = Number(raw.headers.num_retry)
      if (retry > 0) deps.events.webhookRepeated(channel, retry)
      try {
        await deps.receive(channel, parsed)
      } catch (error) {
        // The platform tries again later; nothing was acknowledged.
        if (!(error instanceof Refusal) && !(await deps.db.ping())) throw new Refusal('unavailable', 'database.down')
        throw error
      }
      await deps.channels[channel]?.noteWebhook(parsed)
    },
    forged: (channel) => deps.events.webhookForged(channel),
    handshake: (query) => {
      const answer = deps.channels.messenger?.handshake(query)
      return answer?.kind === 'accepted' ? answer.challenge : null
    },
  }
}
