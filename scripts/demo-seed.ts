import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { DateTime } from 'luxon'
import { z } from 'zod'
import { loadConfig } from '../src/config/config.ts'
import { readEnvironment } from '../src/config/env.ts'
import { systemClock } from '../src/core/clock.ts'
import { StartupProblem } from '../src/core/errors.ts'
import { createDb, type Db, type DbTarget } from '../src/db/client.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { createFieldCipher } from '../src/db/field-cipher.ts'
import { migrateDb } from '../src/db/migrate.ts'
import { clearDemo } from '../src/demo/clear.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { actThroughUseCases } from '../src/demo/use-cases.ts'
import { loadPack } from '../src/packs/load.ts'

const USAGE = `npm run demo:seed -- [--cases 2000] [--from 2025-12-01] [--to now|2026-11-30] [--seed 7]
    [--through-use-cases 20] [--clear] [--yes]
  Ghi phiếu minh họa (đánh dấu demo). --clear: xóa hết dữ liệu minh họa. --yes: cả khi đã có dữ liệu thật.`

interface Options {
  cases: number
  from: string | undefined
  to: string
  seed: number
  throughUseCases: number
  clear: boolean
  yes: boolean
}

/** `npm run demo:seed`: believable cases for a demonstration, or their removal. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const { config, secrets } = loadConfig({ argv: [], environment: readEnvironment(process.cwd()) })
  const folder = resolve('data', config.packId)
  const pack = loadPack(folder)
  const database = await reach(secrets.databaseUrl, config.dataDir)
  const db = createDb({ ...database.target, max: 4 })
  try {
    await migrateDb(database.target)
    if (options.clear) {
      console.log(`Đã xóa ${await clearDemo(db)} phiếu minh họa.`)
      return
    }
    if (config.database === 'external' && !options.yes) await refuseRealData(db)
    const now = systemClock.now()
    const to = options.to === 'now' ? now : endOf(options.to, { zone: pack.timeZone, now })
    const from = options.from === undefined ? yearBefore(to, pack.timeZone) : dayStart(options.from, pack.timeZone)
    if (from >= to || to > now)
      throw new StartupProblem('Khoảng ngày không hợp lệ: --from phải trước --to, --to không ở tương lai.')
    const deps = { db, pack, cipher: createFieldCipher(secrets.fieldKey), now, publicUrl: config.publicUrl }
    const real = Math.min(options.throughUseCases, options.cases)
    const started = performance.now()
    await seedDemo(deps, {
      ...options,
      cases: options.cases - real,
      from,
      to,
      population: populationOf(folder),
      onProgress: progress(options.cases, started),
    })
    await actThroughUseCases(deps, { cases: real, seed: options.seed, to })
    console.log(`\nXong: ${options.cases} phiếu minh họa trong ${seconds(started)} giây.`)
  } finally {
    await db.close()
    await database.stop()
  }
}

function readOptions(argv: readonly string[]): Options {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { cases: text, from: text, to: text, seed: text, 'through-use-cases': text, clear: flag, yes: flag },
    })
    const count = z.coerce.number().int().min(0).max(5_000_000)
    const day = z.iso.date()
    return {
      cases: count.min(1).parse(values.cases ?? '2000'),
      from: day.optional().parse(values.from),
      to: z.union([z.literal('now'), day]).parse(values.to ?? 'now'),
      seed: count.parse(values.seed ?? '7'),
      throughUseCases: count.max(1000).parse(values['through-use-cases'] ?? '0'),
      clear: values.clear ?? false,
      yes: values.yes ?? false,
    }
  } catch {
    throw new StartupProblem(USAGE)
  }
}

/** The database of DATABASE_URL, or the embedded one: started for us, or joined where the program is running. */
async function reach(url: string | null, dataDir: string): Promise<{ target: DbTarget; stop(): Promise<void> }> {
  if (url !== null) return { target: { url }, stop: async () => undefined }
  const folder = join(dataDir, 'pg')
  try {
    const embedded = await startEmbeddedPostgres({ dataDir: folder })
    return { target: { connection: { ...embedded.connection } }, stop: embedded.stop }
  } catch (error) {
    const host = socketOf(folder)
    if (!(error instanceof StartupProblem) || host === null) throw error
    return { target: { connection: { host, user: 'lang_nghe', database: 'lang_nghe' } }, stop: async () => undefined }
  }
}

/** Where the server of a running program listens; its fifth line says so. */
function socketOf(folder: string): string | null {
  const path = join(folder, 'postmaster.pid')
  return existsSync(path) ? (readFileSync(path, 'utf8').split('\n')[4]?.trim() ?? null) : null
}

async function refuseRealData(db: Db): Promise<void> {
  const found = await db.orm.execute(sql`select 1 from tickets where not demo limit 1`)
  if (found.rows.length > 0) {
    throw new StartupProblem('Cơ sở dữ liệu này đã có phiếu thật. Thêm --yes nếu vẫn muốn ghi dữ liệu minh họa vào.')
  }
}

const demoFile = z.object({ population: z.record(z.string(), z.number().positive()) })

function populationOf(folder: string): Record<string, number> {
  const path = join(folder, 'demo.json')
  return existsSync(path) ? demoFile.parse(JSON.parse(readFileSync(path, 'utf8'))).population : {}
}

function dayStart(day: string, zone: string): Date {
  return DateTime.fromISO(day, { zone }).startOf('day').toJSDate()
}

/** The end of that day; of today: now. */
function endOf(day: string, { zone, now }: { zone: string; now: Date }): Date {
  const end = DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toJSDate()
  return dayStart(day, zone) <= now && end > now ? now : end
}

function yearBefore(to: Date, zone: string): Date {
  return DateTime.fromJSDate(to, { zone }).minus({ years: 1 }).startOf('day').toJSDate()
}

function progress(total: number, started: number): (done: number) => void {
  return (done) => process.stdout.write(`\r${done}/${total} phiếu, ${seconds(started)} giây   `)
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

try {
  await main()
} catch (error) {
  // A failed statement would print its whole batch.
  if (!(error instanceof StartupProblem))
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error
  console.error(error.message)
  process.exitCode = 1
}
