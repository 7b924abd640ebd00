/**
 * Signed Zalo webhooks per second, and the time until each is durable (its 200 comes after the commit), beside a bare
 * `node:http` and a bare express that answer 200 and read nothing: by turns, several rounds, and the median of the
 * rounds' ratios counts, for a machine has other things to do. Then at a steady pace. A tenth of the webhooks are
 * repeats; afterwards the table is compared with what was sent. The load comes from a second process; how much of a
 * core it took is told too, for what it cannot send nobody can answer.
 *
 *   npm run bench:intake -- [--rounds 5] [--webhooks 10000] [--rate 360] [--seconds 20] [--connections 64]
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import express from 'express'
import type { Config } from '../src/config/config.ts'
import { type Context, createContext } from '../src/context.ts'
import { unlimitedBudget } from '../src/core/channel-memory.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { silentTelemetry } from '../src/telemetry/telemetry.ts'

const ZALO = { appId: '111', oaId: '222', oaSecretKey: 'bench', appSecret: 'x', accessToken: 'y', refreshToken: 'z' }

/** What the second process is told. */
interface Load {
  url: string
  /** All requests of the run, repeats included. */
  webhooks: number
  connections: number
  /** Sets the messages of one run apart from those of another. */
  prefix: string
  /** Requests a second in all; 0: as fast as they are answered. */
  rate: number
}

interface Loaded {
  perSecond: number
  p50: number
  p99: number
  max: number
  /** How much of a core the load itself took. */
  core: number
  /** Answers other than 2xx, and requests without any. */
  failed: number
  ok: number
}

interface Message {
  user: string
  id: string
}

/** The messages of one connection, in order: each tenth repeats one of the neighbour's, which flies at the same time. */
function messagesOf(load: Load, connection: number): Message[] {
  const each = Math.floor(load.webhooks / load.connections)
  return Array.from({ length: each }, (_, i) => {
    const by = i % 10 === 9 ? (connection + 1) % load.connections : connection
    const n = i % 10 === 9 ? i - 5 : i
    // Twenty messages of each resident.
    const user = `${load.prefix}${String(by).padStart(4, '0')}${String(Math.floor(n / 20)).padStart(8, '0')}`
    return { user, id: `${load.prefix}-${by}-${n}` }
  })
}

function allMessages(load: Load): Message[] {
  return Array.from({ length: load.connections }, (_, c) => messagesOf(load, c)).flat()
}

function signedRequest({ user, id }: Message): autocannon.Request {
  const timestamp = String(Date.now())
  const event = {
    app_id: ZALO.appId,
    user_id_by_app: user,
    event_name: 'user_send_text',
    sender: { id: user },
    recipient: { id: ZALO.oaId },
    message: {
      text: `Đèn đường hư ở phường Phú Lợi đã ba ngày, mong sửa giúp. ${'Xin cảm ơn. '.repeat(40)}`,
      msg_id: id,
    },
    timestamp,
  }
  const body = JSON.stringify(event)
  const mac = createHash('sha256')
    .update(ZALO.appId + body + timestamp + ZALO.oaSecretKey)
    .digest('hex')
  const headers = { 'content-type': 'application/json', 'x-zevent-signature': `mac=${mac}` }
  return { method: 'POST', path: '/webhooks/zalo', headers, body }
}

/** In the second process. */
async function runLoad(load: Load): Promise<Loaded> {
  let next = 0
  const requests = Array.from({ length: load.connections }, (_, c) => messagesOf(load, c).map(signedRequest))
  const amount = requests.flat().length
  const started = performance.now()
  const cpu = process.cpuUsage()
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    amount,
    timeout: 30,
    ...(load.rate === 0 ? {} : { overallRate: load.rate }),
    setupClient: (client) => client.setRequests(requests[next++] ?? []),
  })
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: amount / (ms / 1000),
    core: (user + system) / 1000 / ms,
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
    failed: result.non2xx + result.errors + result.timeouts,
    ok: result['2xx'],
  }
}

function loadFromOutside(load: Load): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), '--load', JSON.stringify(load)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Loaded)
      else reject(new Error(`the load ended with ${code}`))
    })
  })
}

interface Settings {
  rounds: number
  webhooks: number
  connections: number
  rate: number
  seconds: number
}

/** Something that answers webhooks, and how fast it did in each round. */
interface Contestant {
  name: string
  /** The figures of one round. */
  round(prefix: string): Promise<Loaded>
  /** What is to be tried once, and the end. */
  finish(): Promise<void>
}

async function bare(name: string, listener: RequestListener, settings: Settings): Promise<Contestant> {
  const server = createServer(listener)
  const url = await listen(server)
  const { webhooks, connections } = settings
  return {
    name,
    round: (prefix) => loadFromOutside({ url, webhooks, connections, prefix, rate: 0 }),
    finish: async () => void server.close(),
  }
}

