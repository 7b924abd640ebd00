import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readChannelHealth } from '../../src/channels/channel-notes.ts'
import { noFiles, silentLog } from '../../src/channels/deps.ts'
import { createMessengerAdapter, type MessengerAdapter } from '../../src/channels/messenger/adapter.ts'
import { PAGE_FIELDS } from '../../src/channels/messenger/page-fields.ts'
import { type ChannelMemory, memoryChannelMemory } from '../../src/core/channel-memory.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/durations.ts'
import { type ChannelHarness, channelHarness, SECRETS } from './channel-harness.ts'

let h: ChannelHarness
let memory: ChannelMemory
const adapters: MessengerAdapter[] = []

/** Two processes of ours beside each other, with one memory. */
beforeEach(async () => {
  adapters.length = 0
  h = await channelHarness('messenger', ({ base, clock }) => {
    memory = memoryChannelMemory(() => clock.now())
    const make = () =>
      createMessengerAdapter(
        {
          appSecret: SECRETS.appSecret,
          verifyToken: SECRETS.verifyToken,
          pageId: SECRETS.pageId,
          pageToken: 'page-token',
          appId: SECRETS.appId,
          graphBase: `${base}/graph`,
          graphVersion: 'v25.0',
        },
        { clock, log: silentLog, files: noFiles, memory },
      )
    const first = make()
    adapters.push(first, make())
    return first
  })
})
afterEach(() => h.close())

const look = () => Promise.all(adapters.map((adapter) => adapter.keepWell(new AbortController().signal)))
const calls = (what: string) => h.sandbox.record().filter((r) => r.direction === 'in' && r.what === what)
const health = () => readChannelHealth(memory)

describe('the subscription of the Page', () => {
  it('is looked at every 15 minutes, by one process at a time, and left alone while it is whole', async () => {
    await look()
    await look()
    h.clock.advance(14 * MINUTE)
    await look()
    expect(calls('subscribed_apps')).toHaveLength(1)
    h.clock.advance(MINUTE)
    await look()
    expect(calls('subscribed_apps')).toHaveLength(2)
    expect(calls('subscribe')).toHaveLength(0)
    expect((await health()).error).toBeNull()
  })

  it('is made again when Meta ended it, with what else it held, and staff are told', async () => {
    h.sandbox.page.fields.clear()
    await look()
    expect(h.sandbox.page.fields).toEqual(new Set(PAGE_FIELDS))
    expect((await health()).error).toMatchObject({ code: 'subscribed_apps', human: false })

    h.sandbox.page.fields = new Set(['messages', 'feed'])
    h.clock.advance(15 * MINUTE)
    await look()
    expect(h.sandbox.page.fields).toEqual(new Set(['messages', 'feed', ...PAGE_FIELDS]))
    expect((await health()).error?.label).toContain('messaging_postbacks')
  })

  it('that cannot be made again is told as a task for a person', async () => {
    h.sandbox.page.fields.clear()
    h.sandbox.page.token.scopes = ['pages_messaging']
    await look()
    expect((await health()).error).toMatchObject({ code: 'subscribed_apps 200', human: true })
  })

  it('is not touched on an answer that cannot be read', async () => {
    h.sandbox.page.fields.clear()
    h.sandbox.addFault({ kind: 'http', platform: 'messenger', status: 502, body: '<html>', times: 1 })
    await look()
    expect(calls('subscribe')).toHaveLength(0)
    h.clock.advance(15 * MINUTE)
    await look()
    expect(h.sandbox.page.fields.size).toBeGreaterThan(0)
  })
})

describe('the token of the Page', () => {
  it('is asked about once a day, with the token of the app', async () => {
    await look()
    h.clock.advance(23 * HOUR)
    await look()
    expect(calls('debug_token')).toHaveLength(1)
    expect(calls('debug_token')[0]).toMatchObject({ status: 200 })
    h.clock.advance(HOUR)
    await look()
    expect(calls('debug_token')).toHaveLength(2)
    expect((await health()).error).toBeNull()
  })

  it.each(['expiresAt', 'dataAccessExpiresAt'] as const)('is warned about 7 days before %s', async (end) => {
    h.sandbox.page.token[end] = new Date(h.clock.now().getTime() + 7 * DAY + HOUR)
    await look()
    expect((await health()).error).toBeNull()
    h.clock.advance(DAY)
    await look()
    expect((await health()).error).toMatchObject({ code: 'debug_token', human: true })
    expect((await health()).error?.label).toContain('ends 2026-11-30')
  })

  it('that lacks a permission is told by its name', async () => {
    h.sandbox.page.token.scopes = ['pages_manage_metadata']
    await look()
    expect((await health()).error?.label).toBe('permission missing: pages_messaging')
  })

  it('that is dead stands as such until it is alive again', async () => {
    h.sandbox.addFault({ kind: 'revoke-token', platform: 'messenger' })
    await look()
    expect((await health()).reauth).toMatchObject({ reason: 'token: 190/460' })
    const since = (await health()).reauth?.at
    h.clock.advance(15 * MINUTE)
    await look()
    expect((await health()).reauth?.at).toEqual(since)
    h.sandbox.clearFaults()
    h.clock.advance(15 * MINUTE)
    await look()
    expect((await health()).reauth).toBeNull()
  })

  it('is asked about at once when a send was refused for it; what waits goes out when it is alive', async () => {
    await look()
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    h.sandbox.addFault({ kind: 'expire-token', platform: 'messenger' })
    const send = () => h.adapter.send(h.message({ kind: 'text', text: 'x' }), 'key', new AbortController().signal)
    await send()
    await look()
    expect((await health()).reauth).toMatchObject({ reason: 'token: 190/463' })
    h.sandbox.clearFaults()
    expect(await send()).toMatchObject({ kind: 'retry', uncounted: true, reason: 'messenger: page paused (token)' })
    h.clock.advance(15 * MINUTE - 1)
    expect(await send()).toMatchObject({ kind: 'retry' })
    await memory.forget('token-looked-at')
    await look()
    expect(await send()).toMatchObject({ kind: 'sent' })
  })
})
