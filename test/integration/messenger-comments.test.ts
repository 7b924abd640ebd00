import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '../../src/core/durations.ts'
import { conversations, outboundMessages } from '../../src/db/schema/conversations.ts'
import { commentReplies, pageComments } from '../../src/db/schema/page-comments.ts'
import type { ChannelList } from '../../src/http/contract/channels.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

const COMPLAINT = 'Rác chất đống trước chợ Thủ Dầu Một cả tuần không ai dọn'
/** What the bot says once it has read the complaint. */
const TAKEN = 'Đã ghi nhận: rác thải'
let program: Program
let residents = 0
const resident = () => ({ platform: 'messenger', userId: `3900000000000${1000 + residents++}` }) as const

beforeAll(async () => {
  program = await startProgram({ messenger: { comments: 'questions-and-complaints', commentPointer: 'on' } })
})
afterEach(() => program.sandbox.clearFaults())
afterAll(() => program.close())

const orm = () => program.context.db.orm
const calls = (what: 'messages' | 'comments', commentId: string) =>
  program.sandbox.record().filter((r) => {
    const isPrivate = JSON.stringify(r.body).includes(`"comment_id":"${commentId}"`)
    return r.direction === 'in' && r.what === what && (what === 'comments' || isPrivate)
  })

async function comment(userId: string, text: string): Promise<string> {
  const id = program.sandbox.comment({ userId, text })
  await program.context.drain()
  return id
}

async function stateOf(commentId: string) {
  const [row] = await orm().select().from(pageComments).where(eq(pageComments.commentId, commentId))
  const replies =
    row === undefined ? [] : await orm().select().from(commentReplies).where(eq(commentReplies.commentRowId, row.id))
  return { row, of: (kind: 'private' | 'public') => replies.find((reply) => reply.kind === kind) }
}

async function later(ms: number): Promise<void> {
  program.clock.advance(ms)
  await program.context.sweep()
  await program.context.drain()
}
const below = (commentId: string) => program.sandbox.feed.comments.filter((c) => c.parentId === commentId)

describe('a complaint below a post', () => {
  it('gets one private message and one public pointer, which is not answered itself', async () => {
    const at = resident()
    const id = await comment(at.userId, COMPLAINT)
    const said = heardOn(program, 'messenger', at.userId)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('bình luận')
    expect(said[0]).not.toContain('Rác')
    expect(below(id).map((c) => c.text)).toEqual([program.context.pack.text('comment.pointer')])
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'sent' })
    expect((await stateOf(id)).of('public')).toMatchObject({ status: 'sent' })
    await later(5 * MINUTE)
    expect(heardOn(program, 'messenger', at.userId)).toHaveLength(1)
    expect(below(id)).toHaveLength(1)
  })

  it('is kept sealed', async () => {
    const at = resident()
    const { row } = await stateOf(await comment(at.userId, COMPLAINT))
    expect(row?.textSealed).not.toContain('Rác')
    expect(program.context.cipher.open(row?.textSealed ?? '')).toBe(COMPLAINT)
  })

  it('becomes the first message of the conversation when the person taps so, after the notice on data', async () => {
    const at = resident()
    await comment(at.userId, COMPLAINT)
    await tapOn(program, at, 'Ghi nhận')
    const said = heardOn(program, 'messenger', at.userId).join('\n')
    expect(said).toContain(TAKEN)
    expect(said).toContain(program.context.pack.text('greeting.data', { hotline: 'x' }).slice(0, 20))
    const [conversation] = await orm().select().from(conversations).where(eq(conversations.address, at.userId))
    expect(conversation?.flowId).toBe('complaint')
  })

  it.each(['ghi nhận', 'có', 'ok'])('is taken down by the typed "%s" too', async (yes) => {
    const at = resident()
    await comment(at.userId, COMPLAINT)
    await writeOn(program, at, yes)
    expect(heardOn(program, 'messenger', at.userId).join('\n')).toContain(TAKEN)
  })

  it('is not taken down when the person writes something else, nor by anybody else', async () => {
    const at = resident()
    const { row } = await stateOf(await comment(at.userId, COMPLAINT))
    await writeOn(program, at, 'Đèn đường trước nhà tôi hỏng')
    expect(heardOn(program, 'messenger', at.userId).join('\n')).not.toContain(TAKEN)
    const stranger = resident()
    await writeOn(program, stranger, 'xin chào')
    program.sandbox.act('messenger', stranger.userId, {
      buttonValue: `comment.take:${row?.id}`,
      buttonLabel: 'Ghi nhận',
    })
    await program.context.drain()
    expect(heardOn(program, 'messenger', stranger.userId).join('\n')).not.toContain(TAKEN)
  })

  it('names the numbers first when it tells of danger', async () => {
    const at = resident()
    await comment(at.userId, 'cháy nhà ở Lái Thiêu cứu với')
    expect(heardOn(program, 'messenger', at.userId)[0]).toMatch(/gọi ngay .*114/)
  })
})

describe('a comment that asks nothing', () => {
  it.each(['😍😍', '@lan', 'Cảm ơn chính quyền'])('"%s" is left alone', async (text) => {
    const at = resident()
    const id = await comment(at.userId, text)
    expect(heardOn(program, 'messenger', at.userId)).toEqual([])
    expect(below(id)).toEqual([])
    expect((await stateOf(id)).row?.verdict).toMatch(/no-/)
  })
})