async function intake(name: string, redisUrl: string | null, settings: Settings): Promise<Contestant> {
  const dir = mkdtempSync(join(tmpdir(), 'lang-nghe-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'pg') })
  const server = createServer()
  const url = await listen(server)
  const context = await contextOf({ url, redisUrl, dir, connection: postgres.connection })
  server.on('request', context.app)
  const { webhooks, connections } = settings
  const loads: Load[] = []
  const send = async (load: Load): Promise<Loaded> => {
    loads.push(load)
    const result = await loadFromOutside(load)
    if (result.failed > 0) process.exitCode = 1
    return result
  }
  return {
    name,
    round: (prefix) => send({ url, webhooks, connections, prefix, rate: 0 }),
    finish: async () => {
      const { rate, seconds } = settings
      // The rate is shared out in whole requests for each connection.
      const paced = { url, webhooks: rate * seconds, connections: largestDivisor(rate, connections), prefix: '9', rate }
      tell(`${name}, ${rate}/s`, await send(paced))
      console.log(`  ${await compared(context, loads)}`)
      server.close()
      await context.close()
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function largestDivisor(of: number, upTo: number): number {
  let divisor = Math.min(of, upTo)
  while (of % divisor !== 0) divisor--
  return divisor
}

/** What was sent beside what is in the tables. */
async function compared(context: Context, loads: readonly Load[]): Promise<string> {
  const sent = loads.flatMap(allMessages)
  const wanted = new Set(sent.map(({ id }) => id))
  const users = new Set(sent.map(({ user }) => user))
  const { rows } = await context.db.pool.query<{ id: string; right: boolean }>(
    `select m.provider_message_id as id, c.address like split_part(m.provider_message_id, '-', 1)
       || lpad(split_part(m.provider_message_id, '-', 2), 4, '0') || '%' as right
     from inbound_messages m join conversations c on c.id = m.conversation_id`,
  )
  const found = new Set(rows.map(({ id }) => id))
  const lost = [...wanted].filter((id) => !found.has(id)).length
  const doubled = rows.length - found.size
  const astray = rows.filter(({ right }) => !right).length
  const { rows: people } = await context.db.pool.query<{ n: number }>('select count(*)::int as n from residents')
  const twice = (people[0]?.n ?? 0) - users.size
  if (lost + doubled + astray + Math.abs(twice) > 0) process.exitCode = 1
  return (
    `${sent.length} sent, ${wanted.size} different, ${rows.length} stored: ${lost} lost, ${doubled} doubled, ` +
    `${astray} in a wrong conversation, ${twice} residents too many`
  )
}

function contextOf(input: {
  url: string
  redisUrl: string | null
  dir: string
  connection: { host: string; user: string; database: string }
}): Promise<Context> {
  const port = Number(new URL(input.url).port)
  const nowhere = 'http://127.0.0.1:1'
  const config: Config = {
    roles: new Set(['gateway']),
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
      zalo: { kind: 'on', apiBase: nowhere, oauthBase: nowhere },
      messenger: {
        kind: 'off',
        missing: [],
        graphBase: nowhere,
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
    overrides: { telemetry: silentTelemetry(), schedules: 'off', budget: unlimitedBudget },
  })
}

function tell(name: string, { perSecond, p50, p99, max, ok, failed, core }: Loaded): void {
  console.log(
    `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(6)}/s   p50 ${p50} ms, p99 ${p99} ms, max ${max} ms` +
      `   ${ok} answered 2xx, ${failed} failed, the load took ${core.toFixed(2)} cores (load average ${loadavg()[0]?.toFixed(1)})`,
  )
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

/** Null: there is no Redis here. */
async function startRedis(): Promise<{ url: string; stop(): void } | null> {
  const probe = createServer()
  const port = Number(new URL(await listen(probe)).port)
  probe.close()
  const args = ['--port', String(port), '--save', '', '--appendonly', 'no', '--dir', tmpdir()]
  const redis = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const started = await new Promise<boolean>((resolve) => {
    redis.once('error', () => resolve(false))
    redis.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept')) resolve(true)
    })
  })
  if (started) return { url: `redis://127.0.0.1:${port}`, stop: () => void redis.kill() }
  console.log('Redis: skipped, no redis-server here (apt-get install redis-server)')
  return null
}

function bareExpress(settings: Settings): Promise<Contestant> {
  const app = express()
  app.post('/webhooks/zalo', (_req, res) => {
    res.send('ok')
  })
  return bare('bare express, 200 only', app, settings)
}

async function main(settings: Settings): Promise<void> {
  const redis = await startRedis()
  const http = await bare('bare node:http, 200 only', (_req, res) => void res.end('ok'), settings)
  const byExpress = await bareExpress(settings)
  const ours = [await intake('intake, queue on PostgreSQL', null, settings)]
  if (redis !== null) ours.push(await intake('intake, queue on Redis', redis.url, settings))
  const all = [http, byExpress, ...ours]
  const speeds = new Map(all.map((each) => [each, [] as number[]]))
  // Round 0 warms up, and does not count.
  for (let round = 0; round <= settings.rounds; round++) {
    for (const each of all) {
      const result = await each.round(String(round + 1))
      if (round === 0) continue
      tell(each.name, result)
      speeds.get(each)?.push(result.perSecond)
    }
  }
  for (const each of all) await each.finish()
  redis?.stop()
  const shares = (each: Contestant, of: Contestant): number[] =>
    (speeds.get(each) ?? []).map((speed, round) => (speed / (speeds.get(of)?.[round] ?? Number.NaN)) * 100)
  for (const each of ours) {
    const share = (of: Contestant): string => `${median(shares(each, of)).toFixed(0)} % of ${of.name.split(',')[0]}`
    const rounds = shares(each, byExpress).map((percent) => percent.toFixed(0))
    console.log(`${each.name}: ${share(byExpress)} (rounds: ${rounds.join(', ')}), ${share(http)}`)
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

const number = (value: string | undefined, otherwise: number): number => Number(value ?? otherwise)
const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    webhooks: { type: 'string' },
    connections: { type: 'string' },
    rate: { type: 'string' },
    seconds: { type: 'string' },
    load: { type: 'string' },
  },
})
if (values.load === undefined) {
  await main({
    rounds: number(values.rounds, 5),
    webhooks: number(values.webhooks, 10_000),
    connections: number(values.connections, 64),
    rate: number(values.rate, 360),
    seconds: number(values.seconds, 20),
  })
} else process.stdout.write(JSON.stringify(await runLoad(JSON.parse(values.load) as Load)))
