import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { type Loaded, loadConfig } from '../config/config.ts'
import { readEnvironment } from '../config/env.ts'
import { type Context, createContext } from '../context.ts'
import { StartupProblem } from '../core/errors.ts'
import type { DbTarget } from '../db/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded.ts'
import { demoStaff } from './demo-staff.ts'
import { greet } from './greeting.ts'

/** Longest time for a graceful stop; then the process ends all the same (a sweep repairs what was left). */
const STOP_WITHIN_MS = 20_000

/** Reads the settings, builds the context, starts the chosen roles, stops on a signal. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await run(argv)
  } catch (error) {
    // One clear line for what whoever starts the program can mend; a stack only for bugs.
    if (error instanceof StartupProblem) process.stderr.write(`${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  }
}

async function run(argv: readonly string[]): Promise<void> {
  const loaded = loadConfig({ argv, environment: readEnvironment(process.cwd()) })
  const { config, secrets } = loaded
  const signals = listenForSignals()
  const server = createServer((_req, res) => {
    res.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain; charset=utf-8' }).end('starting\n')
  })
  const port = await listen(server, config.port)
  let embedded: EmbeddedPostgres | null = null
  let context: Context | null = null
  try {
    embedded =
      config.database === 'embedded' ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'pg') }) : null
    const database = targetOf(embedded, secrets.databaseUrl)
    context = await createContext({ config: withPort(loaded, port), secrets, database, port })
    server.removeAllListeners('request')
    server.on('request', context.app)
    await context.start()
  } catch (error) {
    await context?.close()
    await embedded?.stop()
    server.close()
    throw explained(error)
  }
  const accounts = config.database === 'embedded' ? await demoStaff(context) : []
  greet({ loaded: { ...loaded, config: withPort(loaded, port) }, port, accounts, sandbox: context.sandbox !== null })
  const running = { server, context, embedded }
  signals.stopWith(() => stopAll(running))
}

function withPort({ config }: Loaded, port: number): Loaded['config'] {
  return config.port === port ? config : { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) }
}

function targetOf(embedded: EmbeddedPostgres | null, url: string | null): DbTarget {
  if (embedded !== null) return { connection: embedded.connection }
  if (url === null) throw new StartupProblem('Thiếu DATABASE_URL.')
  return { url }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(error, port)))
    server.listen(port, () => {
      const at = server.address()
      resolve(typeof at === 'object' && at !== null ? at.port : port)
    })
  })
}

function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartupProblem(
      `Cổng ${port} đang có chương trình khác dùng: hãy tắt chương trình đó, hoặc chạy với PORT=${port + 1}.`,
    )
  }
  if (error.code === 'EACCES')
    return new StartupProblem(`Không được phép mở cổng ${port}: hãy chọn PORT từ 1024 trở lên.`)
  return error
}

/** What a wrong address or password of a service throws, in one line. Never the address itself: it holds a password. */
function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT', 'ECONNRESET'].includes(code)) {
    return new StartupProblem(
      `Không nối được PostgreSQL (${code}): hãy kiểm tra DATABASE_URL và máy chủ cơ sở dữ liệu.`,
    )
  }
  if (/^(28|3D)/.test(code)) {
    return new StartupProblem(
      `PostgreSQL từ chối (${code}): hãy kiểm tra tên, mật khẩu và tên cơ sở dữ liệu trong DATABASE_URL.`,
    )
  }
  return error
}

/**
 * From the first moment: a signal that comes while the database is starting is kept until everything can be stopped in
 * order, or the embedded server would outlive us.
 */
function listenForSignals(): { stopWith(stop: () => Promise<void>): void } {
  let stop: (() => Promise<void>) | null = null
  let asked = false
  const run = (): void => {
    if (stop === null) return
    const end = stop
    stop = null
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    void end().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  const onSignal = (): void => {
    asked = true
    run()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    stopWith: (how) => {
      stop = how
      if (asked) run()
    },
  }
}

/** New requests first, then work, then connections, the database last. */
async function stopAll(parts: { server: Server; context: Context; embedded: EmbeddedPostgres | null }): Promise<void> {
  parts.server.close()
  await parts.context.close()
  parts.server.closeAllConnections()
  await parts.embedded?.stop()
}