describe('a reply to a comment', () => {
  it('that is repeated by the platform is answered once', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'duplicate-webhooks', platform: 'messenger', copies: 3, times: 1 })
    const id = await comment(at.userId, COMPLAINT)
    expect(calls('messages', id)).toHaveLength(1)
  })

  it('whose answer was lost is known by its echo and not repeated; the conversation opens all the same', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'drop-after-accept', platform: 'messenger', times: 1 })
    const id = await comment(at.userId, COMPLAINT)
    await later(5 * MINUTE)
    expect(calls('messages', id)).toHaveLength(1)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'sent' })
    await tapOn(program, at, 'Ghi nhận')
    expect(heardOn(program, 'messenger', at.userId).join('\n')).toContain(TAKEN)
  })

  it('of which nobody knows whether it went out is not repeated, and shown to staff without the words', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'drop-before-accept', platform: 'messenger', times: 1 })
    const id = await comment(at.userId, COMPLAINT)
    await later(5 * MINUTE)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'uncertain', attempts: 1 })
    const staff = await program.staff('dispatcher')
    const { body } = await staff.get<ChannelList>('/api/v1/channels')
    const messenger = body.items.find((c) => c.channel === 'messenger')
    expect(messenger?.lastWebhookAt).toEqual(expect.any(String))
    const shown = messenger?.openComments ?? []
    expect(shown.find((c) => c.url.endsWith(encodeURIComponent(id)))).toMatchObject({ status: 'uncertain' })
    expect(JSON.stringify(shown)).not.toContain('Rác')
  })

  it('of a worker that died while sending is not certain either', async () => {
    const at = resident()
    const id = await comment(at.userId, COMPLAINT)
    const before = await stateOf(id)
    await orm()
      .update(commentReplies)
      .set({ status: 'sending', claimedAt: program.clock.now() })
      .where(eq(commentReplies.id, before.of('private')?.id ?? ''))
    await later(5 * MINUTE)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'uncertain', failureReason: 'worker-lost' })
    expect(calls('messages', id)).toHaveLength(1)
  })

  it('that Meta refuses for this comment is kept as refused', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'error', platform: 'messenger', times: 1, code: 100, subcode: 2534025 })
    const id = await comment(at.userId, COMPLAINT)
    await later(5 * MINUTE)
    expect((await stateOf(id)).of('private')).toMatchObject({
      status: 'rejected',
      failureReason: expect.stringContaining('100/2534025 comment-closed'),
    })
  })

  it('that could not go out is tried again by the sweep, and given up after seven days', async () => {
    const at = resident()
    program.sandbox.addFault({ kind: 'error', platform: 'messenger', code: 1200 })
    const id = await comment(at.userId, COMPLAINT)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'pending', attempts: 1 })
    await later(MINUTE)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'pending', attempts: 2 })
    program.sandbox.clearFaults()
    await later(MINUTE)
    expect((await stateOf(id)).of('private')).toMatchObject({ status: 'sent', attempts: 3 })

    program.sandbox.addFault({ kind: 'error', platform: 'messenger', code: 1200 })
    const other = await comment(resident().userId, COMPLAINT)
    program.sandbox.clearFaults()
    await later(7 * DAY)
    expect((await stateOf(other)).of('private')).toMatchObject({ status: 'rejected', failureReason: 'too-old' })
  })

  it('is never public where Meta does not say who wrote: it could answer itself without end', async () => {
    const { scopes } = program.sandbox.page.token
    program.sandbox.page.token.scopes = scopes.filter((scope) => scope !== 'pages_read_user_content')
    const at = resident()
    const id = await comment(at.userId, COMPLAINT)
    program.sandbox.page.token.scopes = scopes
    expect(heardOn(program, 'messenger', at.userId)).toHaveLength(1)
    expect(below(id)).toEqual([])
  })

  it('shows in the conversation of somebody who wrote before, and leaves alone what is being written there', async () => {
    const at = resident()
    await writeOn(program, at, 'tôi muốn gửi phản ánh')
    const id = await comment(at.userId, COMPLAINT)
    const { row } = await stateOf(id)
    const [conversation] = await orm().select().from(conversations).where(eq(conversations.address, at.userId))
    expect(row?.conversationId).toBe(conversation?.id)
    expect(conversation?.flowId).toBe('complaint')
    expect(conversation?.lastChoices?.some((c) => c.id.startsWith('comment.take'))).toBe(false)
    const rows = await orm()
      .select()
      .from(outboundMessages)
      .where(eq(outboundMessages.conversationId, conversation?.id ?? ''))
    expect(rows.filter((r) => r.causeKey.startsWith('comment/'))).toMatchObject([{ status: 'sent', author: 'bot' }])
  })

  it('is forgotten with the comment after thirty days', async () => {
    const id = await comment(resident().userId, COMPLAINT)
    await later(31 * DAY)
    expect((await stateOf(id)).row).toBeUndefined()
  })
})

describe('a Page whose comments nobody chose to answer', () => {
  it('answers none and keeps them raw', async () => {
    const quiet = await startProgram()
    try {
      quiet.sandbox.comment({ userId: '3900000000009999', text: COMPLAINT })
      await quiet.context.drain()
      expect(heardOn(quiet, 'messenger', '3900000000009999')).toEqual([])
      expect(await quiet.context.db.orm.select().from(pageComments)).toEqual([])
    } finally {
      await quiet.close()
    }
  })
})
