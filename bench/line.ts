/**
 * Messages per second and latency of the main line: from the signed webhook to the platform's send call, embedded
 * PostgreSQL and Redis, beside a bare express echo in the same run. Ratios count; digits differ between machines.
 *
 *   npm run bench:line -- [--messages 600] [--rate 40]
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import express from 'express'
import type { Config } from '../src/config/config.ts'
import { type Context, createContext } from '../src/context.ts'
import { unlimitedBudget } from '../src/core/channel-memory.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { silentTelemetry } from '../src/telemetry/telemetry.ts'

const { values } = parseArgs({ options: { messages: { type: 'string' }, rate: { type: 'string' } } })
const MESSAGES = Number(values.messages ?? 600)
const RATE = Number(values.rate ?? 40)
const ZALO = { appId: '111', oaId: '222', oaSecretKey: 'bench', appSecret: 'x', accessToken: 'y', refreshToken: 'z' }

interface Percentiles {
  n: number
  p50: number
  p99: number
}

/** Stands where Zalo stands: answers at once, notes when which resident heard from us first after each message. */
async function platform(): Promise<{
  server: Server
  url: string
  heard: Map<string, number>
  wait(n: number): Promise<void>
}> {
  const heard = new Map<string, number>()
  let wake: () => void = () => undefined
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (c: Buffer) => chunks.push(c))
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { recipient?: { user_id?: string } }
      const user = body.recipient?.user_id ?? ''
      if (!heard.has(user)) heard.set(user, performance.now())
      wake()
      const data = { message_id: randomBytes(8).toString('hex'), user_id: user }
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify({ error: 0, message: 'Success', data }))
    })
  })
  const url = await listen(server)
  const wait = async (n: number): Promise<void> => {
    while (heard.size < n) await new Promise<void>((resolve) => (wake = resolve))
  }
  return { server, url, heard, wait }
}

async function line(name: string, redisUrl: string | null): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'lang-nghe-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'pg') })
  const zalo = await platform()
  const server = createServer()
  const url = await listen(server)
  const context = await contextOf({ url, redisUrl, zaloUrl: zalo.url, dir, connection: postgres.connection })
  server.on('request', context.app)
  await context.start()
  const burst = await measure(zalo, { url, prefix: '1', gapMs: 0 })
  const paced = await measure(zalo, { url, prefix: '2', gapMs: 1000 / RATE })
  console.log(
    `${name.padEnd(22)} burst of ${MESSAGES}: ${(MESSAGES / (burst.ms / 1000)).toFixed(0).padStart(4)} messages/s` +
      `   at ${RATE}/s: p50 ${paced.latency.p50.toFixed(0)} ms, p99 ${paced.latency.p99.toFixed(0)} ms`,
  )
  server.close()
  zalo.server.close()
  await context.close()
  await postgres.stop()
  rmSync(dir, { recursive: true, force: true })
}

async function measure(
  zalo: Awaited<ReturnType<typeof platform>>,
  run: { url: string; prefix: string; gapMs: number },
): Promise<{ ms: number; latency: Percentiles }> {
  zalo.heard.clear()
  const sent = new Map<string, number>()
  const started = performance.now()
  const posts: Promise<void>[] = []
  for (let i = 0; i < MESSAGES; i++) {
    const user = `${run.prefix}${String(i).padStart(12, '0')}`
    const due = started + i * run.gapMs
    const early = due - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    sent.set(user, performance.now())
    posts.push(post(run.url, user))
    if (run.gapMs === 0 && posts.length % 64 === 0) await Promise.all(posts.slice(-64))
  }
  await Promise.all(posts)
  await zalo.wait(MESSAGES)
  const took = [...sent].map(([user, at]) => (zalo.heard.get(user) ?? Number.NaN) - at)
  return { ms: performance.now() - started, latency: percentiles(took) }
}

async function post(url: string, user: string): Promise<void> {
  const timestamp = String(Date.now())
  const event = { app_id: ZALO.appId, event_name: 'user_send_text', sender: { id: user }, recipient: { id: ZALO.oaId } }
  const message = { text: 'den duong hu o phuong Phu Loi', msg_id: `${user}-${timestamp}` }
  const body = JSON.stringify({ ...event, message, timestamp })
  const mac = createHash('sha256')
    .update(ZALO.appId + body + timestamp + ZALO.oaSecretKey)
    .digest('hex')
  const res = await fetch(`${url}/webhooks/zalo`, {
    method: 'POST',
    body,
    headers: { 'x-zevent-signature': `mac=${mac}` },
  })
  await res.arrayBuffer()
  if (res.status !== 200) throw new Error(`webhook answered ${res.status}`)
}

function percentiles(values: number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
  return { n: sorted.length, p50: at(0.5), p99: at(0.99) }
}

async function contextOf(input: {
  url: string
  redisUrl: string | null
  zaloUrl: string
  dir: string
  connection: { host: string; user: string; database: string }
}): Promise<Context> {
  const port = Number(new URL(input.url).port)
  const config: Config = {
    roles: new Set(['gateway', 'worker', 'console']),
    port,
    publicUrl: input.url,
    chatEmbedOrigins: [],
    packId: 'binh-duong-2022',
    dataDir: input.dir,
    logLevel: 'silent',
    database: 'embedded',
    queue: input.redisUrl === null ? 'postgres' : 'redis',
    blobs: { kind: 'postgres' as const },
    channels: {
      zalo: { kind: 'on', apiBase: input.zaloUrl, oauthBase: input.zaloUrl },
      messenger: {
        kind: 'off',
        missing: [],
        graphBase: input.zaloUrl,
        graphVersion: 'v25.0',
        appId: null,
        comments: 'off',
        commentPointer: 'off',
      },
    },
  }
  const secrets = {
    sessionSecret: randomBytes(32).toString('hex'),
    fieldKey: randomBytes(32),
    databaseUrl: null,
    redisUrl: input.redisUrl,
    s3: null,
    zalo: ZALO,
    messenger: null,
  }
  return createContext({
    config,
    secrets,
    database: { connection: input.connection },
    port,
    overrides: { telemetry: silentTelemetry(), budget: unlimitedBudget },
  })
}

/** The bare echo that everything is set beside. */
async function bareExpress(): Promise<void> {
  const app = express()
  app.post('/webhooks/zalo', express.raw({ type: () => true }), (_req, res) => {
    res.send('ok')
  })
  const server = createServer(app)
  const url = await listen(server)
  const result = await autocannon({
    url: `${url}/webhooks/zalo`,
    method: 'POST',
    body: 'x'.repeat(300),
    connections: 64,
    duration: 5,
  })
  console.log(
    `${'bare express, 200 only'.padEnd(22)} ${result.requests.average.toFixed(0)} requests/s, p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms`,
  )
  server.close()
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

async function withRedis(run: (url: string) => Promise<void>): Promise<void> {
  const probe = createServer()
  const port = Number(new URL(await listen(probe)).port)
  probe.close()
  const redis = spawn(
    'redis-server',
    ['--port', String(port), '--save', '', '--appendonly', 'yes', '--dir', tmpdir()],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const started = await new Promise<boolean>((resolve) => {
    redis.once('error', () => resolve(false))
    redis.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept')) resolve(true)
    })
  })
  if (!started) {
    console.log('Redis: skipped, no redis-server here (apt-get install redis-server)')
    return
  }
  await run(`redis://127.0.0.1:${port}`)
  redis.kill()
}

await bareExpress()
await line('embedded PostgreSQL', null)
await withRedis((url) => line('Redis', url))
await bareExpress()
