import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Loaded, loadConfig } from '../../../src/config/config.ts'
import { demoChannelSecrets } from '../../../src/config/demo-secrets.ts'
import { parseSettings, readEnvironment } from '../../../src/config/env.ts'
import { SETTING_NAMES } from '../../../src/config/settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ln-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const EXTERNAL = {
  DATABASE_URL: 'postgres://desk:p4ssw0rd@db:5432/desk',
  SESSION_SECRET: 's'.repeat(32),
  FIELD_KEY: 'ab'.repeat(32),
}
const ZALO = {
  ZALO_APP_ID: '1234567890',
  ZALO_APP_SECRET: 'zalo-app-secret',
  ZALO_OA_ID: '9876543210',
  ZALO_OA_SECRET_KEY: 'zalo-oa-secret',
  ZALO_ACCESS_TOKEN: 'zalo-access-token',
  ZALO_REFRESH_TOKEN: 'zalo-refresh-token',
}
const load = (environment: Record<string, string>, argv: string[] = []): Loaded =>
  loadConfig({ argv, environment: { DATA_DIR: folder, ...environment } })

describe('the embedded demo', () => {
  it('needs no setting at all', () => {
    const { config, notes } = load({})
    expect(config).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      packId: 'binh-duong-2022',
      database: 'embedded',
      queue: 'postgres',
      channels: {
        zalo: { kind: 'sandbox', apiBase: 'https://openapi.zalo.me', oauthBase: 'https://oauth.zaloapp.com' },
        messenger: { kind: 'sandbox', graphBase: 'https://graph.facebook.com', graphVersion: 'v25.0' },
      },
    })
    expect([...config.roles]).toEqual(['gateway', 'worker', 'console'])
    expect(notes).toEqual([])
  })

  it('makes its secrets once and keeps them for its owner only', () => {
    const first = load({}).secrets
    expect(first.fieldKey).toHaveLength(32)
    expect(load({}).secrets).toEqual(first)
    expect(demoChannelSecrets(folder)).toEqual(demoChannelSecrets(folder))
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('prefers secrets that are given', () => {
    const { secrets } = load({ SESSION_SECRET: 'x'.repeat(40) })
    expect(secrets.sessionSecret).toBe('x'.repeat(40))
  })

  it('does not overwrite a damaged file, nor make new keys for old data', async () => {
    writeFileSync(join(folder, 'secrets.json'), '{"sessionSecret":')
    expect(() => load({})).toThrow(/secrets\.json không đọc được hoặc đã hỏng/)
    rmSync(join(folder, 'secrets.json'))
    await mkdir(join(folder, 'pg'))
    writeFileSync(join(folder, 'pg', 'PG_VERSION'), '18')
    expect(() => load({})).toThrow(/Thiếu tệp .*secrets\.json/)
  })
})

describe('with a database of one’s own', () => {
  it('takes no default for a secret and names all that are missing', () => {
    expect(() => load({ DATABASE_URL: EXTERNAL.DATABASE_URL })).toThrow(/SESSION_SECRET cần có[\s\S]*FIELD_KEY cần có/)
  })

  it('turns a channel on with all its secrets and off with only some, and says so', () => {
    const on = load({ ...EXTERNAL, ...ZALO, PUBLIC_URL: 'https://phananh.example/' })
    expect(on.config.channels.zalo.kind).toBe('on')
    expect(on.secrets.zalo).toMatchObject({ oaId: '9876543210', refreshToken: 'zalo-refresh-token' })
    expect(on.config.publicUrl).toBe('https://phananh.example')
    expect(on.notes).toEqual([
      'Kênh Messenger đang tắt: thiếu MESSENGER_APP_SECRET, MESSENGER_VERIFY_TOKEN, MESSENGER_PAGE_ID, MESSENGER_PAGE_TOKEN.',
    ])
    const { ZALO_OA_SECRET_KEY: _, ...some } = ZALO
    const off = load({ ...EXTERNAL, ...some })
    expect(off.config.channels.zalo).toMatchObject({ kind: 'off', missing: ['ZALO_OA_SECRET_KEY'] })
    expect(off.secrets.zalo).toBeNull()
  })

  it('holds no secret in what may be logged', () => {
    const { config } = load({ ...EXTERNAL, ...ZALO, REDIS_URL: 'redis://:redispass@r:6379' })
    expect(config.queue).toBe('redis')
    const logged = JSON.stringify(config)
    for (const secret of ['p4ssw0rd', 'redispass', 'ssss', 'abab', 'zalo-']) expect(logged).not.toContain(secret)
  })

  it('warns of a platform address that is not encrypted, except on this machine', () => {
    expect(load({ ...EXTERNAL, ZALO_API_BASE: 'http://mock:1' }).notes.join()).toContain('ZALO_API_BASE dùng http://')
    expect(load({ ...EXTERNAL, ZALO_API_BASE: 'http://127.0.0.1:1' }).notes.join()).not.toContain('ZALO_API_BASE')
  })
})

describe('what is wrong', () => {
  it('is told at once, by name, with what to do and without the value', () => {
    const wrong = {
      PORT: '99999',
      FIELD_KEY: 'not-a-key',
      SESSION_SECRET: 'short',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    }
    expect(() => parseSettings(wrong)).toThrow(
      /^Cấu hình chưa đúng:\n {2}- PORT phải là số cổng[^\n]*\n {2}- DATABASE_URL [^\n]*\n {2}- LOG_LEVEL [^\n]*\n {2}- SESSION_SECRET [^\n]*\n {2}- FIELD_KEY [^\n]*$/,
    )
    expect(() => parseSettings(wrong)).not.toThrow(/not-a-key|mysql:/)
  })

  it('does not include an empty setting', () => {
    expect(parseSettings({ PORT: '', DATABASE_URL: '  ', ZALO_API_BASE: '' })).toMatchObject({ PORT: 3000 })
  })

  it.each([['ab'.repeat(32)], [Buffer.alloc(32, 7).toString('base64')], [Buffer.alloc(32, 7).toString('base64url')]])(
    'is not a field key like %s',
    (key) => {
      expect(parseSettings({ FIELD_KEY: key }).FIELD_KEY).toBe(key)
    },
  )
})

