import type { ChannelAdapter } from '../../core/channel.ts'
import { Refusal } from '../../core/errors.ts'

/**
 * The web chat is first-party: messages enter by our own API, and a stored outbound row is its own delivery (the page
 * reads it). So webhooks are never believed, and what comes by none is nothing.
 */
export function createWebAdapter(): ChannelAdapter {
  return {
    id: 'web',
    limits: { maxTextLength: 8000, maxChoices: 30, maxLabelLength: 200 },
    authenticate: () => false,
    parse: () => ({ messages: [], receipts: [], echoes: [], ignored: [] }),
    send: async (_message, key) => ({ kind: 'sent', providerMessageId: key }),
    fetchMedia: async () => {
      throw new Refusal('invalid', 'media.host-refused', 'web photos are stored when they arrive')
    },
  }
}
