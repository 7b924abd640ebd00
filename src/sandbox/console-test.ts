import { SECOND } from '../core/durations.ts'
import { type Platform, resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'
import { graphHeaders } from './variants.ts'

export interface TestAnswer {
  what: string
  /** Null: no answer in time. */
  status: number | null
  /** The platform would save the address, or show a green mark. */
  accepted: boolean
}

/** The patience of both consoles is not published; that of a webhook is 2 and 5 s. */
const TIMEOUT_MS = 5 * SECOND

/**
 * The "check" of the platform's own console, past the ladder. Zalo posts an odd event without signature and saves the
 * address only after 200. Meta asks for its challenge, then posts two samples that fit no shape of its documentation.
 */
export async function consoleTest(parts: SandboxParts, platform: Platform): Promise<TestAnswer[]> {
  const answers = platform === 'zalo' ? [await zaloTest(parts)] : await metaTests(parts)
  for (const { what, status } of answers) {
    parts.state.note({ direction: 'out', platform, what: `console: ${what}`, status, headers: {}, body: null })
  }
  return answers
}

async function zaloTest(parts: SandboxParts): Promise<TestAnswer> {
  const { oaId, webhookUrl } = parts.options.zalo
  const body = JSON.stringify({
    event_name: 'user_send_text',
    recipient: { id: oaId },
    message: { text: 'This is testing' },
  })
  return posted('unsigned test', { url: resolved(webhookUrl), body, headers: {} })
}

async function metaTests(parts: SandboxParts): Promise<TestAnswer[]> {
  const { messenger } = parts.options
  const url = resolved(messenger.webhookUrl)
  const challenge = '1158201444'
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': messenger.verifyToken, 'hub.challenge': challenge }
  const shaken = await ask(`${url}?${new URLSearchParams(query)}`, { method: 'GET' })
  const value = {
    sender: { id: '12334' },
    recipient: { id: '23245' },
    timestamp: '1527459824',
    message: { mid: 'test_message_id', text: 'test_message' },
  }
  const samples: [string, object][] = [
    ['dashboard test', { object: 'page', entry: [{ id: '0', time: 1, changes: [{ field: 'messages', value }] }] }],
    ['documentation test', { object: 'page', entry: [{ messaging: [{ message: 'TEST_MESSAGE' }] }] }],
  ]
  const answers: TestAnswer[] = [
    { what: 'challenge', status: shaken.status, accepted: shaken.status === 200 && shaken.text === challenge },
  ]
  for (const [what, sample] of samples) {
    const body = JSON.stringify(sample)
    answers.push(
      await posted(what, { url, body, headers: graphHeaders({ appSecret: messenger.appSecret, body }, undefined) }),
    )
  }
  return answers
}

async function posted(
  what: string,
  to: { url: string; body: string; headers: Record<string, string> },
): Promise<TestAnswer> {
  const headers = { 'content-type': 'application/json', ...to.headers }
  const { status } = await ask(to.url, { method: 'POST', headers, body: to.body })
  return { what, status, accepted: status === 200 }
}

async function ask(url: string, init: RequestInit): Promise<{ status: number | null; text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, text: await response.text() }
  } catch {
    return { status: null, text: '' }
  }
}
