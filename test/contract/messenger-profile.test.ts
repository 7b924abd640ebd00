import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noFiles, silentLog } from '../../src/channels/deps.ts'
import { createMessengerAdapter } from '../../src/channels/messenger/adapter.ts'
import { runProfileCommand } from '../../src/channels/messenger/profile-command.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import type { PageProfile } from '../../src/core/pack.ts'
import { STANDING_CHOICES } from '../../src/core/pack.ts'
import { flows } from '../../src/flows/registry.ts'
import { planPack } from '../support/pack.ts'
import { realUnderstand } from '../support/understand.ts'
import { type ChannelHarness, channelHarness, rawOf, SECRETS } from './channel-harness.ts'

let h: ChannelHarness
let base = ''
let kept: Date[] = []
const profile = planPack().pageProfile as PageProfile

beforeEach(async () => {
  kept = []
  h = await channelHarness('messenger', (parts) => {
    base = parts.base
    return createMessengerAdapter(
      {
        appSecret: SECRETS.appSecret,
        verifyToken: SECRETS.verifyToken,
        pageId: SECRETS.pageId,
        pageToken: 'page-token',
        graphBase: `${base}/graph`,
        graphVersion: 'v25.0',
      },
      { clock: parts.clock, log: silentLog, files: noFiles },
    )
  })
})
afterEach(() => h.close())

async function run(mode: 'show' | 'apply', wanted: PageProfile = profile): Promise<string> {
  const lines: string[] = []
  await runProfileCommand({
    graph: {
      graphBase: `${base}/graph`,
      graphVersion: 'v25.0',
      pageId: SECRETS.pageId,
      pageToken: 'page-token',
      appSecret: SECRETS.appSecret,
      timeoutMs: 5000,
    },
    profile: wanted,
    mode,
    calls: {
      recent: () => kept,
      keep: (calls) => {
        kept = calls
      },
    },
    now: () => h.clock.now(),
    print: (line) => lines.push(line),
    signal: new AbortController().signal,
  })
  return lines.join('\n')
}
const calls = () => h.sandbox.record().map((r) => r.what)

describe('the profile of the Page', () => {
  it('is shown with what differs, and not touched', async () => {
    const shown = await run('show')
    expect(shown).toContain('+     "text": "Chào Anh/Chị.')
    expect(shown).toContain('--apply')
    expect(calls()).toEqual(['messenger_profile'])
    expect(h.sandbox.page.profile).toEqual({})
  })

  it('is set once; a second run finds nothing to do', async () => {
    await run('apply')
    expect(h.sandbox.page.profile.get_started).toEqual({ payload: 'GET_STARTED' })
    expect(await run('apply')).toContain('đã đúng')
    expect(calls()).toEqual(['messenger_profile', 'set-profile', 'messenger_profile'])
  })

  it('changes only the field that differs, and removes what the pack does not want', async () => {
    await run('apply')
    h.sandbox.forgetRecord()
    const shown = await run('apply', { ...profile, greeting: 'Chào.', questions: [] })
    expect(shown).toContain('-     "text": "Chào Anh/Chị.')
    const set = h.sandbox.record().find((r) => r.what === 'set-profile')?.body
    expect(Object.keys(set as object).filter((k) => k !== 'appsecret_proof')).toEqual(['greeting'])
    expect(Object.keys(h.sandbox.page.profile).sort()).toEqual(['get_started', 'greeting', 'persistent_menu'])
  })

  it('stops before the limit of 10 calls in 10 minutes, and says so', async () => {
    for (let n = 0; n < 8; n++) await run('show')
    await expect(run('show')).rejects.toThrow(/10 phút/)
    expect(calls()).toHaveLength(8)
    h.clock.advance(10 * 60_000)
    await run('show')
  })

  it('tells a refusal with its code, without the token', async () => {
    h.sandbox.addFault({ kind: 'expire-token', platform: 'messenger' })
    const failed = await run('apply').catch((error: unknown) => String(error))
    expect(failed).toContain('190/463')
    expect(failed).not.toContain('page-token')
  })
})

describe('what the Page offers', () => {
  const understand = realUnderstand(planPack())
  const answer = (content: Parameters<typeof takeTurn>[0]['turn']['content']) =>
    takeTurn({
      active: null,
      turn: {
        content,
        inboundId: 'i',
        understanding: understand(content.kind === 'text' ? content.text : ''),
        now: h.clock.now(),
        pack: planPack(),
        channel: 'messenger',
        tickets: [],
        mentioned: null,
        mentionedIsMine: false,
        knownContact: { name: null, phone: null },
        route: () => null,
        casePage: (code) => `https://vidu.vn/phieu/${code}`,
        lastSaidKey: 'x',
        lastChoices: [],
      },
    })

  it.each(profile.questions)('"%s" is heard as said and understood', (question) => {
    const postback = { mid: 'm', title: question, payload: 'ASK' }
    const messaging = [{ sender: { id: '1' }, recipient: { id: h.account }, timestamp: 1763868000000, postback }]
    const raw = rawOf(JSON.stringify({ object: 'page', entry: [{ id: h.account, time: 1, messaging }] }))
    expect(h.adapter.parse(raw).messages[0]?.content).toEqual({ kind: 'text', text: question })
    const said = JSON.stringify(answer({ kind: 'text', text: question }).say)
    expect(said).not.toContain('chưa hiểu')
  })

  it.each(STANDING_CHOICES)('%s is good at any time', (choiceId) => {
    const taken = answer({ kind: 'choice', choiceId, label: 'x' })
    const said = taken.say.map((c) => ('text' in c ? c.text : '')).join(' ')
    expect(planPack().text('common.choiceExpired', {}, 0)).not.toBe('')
    for (const turn of [0, 1]) expect(said).not.toContain(planPack().text('common.choiceExpired', {}, turn))
    expect(taken.say.length + taken.effects.length).toBeGreaterThan(0)
    if (taken.active !== null) expect(flows.has(taken.active.flowId)).toBe(true)
  })
})