describe('the command line', () => {
  it('chooses roles', () => {
    expect([...load(EXTERNAL, ['--role', 'worker', '--role=console']).config.roles]).toEqual(['worker', 'console'])
  })

  it.each([
    [['--role', 'boss'], 'Không có vai trò "boss": --role gateway|worker|console (lặp lại được; bỏ trống: cả ba).'],
    [['--rule', 'worker'], 'Không hiểu dòng lệnh "--rule worker": chỉ có --role gateway|worker|console'],
    [['worker'], 'Không hiểu dòng lệnh "worker"'],
  ])('refuses %j in one line', (argv, message) => {
    expect(() => load({}, argv)).toThrow(message)
  })

  it('does not split the embedded demo, whose database belongs to one process', () => {
    expect(() => load({}, ['--role', 'worker'])).toThrow(/DATABASE_URL cần có khi chia vai trò/)
    expect(() => load({}, ['--role', 'worker', '--role', 'gateway', '--role', 'console'])).not.toThrow()
  })
})

describe('the place of files', () => {
  it('is PostgreSQL, a folder below DATA_DIR, or a bucket with all that it needs', () => {
    expect(load({}).config.blobs).toEqual({ kind: 'postgres' })
    expect(load({ BLOB_STORE: 'disk' }).config.blobs).toEqual({ kind: 'disk', folder: join(folder, 'blobs') })
    const s3 = { BLOB_STORE: 's3', S3_ENDPOINT: 'https://s3.x.vn/', S3_BUCKET: 'phan-anh' }
    expect(() => load(s3)).toThrow(/S3_ACCESS_KEY, S3_SECRET_KEY cần có khi BLOB_STORE=s3/)
    const { config, secrets } = load({ ...s3, S3_ACCESS_KEY: 'key', S3_SECRET_KEY: 'very secret' })
    const endpoint = 'https://s3.x.vn'
    expect(config.blobs).toEqual({ kind: 's3', endpoint, bucket: 'phan-anh', region: 'us-east-1' })
    expect(secrets.s3).toEqual({ accessKey: 'key', secretKey: 'very secret' })
    expect(JSON.stringify(config)).not.toContain('very secret')
    expect(() => load({ BLOB_STORE: 'tape' })).toThrow(/BLOB_STORE phải là một trong/)
  })
})

describe('.env', () => {
  it('fills in what the environment does not say', () => {
    writeFileSync(join(folder, '.env'), 'LN_TEST_ONLY="from file" # comment\nPATH=from-file\n')
    const environment = readEnvironment(folder)
    expect(environment.LN_TEST_ONLY).toBe('from file')
    expect(environment.PATH).not.toBe('from-file')
    expect(readEnvironment(join(folder, 'none'))).toHaveProperty('PATH')
  })

  it('is shown whole in .env.example: every setting, nothing else, a comment above each, no value', () => {
    const lines = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8').split('\n')
    const shown = lines.flatMap((line, i) => {
      const name = /^([A-Z0-9_]+)=$/.exec(line)?.[1]
      return name === undefined ? [] : [{ name, comment: lines[i - 1] ?? '' }]
    })
    expect(shown.map(({ name }) => name)).toEqual(SETTING_NAMES)
    for (const { name, comment } of shown) expect(comment, name).toMatch(/^# .{10,}/)
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(SETTING_NAMES.length)
  })
})

describe('Zalo beyond the everyday', () => {
  const on = { ...EXTERNAL, ...ZALO, PUBLIC_URL: 'https://phananh.vidu.vn' }

  it('sends no template messages unless an approved template is named; then it says that they cost', () => {
    expect(load(on).config.channels.zalo.caseNotice).toBeUndefined()
    const { config, notes } = load({ ...on, ZALO_ZBS_TEMPLATE_UID: '300001', ZALO_ZBS_PARAMS: 'ma=code,xem=link' })
    expect(config.channels.zalo.caseNotice).toEqual({
      base: 'https://business.openapi.zalo.me',
      byUser: '300001',
      byPhone: null,
      params: { ma: 'code', xem: 'link' },
    })
    expect(notes.join('\n')).toContain('có tính phí')
    for (const wrong of ['ten=name', 'ma', 'ma=code,', 'ma=code=link']) {
      expect(() => load({ ...on, ZALO_ZBS_PARAMS: wrong })).toThrow(/ZALO_ZBS_PARAMS/)
    }
  })

  it('tells the challenge of a fixed verifier, never the verifier', () => {
    const verifier = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg'
    const { config, notes, secrets } = load({ ...on, ZALO_PKCE_VERIFIER: verifier })
    expect(notes.join('\n')).toContain('ZFn66e5pRTQPjki_oSCUVQ4cxtfhRp9r7IbCpyzu-YE')
    expect(JSON.stringify([config, notes])).not.toContain(verifier)
    expect(secrets.zaloPkceVerifier).toBe(verifier)
    expect(() => load({ ...on, ZALO_PKCE_VERIFIER: 'x-y' })).toThrow(/ZALO_PKCE_VERIFIER/)
  })
})
