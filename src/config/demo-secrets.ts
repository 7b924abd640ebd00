import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StartupProblem } from '../core/index.ts'
import type { MessengerSecrets, ZaloSecrets } from './secrets.ts'

const zalo = z.object({
  appId: z.string(),
  appSecret: z.string(),
  oaId: z.string(),
  oaSecretKey: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
})
const messenger = z.object({
  appSecret: z.string(),
  verifyToken: z.string(),
  pageId: z.string(),
  pageToken: z.string(),
})
const kept = z.object({ sessionSecret: z.string().min(32), fieldKey: z.string().length(64), zalo, messenger })
type Kept = z.infer<typeof kept>

/**
 * Session secret and field key of the embedded demo: made once, kept in `<DATA_DIR>/secrets.json` (0600), so that a
 * restart can still decrypt.
 * @throws StartupProblem when the file is damaged, or is gone although encrypted data are there
 */
export function demoSecrets(dataDir: string): { sessionSecret: string; fieldKey: Buffer } {
  const { sessionSecret, fieldKey } = keep(dataDir)
  return { sessionSecret, fieldKey: Buffer.from(fieldKey, 'hex') }
}

/** Secrets that the sandbox platforms and the real adapters share in the demo; kept in the same file. */
export function demoChannelSecrets(dataDir: string): { zalo: ZaloSecrets; messenger: MessengerSecrets } {
  const { zalo, messenger } = keep(dataDir)
  return { zalo, messenger }
}

function keep(dataDir: string): Kept {
  const path = join(dataDir, 'secrets.json')
  if (existsSync(path)) return read(path)
  if (existsSync(join(dataDir, 'pg', 'PG_VERSION'))) {
    throw new StartupProblem(
      `Thiếu tệp ${path} nên dữ liệu cũ không giải mã được: hãy khôi phục tệp đó, hoặc xoá thư mục ${dataDir} để bắt đầu lại.`,
    )
  }
  write(dataDir, path, make())
  return read(path)
}

function read(path: string): Kept {
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new StartupProblem(`Tệp ${path} không đọc được hoặc đã hỏng: hãy khôi phục tệp đó từ bản sao lưu.`)
  }
}

/** Of two programs that start together, the first one's secrets stay: link(2) never overwrites. */
function write(dataDir: string, path: string, secrets: Kept): void {
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    linkSync(draft, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new StartupProblem(`Không ghi được vào thư mục dữ liệu ${dataDir}: hãy cấp quyền ghi hoặc đặt DATA_DIR khác.`)
  } finally {
    rmSync(draft, { force: true })
  }
}

function make(): Kept {
  const word = (bytes: number): string => randomBytes(bytes).toString('base64url')
  const number = (): string => String(randomInt(10 ** 14, 10 ** 14 * 2))
  return {
    sessionSecret: word(48),
    fieldKey: randomBytes(32).toString('hex'),
    zalo: {
      appId: number(),
      appSecret: word(20),
      oaId: number(),
      oaSecretKey: word(20),
      accessToken: word(64),
      refreshToken: word(64),
    },
    messenger: {
      appSecret: randomBytes(16).toString('hex'),
      verifyToken: word(20),
      pageId: number(),
      pageToken: word(64),
    },
  }
}
