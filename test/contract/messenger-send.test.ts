import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { noFiles, silentLog } from '../../src/channels/deps.ts'
import { createMessengerAdapter } from '../../src/channels/messenger/adapter.ts'
import { type ChannelMemory, memoryChannelMemory } from '../../src/core/channel-memory.ts'
import { HOUR, MINUTE } from '../../src/core/durations.ts'
import type { OutboundMessage } from '../../src/core/messages.ts'
import { type ChannelHarness, channelHarness, SECRETS, START } from './channel-harness.ts'

const signal = () => new AbortController().signal
const UNIT = 'UBND phường Phú Cường'

let h: ChannelHarness
let memory: ChannelMemory
let graphBase = ''
/** What was ever remembered about personas. */
const personaKeys = new Set<string>()
beforeAll(async () => {
  h = await channelHarness('messenger', ({ base, clock }) => {
    graphBase = `${base}/graph/v25.0`
    const kept = memoryChannelMemory(() => clock.now())
    const noted = (key: string): string => {
      if (key.startsWith('persona/')) personaKeys.add(key)
      return key
    }
    memory = {
      ...kept,
      set: (key, value, options) => kept.set(noted(key), value, options),
      claim: (key, until) => kept.claim(noted(key), until),
    }
    return createMessengerAdapter(
      {
        appSecret: SECRETS.appSecret,
        verifyToken: SECRETS.verifyToken,
        pageId: SECRETS.pageId,
        pageToken: 'page-token',
        graphBase: `${base}/graph`,
        graphVersion: 'v25.0',
        personaPicture: 'https://example.vn/huy-hieu.png',
        typingAfterMs: 0,
      },
      { clock, log: silentLog, files: noFiles, memory },
    )
  })
})
afterAll(() => h.close())
afterEach(async () => {
  await memory.forget('breaker')
  h.clock.set(START)
  h.sandbox.clearFaults()
  h.sandbox.forgetRecord()
})

const calls = (what?: string) =>
  h.sandbox.record().filter((r) => r.direction === 'in' && (what === undefined || r.what === what))
const say = (text: string, more: Partial<OutboundMessage> = {}) =>
  h.adapter.send(h.message({ kind: 'text', text }, more), 'key', signal())
const asUnit = (text: string) => say(text, { author: 'person', authorName: UNIT })
const heard = () => h.sandbox.messages('messenger', h.resident).at(-1)

describe('a limit told without an error body', () => {
  it('waits as long as Retry-After says', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const headers = { 'retry-after': '120' }
    h.sandbox.addFault({ kind: 'error', platform: 'messenger', times: 1, code: 613, httpStatus: 429, headers })
    expect(await say('x')).toMatchObject({ kind: 'retry', afterMs: 2 * MINUTE, uncounted: true })
    h.clock.advance(2 * MINUTE - 1)
    expect(await say('x')).toMatchObject({ kind: 'retry' })
    h.clock.advance(1)
    expect(await say('x')).toMatchObject({ kind: 'sent' })
  })

  it('begins with a minute and doubles when nothing is told', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    h.sandbox.addFault({ kind: 'http', platform: 'messenger', times: 2, status: 429 })
    expect(await say('x')).toMatchObject({ kind: 'retry', afterMs: MINUTE, uncounted: true })
    h.clock.advance(MINUTE)
    expect(await say('x')).toMatchObject({ kind: 'retry', afterMs: 2 * MINUTE, uncounted: true })
    h.clock.advance(2 * MINUTE)
    expect(await say('x')).toMatchObject({ kind: 'sent' })
  })
})

describe('an error that is worth one more try', () => {
  it('is tried again at once, and only once', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const fault = { kind: 'error', platform: 'messenger', code: 100, subcode: 2018008 } as const
    h.sandbox.addFault({ ...fault, times: 1 })
    expect(await say('x')).toMatchObject({ kind: 'sent' })
    h.sandbox.forgetRecord()
    h.sandbox.addFault({ ...fault, times: 3 })
    expect(await say('x')).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('media-fetch') })
    expect(calls('messages')).toHaveLength(2)
  })
})

