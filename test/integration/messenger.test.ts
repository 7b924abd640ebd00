import { createHmac, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/durations.ts'
import { openInbound } from '../../src/db/queries/conversations.ts'
import { attachments } from '../../src/db/schema/attachments.ts'
import { conversations, inboundMessages, outboundMessages, rawEvents } from '../../src/db/schema/conversations.ts'
import { heardOn, type Program, startProgram, writeOn } from '../support/program.ts'

const RED_DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

let program: Program
let residents = 0
const resident = () => ({ platform: 'messenger', userId: `2800000000000${1000 + residents++}` }) as const

beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

const orm = () => program.context.db.orm
/** What was sent to this resident so far, newest last. */
const sends = (userId: string) =>
  program.sandbox
    .record()
    .filter((r) => r.direction === 'in' && r.what === 'messages' && JSON.stringify(r.body).includes(userId))

async function outbox(userId: string) {
  const rows = await orm()
    .select({ status: outboundMessages.status, reason: outboundMessages.failureReason })
    .from(outboundMessages)
    .innerJoin(conversations, eq(conversations.id, outboundMessages.conversationId))
    .where(eq(conversations.address, userId))
    .orderBy(outboundMessages.seq)
  return rows
}

/** Posts an event as Meta would: signed over the bytes. */
async function event(userId: string, what: object): Promise<number> {
  const { pageId, appSecret } = program.secrets.messenger
  const messaging = [
    { sender: { id: userId }, recipient: { id: pageId }, timestamp: program.clock.now().getTime(), ...what },
  ]
  const body = JSON.stringify({ object: 'page', entry: [{ id: pageId, time: 1, messaging }] })
  const mac = createHmac('sha256', appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` }
  return (await fetch(`${program.url}/webhooks/messenger`, { method: 'POST', headers, body })).status
}

async function inbound(mid: string) {
  const rows = await orm().select().from(inboundMessages).where(eq(inboundMessages.providerMessageId, mid))
  const row = rows[0]
  if (row === undefined) throw new Error(`no message ${mid}`)
  return { row, content: openInbound(program.context.cipher, row.contentSealed) }
}

describe('a send whose answer was lost', () => {
  it('is known as sent by its echo, and never repeated', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'drop-after-accept', platform: 'messenger', times: 1 })
    await writeOn(program, at, 'xin chào')
    const said = heardOn(program, 'messenger', at.userId)
    expect(new Set(said).size).toBe(said.length)
    expect(new Set((await outbox(at.userId)).map((o) => o.status))).toEqual(new Set(['sent']))
    program.clock.advance(5 * MINUTE)
    await program.context.sweep()
    await program.context.drain()
    expect(heardOn(program, 'messenger', at.userId)).toEqual(said)
  })

  it('stays uncertain when nothing of it was taken', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'drop-before-accept', platform: 'messenger', times: 1 })
    await writeOn(program, at, 'xin chào')
    const first = (await outbox(at.userId))[0]
    expect(first).toMatchObject({ status: 'uncertain' })
  })
})

describe('a Page at its limit', () => {
  it('is left alone until its time has come; then everything goes out once', async () => {
    const at = resident()
    const usage = JSON.stringify({ '1': [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: 30 }] })
    program.sandbox.addFault({
      kind: 'error',
      platform: 'messenger',
      times: 1,
      code: 80006,
      headers: { 'x-business-use-case-usage': usage },
    })
    await writeOn(program, at, 'xin chào')
    const other = resident()
    await writeOn(program, other, 'xin chào')
    expect(sends(at.userId)).toHaveLength(1)
    expect(sends(other.userId)).toHaveLength(0)
    expect((await outbox(other.userId))[0]).toMatchObject({ status: 'pending' })
    program.clock.advance(31 * MINUTE)
    await program.context.sweep()
    await program.context.drain()
    for (const { userId } of [at, other]) {
      expect((await outbox(userId)).map((o) => o.status)).not.toContain('pending')
      expect(heardOn(program, 'messenger', userId).length).toBeGreaterThan(0)
    }
  })
})

describe('what a resident changes or takes back', () => {
  it('counts in its newest words while nobody has answered, later it is kept beside', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const mid = program.sandbox.act('messenger', at.userId, { text: 'cảm ơn' })
    await program.context.drain()
    const before = (await orm().select().from(rawEvents).where(eq(rawEvents.name, 'message_edit'))).length
    expect(await event(at.userId, { message_edit: { mid, text: 'khác hẳn', num_edit: '1' } })).toBe(200)
    expect((await inbound(mid)).content).toEqual({ kind: 'text', text: 'cảm ơn' })
    expect(await orm().select().from(rawEvents).where(eq(rawEvents.name, 'message_edit'))).toHaveLength(before + 1)
    // As if nobody had answered yet.
    await orm().update(inboundMessages).set({ processedAt: null }).where(eq(inboundMessages.providerMessageId, mid))
    expect(await event(at.userId, { message_edit: { mid, text: 'khác hẳn', num_edit: 2 } })).toBe(200)
    expect((await inbound(mid)).content).toEqual({ kind: 'text', text: 'khác hẳn' })
    await program.context.drain()
  })

  it('goes with its picture, by its own sender only, also when the unsend comes first', async () => {
    const at = resident()
    const mid = program.sandbox.act('messenger', at.userId, { imageDataUrl: RED_DOT })
    await program.context.drain()
    const { row } = await inbound(mid)
    expect(await event(at.userId, { message: { mid, is_deleted: true } })).toBe(200)
    const after = await inbound(mid)
    expect(after.content).toEqual({ kind: 'unsupported', providerType: 'message-deleted' })
    const [photo] = await orm().select().from(attachments).where(eq(attachments.inboundId, row.id))
    expect(photo).toMatchObject({ state: 'failed', failureReason: 'media.deleted', sourceUrlSealed: null })
    expect(photo?.size).toBeGreaterThan(0)
    await program.context.sweep()
    const [swept] = await orm().select().from(attachments).where(eq(attachments.inboundId, row.id))
    expect(swept?.size).toBeNull()

    const early = `m_${randomUUID()}`
    expect(await event(at.userId, { message: { mid: early, is_deleted: true } })).toBe(200)
    expect(await event(at.userId, { message: { mid: early, text: 'bí mật' } })).toBe(200)
    expect((await inbound(early)).content).toEqual({ kind: 'unsupported', providerType: 'message-deleted' })
    program.clock.advance(HOUR)
    await program.context.drain()
  })

  it('is not for others to take back', async () => {
    const at = resident()
    const stranger = resident()
    const mid = program.sandbox.act('messenger', at.userId, { text: 'cảm ơn' })
    await program.context.drain()
    expect(await event(stranger.userId, { message: { mid, is_deleted: true } })).toBe(200)
    expect((await inbound(mid)).content).toEqual({ kind: 'text', text: 'cảm ơn' })
  })
})

describe('a menu too long for one message', () => {
  it('goes on with a tap, without asking the flow', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const choices = Array.from({ length: 20 }, (_, i) => ({ id: `topic:${i + 1}`, label: `Lĩnh vực ${i + 1}` }))
    await orm()
      .update(conversations)
      .set({ lastChoices: choices, lastSaidKey: null })
      .where(eq(conversations.address, at.userId))
    program.sandbox.act('messenger', at.userId, { buttonValue: 'more:12', buttonLabel: 'Xem thêm' })
    await program.context.drain()
    const shown = program.sandbox.messages('messenger', at.userId).at(-1)
    expect(shown?.buttons.map((b) => b.label)).toEqual(choices.slice(12).map((c) => c.label))
    const [row] = await orm().select().from(conversations).where(eq(conversations.address, at.userId))
    expect(row?.lastChoices).toEqual(choices)
  })
})

describe('a Page that Meta blocks', () => {
  it('sends nothing until it is free again, and loses nothing', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const before = sends(at.userId).length
    expect(await event(at.userId, { policy_enforcement: { action: 'block', reason: 'spam' } })).toBe(200)
    await writeOn(program, at, 'cảm ơn')
    expect(sends(at.userId)).toHaveLength(before)
    expect(await event(at.userId, { 'policy-enforcement': { action: 'unblock', reason: '' } })).toBe(200)
    program.clock.advance(HOUR + MINUTE)
    await program.context.sweep()
    await program.context.drain()
    expect(sends(at.userId).length).toBeGreaterThan(before)
    expect((await outbox(at.userId)).map((o) => o.status)).not.toContain('pending')
  })
})

describe('a thread that another application or a person holds', () => {
  it('is heard and not answered; given back, it is answered at once', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const before = heardOn(program, 'messenger', at.userId).length
    program.sandbox.page.heldByOthers.add(at.userId)
    await writeOn(program, at, 'rác chất đống trước chợ Thủ Dầu Một')
    program.sandbox.act('messenger', at.userId, { buttonValue: 'menu.status', buttonLabel: 'Xem tiến độ' })
    await program.context.drain()
    expect(heardOn(program, 'messenger', at.userId)).toHaveLength(before)
    expect(new Set((await outbox(at.userId)).map((o) => o.status))).toEqual(new Set(['sent']))
    const rows = await orm()
      .select({ kind: inboundMessages.kind, done: inboundMessages.processedAt })
      .from(inboundMessages)
      .innerJoin(conversations, eq(conversations.id, inboundMessages.conversationId))
      .where(eq(conversations.address, at.userId))
    expect(rows).toHaveLength(3)
    expect(rows.every((r) => r.done !== null)).toBe(true)

    program.sandbox.page.heldByOthers.delete(at.userId)
    const newOwner = '1000000000000001'
    expect(await event(at.userId, { pass_thread_control: { new_owner_app_id: newOwner } })).toBe(200)
    await writeOn(program, at, 'rác chất đống trước chợ Thủ Dầu Một')
    expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(before)
  })

  it('is left alone for four hours after the last word there, when nobody says that it is ours again', async () => {
    const at = resident()
    program.sandbox.page.heldByOthers.add(at.userId)
    await writeOn(program, at, 'xin chào')
    program.sandbox.page.heldByOthers.delete(at.userId)
    await writeOn(program, at, 'xin chào')
    expect(heardOn(program, 'messenger', at.userId)).toEqual([])
    program.clock.advance(4 * HOUR + MINUTE)
    await writeOn(program, at, 'xin chào')
    expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(0)
  })
})

describe('a reaction', () => {
  it('opens the window: what a closed one held back goes out', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const [conversation] = await orm().select().from(conversations).where(eq(conversations.address, at.userId))
    program.clock.advance(25 * HOUR)
    await orm()
      .insert(outboundMessages)
      .values({
        id: randomUUID(),
        conversationId: conversation?.id ?? '',
        causeKey: randomUUID(),
        author: 'bot',
        contentSealed: program.context.cipher.seal(JSON.stringify({ kind: 'text', text: 'Đã có kết quả.' })),
        status: 'window-closed',
        createdAt: program.clock.now(),
      })
    program.sandbox.follow('messenger', resident().userId)
    program.sandbox.react(at.userId, 'love')
    await program.context.drain()
    expect(heardOn(program, 'messenger', at.userId).at(-1)).toBe('Đã có kết quả.')
  })
})

describe('a QR code that names a matter and a place', () => {
  const referral = (ref: string) => ({ referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } })

  it('begins with both, greets, and files nothing without a yes', async () => {
    const at = resident()
    expect(await event(at.userId, referral('rac_thai.25747-2022'))).toBe(200)
    await program.context.drain()
    const said = heardOn(program, 'messenger', at.userId).join('\n')
    expect(said).toContain('Đã ghi nhận: rác thải')
    expect(said).toContain('Phú Cường')
    await writeOn(program, at, 'đống rác trước số 5 Yersin ba ngày rồi chưa ai dọn')
    const after = heardOn(program, 'messenger', at.userId).join('\n')
    expect(after).not.toMatch(/phường\/xã nào/i)
    expect(after).not.toMatch(/Mã PA/)
  })

  it.each(['qr', '', 'nhan_hoi_lo_dia_chinh', '__proto__.constructor', 'x'.repeat(5000)])(
    'is a mere greeting when it names neither, or an accusation ("%.20s")',
    async (ref) => {
      const at = resident()
      expect(await event(at.userId, referral(ref))).toBe(200)
      await program.context.drain()
      const [row] = await orm().select().from(conversations).where(eq(conversations.address, at.userId))
      expect(row?.flowId).toBeNull()
      expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(0)
    },
  )
})
