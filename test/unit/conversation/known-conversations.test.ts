import { describe, expect, it } from 'vitest'
import { createKnownConversations } from '../../../src/conversation/known-conversations.ts'
import { senderKey } from '../../../src/db/queries/conversations.ts'

const sender = (address: string) => ({ channel: 'zalo', account: 'oa', address }) as const
const found = (...addresses: string[]) => new Map(addresses.map((a) => [senderKey(sender(a)), `conversation-${a}`]))

describe('conversations that the intake has met', () => {
  it('are told by their sender', () => {
    const known = createKnownConversations()
    known.remember(found('a', 'b'))
    expect(known.of([sender('a'), sender('c')])).toEqual(found('a'))
  })

  it('are bounded: the longest unheard go first', () => {
    const known = createKnownConversations(2)
    known.remember(found('a', 'b'))
    known.remember(found('a'))
    known.remember(found('c'))
    expect(known.of(['a', 'b', 'c'].map(sender))).toEqual(found('a', 'c'))
  })

  it('can be forgotten', () => {
    const known = createKnownConversations()
    known.remember(found('a', 'b'))
    known.forget([sender('a')])
    expect(known.of([sender('a'), sender('b')])).toEqual(found('b'))
  })
})