describe('personas', () => {
  it('show the name of the unit that speaks, made once', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    expect(await asUnit('một')).toMatchObject({ kind: 'sent' })
    expect(heard()).toMatchObject({ text: 'một', sender: UNIT })
    expect(await asUnit('hai')).toMatchObject({ kind: 'sent' })
    expect(heard()).toMatchObject({ text: 'hai', sender: UNIT })
    expect(calls('persona')).toHaveLength(1)
    expect(await say('ba', { authorName: UNIT })).toMatchObject({ kind: 'sent' })
    expect(heard()?.sender).toBeUndefined()
  })

  it('are found again when our memory of them is lost', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    await asUnit('một')
    const before = calls('persona').length
    for (const key of personaKeys) await memory.forget(key)
    await asUnit('hai')
    expect(heard()).toMatchObject({ text: 'hai', sender: UNIT })
    expect(calls('persona')).toHaveLength(before)
  })

  it('that somebody deleted cost no message: the words go out once, as the Page', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    await asUnit('một')
    await deleteAll()
    h.sandbox.forgetRecord()
    expect(await asUnit('hai')).toMatchObject({ kind: 'sent' })
    expect(heard()).toMatchObject({ text: 'hai' })
    expect(heard()?.sender).toBeUndefined()
    expect(calls('messages').map((r) => r.status)).toEqual([400, 200])
    expect(await asUnit('ba')).toMatchObject({ kind: 'sent' })
    expect(heard()).toMatchObject({ text: 'ba', sender: UNIT })
  })

  it('never make a lost answer into two messages', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    await asUnit('một')
    h.sandbox.forgetRecord()
    h.sandbox.addFault({ kind: 'drop-after-accept', platform: 'messenger', times: 1 })
    expect(await asUnit('mất câu trả lời')).toMatchObject({ kind: 'uncertain' })
    expect(h.sandbox.messages('messenger', h.resident).filter((m) => m.text === 'mất câu trả lời')).toHaveLength(1)
  })

  it('have names of 50 characters at most', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    await say('dài', { author: 'person', authorName: 'Ủy ban nhân dân '.repeat(6) })
    expect(heard()?.sender?.length).toBeLessThanOrEqual(50)
    expect(heard()?.sender).toMatch(/…$/)
  })
})

describe('seen and writing', () => {
  it('are shown while a turn is under way, and end with the message', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const over = h.adapter.attend?.(h.message({ kind: 'text', text: 'x' }).to)
    await vi.waitFor(() => expect(actions()).toEqual(['mark_seen', 'typing_on']))
    over?.()
    await say('xong')
    expect(heard()).toMatchObject({ text: 'xong' })
  })

  it('show no writing once the turn is over', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    h.adapter.attend?.(h.message({ kind: 'text', text: 'x' }).to)()
    const seen = h.adapter.attend?.(h.message({ kind: 'text', text: 'x' }).to)
    await vi.waitFor(() => expect(actions()).toContain('typing_on'))
    seen?.()
    expect(actions().filter((a) => a === 'typing_on')).toHaveLength(1)
  })

  it('are not posted while the Page pauses', async () => {
    await memory.set('breaker', { until: new Date(START.getTime() + HOUR).toISOString(), strikes: 1, why: 'rate' })
    h.adapter.attend?.(h.message({ kind: 'text', text: 'x' }).to)
    expect(await say('x')).toMatchObject({ kind: 'retry', uncounted: true })
    expect(calls()).toHaveLength(0)
  })
})

function actions(): string[] {
  return calls('sender_action').map((r) => (r.body as { sender_action: string }).sender_action)
}

async function graph(method: string, path: string): Promise<{ data?: { id: string }[] }> {
  const headers = { authorization: 'Bearer page-token' }
  const answer = await fetch(`${graphBase}/${path}`, { method, headers })
  return (await answer.json()) as { data?: { id: string }[] }
}

async function deleteAll(): Promise<void> {
  const { data = [] } = await graph('GET', `${SECRETS.pageId}/personas`)
  for (const { id } of data) await graph('DELETE', id)
}
