import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFieldCipher } from '../../../src/db/field-cipher.ts'
import { findOrMakeConversation } from '../../../src/db/queries/conversations.ts'
import { claimOutbound, insertOutbound, recordOutbound, recordReceipt } from '../../../src/db/queries/outbound.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const cipher = createFieldCipher(randomBytes(32))
const now = new Date('2026-11-25T02:00:00Z')
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

let addresses = 0
/** A message in the middle of being sent. */
async function underWay(): Promise<{ id: string; conversationId: string }> {
  const from = { channel: 'messenger', account: '1', address: `a${addresses++}` } as const
  const conversationId = await test.db.transaction(async (tx) => {
    const made = await findOrMakeConversation(tx, { from, now, demo: false })
    const messages = [
      {
        conversationId: made.conversationId,
        ticketId: null,
        causeKey: from.address,
        author: 'bot' as const,
        content: { kind: 'text' as const, text: 'Đã tiếp nhận' },
      },
    ]
    await insertOutbound(tx, { cipher, messages, now })
    return made.conversationId
  })
  const claimed = await claimOutbound(test.db.orm, { cipher, conversationId, now })
  return { id: claimed?.id ?? '', conversationId }
}

const stateOf = async (id: string) =>
  (await test.db.pool.query('select status, delivered_at, seen_at from outbound_messages where id = $1', [id])).rows[0]
const at = new Date('2026-11-25T02:00:01Z')
const receipt = (conversationId: string, kind: 'delivered' | 'seen', ...providerMessageIds: string[]) => ({
  conversationId,
  kind,
  providerMessageIds,
  at,
  now,
})

it('a receipt that comes before the send is recorded counts when it is', async () => {
  const { id, conversationId } = await underWay()
  await test.db.transaction((tx) => recordReceipt(tx, receipt(conversationId, 'delivered', 'm1-part', 'm1')))
  await test.db.transaction((tx) => recordReceipt(tx, receipt(conversationId, 'seen', 'm1')))
  expect(await stateOf(id)).toEqual({ status: 'sending', delivered_at: null, seen_at: null })
  await recordOutbound(test.db.orm, id, { status: 'sent', at: now, providerMessageId: 'm1' })
  expect(await stateOf(id)).toEqual({ status: 'sent', delivered_at: at, seen_at: at })
})

it('one of another message says nothing of the one under way', async () => {
  const { id, conversationId } = await underWay()
  await test.db.transaction((tx) => recordReceipt(tx, receipt(conversationId, 'delivered', 'other')))
  await recordOutbound(test.db.orm, id, { status: 'sent', at: now, providerMessageId: 'm2' })
  expect(await stateOf(id)).toEqual({ status: 'sent', delivered_at: null, seen_at: null })
})

it('is not lost either when both are written in the same moment', async () => {
  for (let round = 0; round < 20; round++) {
    const { id, conversationId } = await underWay()
    const providerMessageId = `r${round}`
    await Promise.all([
      test.db.transaction((tx) => recordReceipt(tx, receipt(conversationId, 'delivered', providerMessageId))),
      recordOutbound(test.db.orm, id, { status: 'sent', at: now, providerMessageId }),
    ])
    expect(await stateOf(id)).toEqual({ status: 'sent', delivered_at: at, seen_at: null })
  }
})
