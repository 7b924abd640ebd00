/** Whom a message goes to. An anonymous visitor is known by a pair of ids, kept together in one address. */
export type ZaloParty =
  | { kind: 'user'; userId: string }
  | { kind: 'anonymous'; anonymousId: string; conversationId: string }

export function zaloAddress(party: ZaloParty): string {
  return party.kind === 'user' ? party.userId : `anon:${party.anonymousId}:${party.conversationId}`
}

export function zaloParty(address: string): ZaloParty {
  const pair = /^anon:([^:]+):(.+)$/.exec(address)
  const [, anonymousId, conversationId] = pair ?? []
  if (anonymousId === undefined || conversationId === undefined) return { kind: 'user', userId: address }
  return { kind: 'anonymous', anonymousId, conversationId }
}
