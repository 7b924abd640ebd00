import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/db/embedded.ts'

const PARENT = fileURLToPath(new URL('../../support/embedded-parent.ts', import.meta.url))

let folder: string
let dataDir: string
const running: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ln-embedded-'))
  dataDir = join(folder, 'pg')
})

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child)
  // Whatever a test left running is adopted and stopped.
  if (existsSync(join(dataDir, 'postmaster.pid')) && running.length === 0) await start()
  for (const server of running.splice(0)) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

// Each makes a database of its own, which takes its time on a busy machine.
describe('startEmbeddedPostgres', { timeout: 90_000 }, () => {
  it('keeps the data over stop and start, and leaves no process behind', async () => {
    const first = await start()
    await query(first, `create table kept as select 'còn đây' as word`)
    const pid = postmasterPid()
    await first.stop()
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false)
    expect(alive(pid)).toBe(false)
    const second = await start()
    expect(await query(second, 'select word from kept')).toEqual([{ word: 'còn đây' }])
  })

  it('listens on a socket in a private folder only', async () => {
    const server = await start()
    const [settings] = await query(
      server,
      `select current_setting('listen_addresses') as tcp, current_setting('server_encoding') as encoding,
       (select datlocale from pg_database where datname = current_database()) as locale`,
    )
    expect(settings).toEqual({ tcp: '', encoding: 'UTF8', locale: 'C.UTF-8' })
  })

  it('adopts the server after its parent was killed', async () => {
    const parent = await startParent()
    expect(parent.first).toMatchObject({ ready: expect.any(String) })
    const pid = postmasterPid()
    await killed(parent.child)
    expect(alive(pid)).toBe(true)
    const server = await start()
    expect(postmasterPid()).toBe(pid)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('recovers when parent and server were both killed', async () => {
    const parent = await startParent()
    await killed(parent.child)
    process.kill(postmasterPid(), 'SIGKILL')
    const server = await start()
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('is not fooled by a pid file whose number now belongs to a stranger', async () => {
    const first = await start()
    const pidFile = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
    await first.stop()
    running.length = 0
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
    children.push(stranger)
    writeFileSync(join(dataDir, 'postmaster.pid'), [stranger.pid, ...pidFile.slice(1)].join('\n'))
    const server = await start()
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(alive(stranger.pid ?? 0)).toBe(true)
  })

  it('refuses a second owner in one line that names the first', async () => {
    const parent = await startParent()
    await expect(start()).rejects.toThrow(
      `Thư mục dữ liệu ${folder} đang được tiến trình ${parent.child.pid} dùng: hãy dừng tiến trình đó, hoặc đặt DATA_DIR khác.`,
    )
  })

  it('lets exactly one of two cold starts win', async () => {
    const both = await Promise.all([startParent(), startParent()])
    const won = both.filter((one) => 'ready' in one.first)
    expect(won).toHaveLength(1)
  })

  it('says in one line what to do about a folder that cannot be written', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    await expect(startEmbeddedPostgres({ dataDir: join(file, 'data', 'pg') })).rejects.toThrow(
      /^Không ghi được vào thư mục dữ liệu .*hãy cấp quyền ghi hoặc đặt DATA_DIR khác\.$/,
    )
  })

  it('does not take a folder that holds something else', async () => {
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'photo.jpg'), '')
    await expect(start()).rejects.toThrow(/đã có nhưng không phải dữ liệu PostgreSQL/)
    expect(existsSync(join(dataDir, 'photo.jpg'))).toBe(true)
  })

  it('works below a folder that others cannot enter, and with a path too long for a socket', async () => {
    chmodSync(folder, 0o700)
    dataDir = join(folder, "thư mục dài có dấu 'nháy' và cách ".repeat(4), 'pg')
    mkdirSync(join(dataDir, '..'), { recursive: true })
    const server = await start()
    expect(Buffer.byteLength(server.connection.host)).toBeLessThan(90)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  running.push(server)
  return server
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new Client(server.connection)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function startParent(): Promise<{ child: ChildProcess; first: Record<string, unknown> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PARENT, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Record<string, unknown>
    if (!('log' in event)) return { child, first: event }
  }
  throw new Error('the parent ended without a word')
}

function postmasterPid(): number {
  return Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
}

function alive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.on('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
