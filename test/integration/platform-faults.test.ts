import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { MINUTE } from '../../src/core/durations.ts'
import { heardOn, MONDAY_NINE, type Program, startProgram, writeOn } from '../support/program.ts'

let program: Program
let residents = 0

const resident = (platform: 'zalo' | 'messenger') => ({
  platform,
  userId: `${platform === 'zalo' ? 38 : 29}00000000000${1000 + residents++}`,
})

beforeAll(async () => {
  program = await startProgram()
})
afterEach(async () => {
  program.sandbox.clearFaults()
  program.clock.set(MONDAY_NINE)
})
afterAll(() => program.close())

const query = async <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await program.database.db.pool.query(sql, values)).rows as T[]

const outbox = (userId: string) =>
  query<{ status: string; failure_reason: string | null }>(
    `select o.status, o.failure_reason from outbound_messages o join conversations c on c.id = o.conversation_id
     where c.address = $1 order by o.seq`,
    [userId],
  )

const stored = (platform: string, ids: readonly string[]) =>
  query<{ id: string; address: string }>(
    `select m.provider_message_id as id, c.address from inbound_messages m join conversations c on c.id = m.conversation_id
     where m.channel = $1 and m.provider_message_id = any($2)`,
    [platform, ids],
  )

/** How the gateway answered the webhooks of the last act. */
const answers = (platform: 'zalo' | 'messenger', what: string, after: number) =>
  program.sandbox.record({ platform, direction: 'out', what, after }).map((e) => e.status)

describe.each(['zalo', 'messenger'] as const)('%s', (platform) => {
  it('proves by its echo a send whose answer was lost; nothing is sent twice', async () => {
    const at = resident(platform)
    program.sandbox.addFault({ kind: 'drop-after-accept', platform, times: 1 })
    await writeOn(program, at, 'xin chào')
    const said = heardOn(program, platform, at.userId)
    expect(said.length).toBeGreaterThan(0)
    expect(new Set(said).size).toBe(said.length)
    expect(new Set((await outbox(at.userId)).map((o) => o.status))).toEqual(new Set(['sent']))
    program.clock.advance(5 * MINUTE)
    await program.context.sweep()
    await program.context.drain()
    expect(heardOn(program, platform, at.userId)).toEqual(said)
  })

  it('leaves a send uncertain that nobody took, though a later one with other words has its echo', async () => {
    const at = resident(platform)
    program.sandbox.addFault({ kind: 'drop-before-accept', platform, times: 1 })
    await writeOn(program, at, 'xin chào')
    await writeOn(program, at, 'Đèn đường trước nhà tôi hỏng')
    const rows = await outbox(at.userId)
    expect(rows[0]).toMatchObject({ status: 'uncertain' })
    expect(rows.slice(1).map((o) => o.status)).toContain('sent')
  })

  it('is believed in every form of its signature and of its ids; a forged or unsigned one leaves nothing', async () => {
    const told = async (fault: () => void): Promise<{ rows: number; answers: (number | null)[] }> => {
      const before = program.sandbox.recorded()
      fault()
      const { userId } = resident(platform)
      const id = program.sandbox.act(platform, userId, { text: 'xin chào' })
      await program.sandbox.idle()
      const rows = await stored(platform, [id])
      expect(rows.filter(({ address }) => address !== userId)).toEqual([])
      return {
        rows: rows.length,
        answers: answers(platform, platform === 'zalo' ? 'user_send_text' : 'message', before),
      }
    }
    const signed = (variant: 'spaces' | 'bare' | 'upper-case' | 'oa-id' | 'sha1' | 'forged' | 'missing') =>
      told(() => program.sandbox.addFault({ kind: 'signature', platform, variant, times: 1 }))
    const good =
      platform === 'zalo' ? (['spaces', 'bare', 'upper-case', 'oa-id'] as const) : (['spaces', 'upper-case'] as const)
    const bad =
      platform === 'zalo' ? (['forged', 'missing'] as const) : (['bare', 'sha1', 'forged', 'missing'] as const)
    for (const variant of good) expect(await signed(variant), variant).toEqual({ rows: 1, answers: [200] })
    for (const variant of bad) expect(await signed(variant), variant).toEqual({ rows: 0, answers: [200] })
    for (const kind of ['numeric-ids', 'seconds-timestamps'] as const) {
      expect(await told(() => program.sandbox.addFault({ kind, platform, times: 1 })), kind).toEqual({
        rows: 1,
        answers: [200],
      })
    }
    await program.context.drain()
  })

  it('finds the address good when its console checks it', async () => {
    const response = await fetch(`${program.url}/sandbox/api/connections/${platform}/test`, {
      method: 'POST',
      body: '{}',
    })
    const { answers } = (await response.json()) as { answers: { accepted: boolean }[] }
    expect(answers.map((a) => a.accepted)).toEqual(Array(platform === 'zalo' ? 1 : 3).fill(true))
  })
})

describe.each(['zalo', 'messenger'] as const)('a crowd on %s', (platform) => {
  it('has each message kept once, with its own sender, and is answered at the first time of asking', async () => {
    const writers = Array.from({ length: 25 }, () => resident(platform).userId)
    const before = program.sandbox.recorded()
    if (platform === 'messenger') program.sandbox.addFault({ kind: 'other-pages', platform, times: 1 })
    program.sandbox.addFault({ kind: 'duplicate-webhooks', platform, times: 1, copies: 2 })
    const count = platform === 'messenger' ? 1000 : 100
    const ids = program.sandbox.burst({ platform, userIds: writers, count })
    // Not until all is quiet: a thousand turns go on behind the answer.
    const event = platform === 'messenger' ? 'message' : 'user_send_text'
    const posts = platform === 'messenger' ? 3 : count + 2
    await vi.waitFor(() => expect(answers(platform, event, before)).toHaveLength(posts), { timeout: 25_000 })
    // One post of Meta's and two copies of it; none of them had to be repeated.
    expect(new Set(answers(platform, event, before))).toEqual(new Set([200]))
    const rows = await stored(platform, ids)
    expect(rows).toHaveLength(count)
    const owner = new Map(ids.map((id, n) => [id, writers[n % writers.length]]))
    expect(rows.filter(({ id, address }) => owner.get(id) !== address)).toEqual([])
    expect(await query('select 1 from conversations where address = $1', ['7199999999999999'])).toEqual([])
  })
})
