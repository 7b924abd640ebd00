import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatState } from '../../src/http/contract/chat.ts'
import { freePort } from '../support/redis.ts'

/** The program as a newcomer starts it, in a process of its own. */
class Started {
  readonly #child: ChildProcess
  readonly url: string
  output = ''

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
    child.stdout?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString()
    })
  }

  static async run(dataDir: string, port: number): Promise<Started> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', PUBLIC_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const started = new Started(child, `http://127.0.0.1:${port}`)
    await started.#ready()
    return started
  }

  /** Starts what cannot start; what it says when it has ended. */
  static async refused(dataDir: string, port: number): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, PUBLIC_URL: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await new Promise((resolve) => child.once('close', resolve))
    return said
  }

  async #ready(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error(`ended early: ${this.output}`)
      const ready = await fetch(`${this.url}/readyz`).then(
        (res) => res.ok,
        () => false,
      )
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve())
      this.#child.kill(signal)
    })
  }
}

let dataDir = ''
let port = 0
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-kill-'))
  chmodSync(dataDir, 0o755)
  port = await freePort()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function chat(url: string, cookie: { value: string }, content?: Record<string, unknown>): Promise<ChatState> {
  const headers = { 'content-type': 'application/json', 'x-requested-with': 'lang-nghe', cookie: cookie.value }
  if (content !== undefined) {
    const body = JSON.stringify({ clientId: randomUUID(), content })
    const res = await fetch(`${url}/api/chat/messages`, { method: 'POST', headers, body })
    if (!res.ok) throw new Error(`chat: ${res.status}`)
  }
  const res = await fetch(`${url}/api/chat/state`, { headers })
  const set = res.headers.getSetCookie()[0]
  if (set !== undefined) cookie.value = set.split(';', 1)[0] ?? ''
  return (await res.json()) as ChatState
}

/** Asks again until the bot has said this. */
async function heard(url: string, cookie: { value: string }, part: string): Promise<ChatState> {
  for (;;) {
    const state = await chat(url, cookie)
    if (state.messages.some((m) => m.from !== 'resident' && m.text.includes(part))) return state
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function tap(url: string, cookie: { value: string }, label: string): Promise<void> {
  const { messages } = await chat(url, cookie)
  const choice = messages
    .flatMap((m) => m.choices)
    .reverse()
    .find((c) => c.label === label)
  if (choice === undefined) throw new Error(`no choice ${label}`)
  await chat(url, cookie, { kind: 'choice', choiceId: choice.id, label })
}

describe('a killed program', () => {
  it('goes on where it was: an acknowledged message is answered, the complaint is filed once', async () => {
    const cookie = { value: '' }
    const first = await Started.run(dataDir, port)
    await chat(first.url, cookie)
    await chat(first.url, cookie, { kind: 'text', text: 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don' })
    await heard(first.url, cookie, 'phường Phú Cường')
    // Acknowledged with 200, then killed at once: nobody has answered it yet.
    await tap(first.url, cookie, 'Bỏ qua')
    await first.end('SIGKILL')

    const second = await Started.run(dataDir, port)
    await heard(second.url, cookie, 'Gửi phản ánh này')
    await tap(second.url, cookie, 'Gửi')
    await second.end('SIGKILL')

    const third = await Started.run(dataDir, port)
    const { messages } = await heard(third.url, cookie, 'đã chuyển đến')
    const texts = messages.filter((m) => m.from !== 'resident').map((m) => m.text)
    expect(texts.filter((t) => t.includes('Đã gửi. Mã'))).toHaveLength(1)
    expect(texts.filter((t) => t.includes('đã chuyển đến'))).toHaveLength(1)
    expect(texts.filter((t) => t.includes('Gửi phản ánh này'))).toHaveLength(1)
    await third.end('SIGTERM')
  }, 180_000)

  it('says in one line that the port is taken, and that the data folder is in use', async () => {
    const running = await Started.run(dataDir, port)
    expect(await Started.refused(dataDir, port)).toMatch(/^Cổng \d+ đang có chương trình khác dùng[^\n]*\n$/)
    expect(await Started.refused(dataDir, await freePort())).toMatch(/^Thư mục dữ liệu[^\n]*\n$/)
    await running.end('SIGTERM')
  }, 120_000)
})
