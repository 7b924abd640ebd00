import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { CommentReplies } from '../core/index.ts'
import { demoSecrets } from './demo-secrets.ts'
import { type Environment, parseSettings, settingsProblem } from './env.ts'
import { PROCESS_ROLES, type ProcessRole, parseRoles } from './roles.ts'
import type { MessengerSecrets, Secrets, ZaloSecrets } from './secrets.ts'
import { fieldKeyBytes, type NoticeFact, type SettingName, type Settings } from './settings.ts'

/** Nested and free of secrets: may be logged whole. */
export interface Config {
  roles: ReadonlySet<ProcessRole>
  /** 0: any free port. */
  port: number
  /** As residents see us, without a slash at the end. */
  publicUrl: string
  /** Sites that may show the web chat in a frame. */
  chatEmbedOrigins: readonly string[]
  packId: string
  /** Absolute. */
  dataDir: string
  logLevel: Settings['LOG_LEVEL']
  /** `embedded`: the demo, on a PostgreSQL of its own. */
  database: 'embedded' | 'external'
  queue: 'redis' | 'postgres'
  /** Where residents' files are kept. */
  blobs:
    | { kind: 'postgres' }
    | { kind: 'disk'; folder: string }
    | { kind: 's3'; endpoint: string; bucket: string; region: string }
  channels: {
    zalo: ChannelState & ZaloConfig
    messenger: ChannelState & MessengerConfig
  }
}

export interface ZaloConfig {
  apiBase: string
  oauthBase: string
  /** Template messages (charged) that tell of a result when the window is closed; absent: none are sent. */
  caseNotice?: ZaloCaseNotice
}

export interface ZaloCaseNotice {
  /** Of template messages by phone number. */
  base: string
  /** Id of the approved template by Zalo account, and by phone number; at least one is there. */
  byUser: string | null
  byPhone: string | null
  /** The template's parameters, and what each is told. */
  params: Readonly<Record<string, NoticeFact>>
}

export interface MessengerConfig {
  graphBase: string
  graphVersion: string
  /** Null: our echoes are known by their metadata, and the token's health is not asked for. */
  appId: string | null
  /** Units speak under their own names, with this picture; absent: all as the Page. */
  personaPicture?: string
  /** Utility template, its language, and what each placeholder is told; absent: none is sent. */
  caseNotice?: { template: string; language: string; facts: readonly NoticeFact[] }
  /** Which comments below the Page's posts are answered in private. */
  comments: CommentReplies
  /** Whether such a comment also gets a public one that points to the inbox. */
  commentPointer: 'off' | 'on'
}

export type ChannelState =
  | { kind: 'on' }
  /** The demo without any secret of this channel: the sandbox platform stands in. */
  | { kind: 'sandbox' }
  /** `missing`: the settings that would turn it on. */
  | { kind: 'off'; missing: SettingName[] }

export interface Loaded {
  config: Config
  secrets: Secrets
  /** Lines for whoever starts the program: what is off, what is doubtful. */
  notes: string[]
}

const ZALO_SETTINGS = {
  appId: 'ZALO_APP_ID',
  appSecret: 'ZALO_APP_SECRET',
  oaId: 'ZALO_OA_ID',
  oaSecretKey: 'ZALO_OA_SECRET_KEY',
  accessToken: 'ZALO_ACCESS_TOKEN',
  refreshToken: 'ZALO_REFRESH_TOKEN',
} as const satisfies Record<keyof ZaloSecrets, SettingName>

/** Only for renewing the token: the channel works without them until it expires (25 h). */
const ZALO_RENEWAL: readonly SettingName[] = ['ZALO_APP_SECRET', 'ZALO_REFRESH_TOKEN']

const MESSENGER_SETTINGS = {
  appSecret: 'MESSENGER_APP_SECRET',
  verifyToken: 'MESSENGER_VERIFY_TOKEN',
  pageId: 'MESSENGER_PAGE_ID',
  pageToken: 'MESSENGER_PAGE_TOKEN',
} as const satisfies Record<keyof MessengerSecrets, SettingName>

/**
 * Command line and environment into what the program runs on. In the embedded demo it may write
 * `<DATA_DIR>/secrets.json`.
 * @param options.argv without node and script
 * @throws StartupProblem with everything that is wrong
 */
export function loadConfig(options: { argv: readonly string[]; environment: Environment }): Loaded {
  const roles = parseRoles(options.argv)
  const settings = parseSettings(options.environment)
  const demo = settings.DATABASE_URL === undefined
  checkTogether(settings, roles, demo ? 'embedded' : 'external')
  const dataDir = resolve(settings.DATA_DIR)
  const zalo = channel(settings, { names: ZALO_SETTINGS, optional: ZALO_RENEWAL, without: demo ? 'sandbox' : 'off' })
  const messenger = channel(settings, { names: MESSENGER_SETTINGS, optional: [], without: demo ? 'sandbox' : 'off' })
  const config: Config = {
    roles,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    chatEmbedOrigins: settings.CHAT_EMBED_ORIGINS,
    packId: settings.PACK,
    dataDir,
    logLevel: settings.LOG_LEVEL,
    database: demo ? 'embedded' : 'external',
    queue: settings.REDIS_URL === undefined ? 'postgres' : 'redis',
    blobs: blobPlace(settings, dataDir),
    channels: {
      zalo: {
        ...zalo.state,
        apiBase: settings.ZALO_API_BASE,
        oauthBase: settings.ZALO_OAUTH_BASE,
        ...caseNotice(settings),
      },
      messenger: {
        ...messenger.state,
        graphBase: settings.MESSENGER_GRAPH_BASE,
        graphVersion: settings.MESSENGER_GRAPH_VERSION,
        appId: settings.MESSENGER_APP_ID ?? null,
        ...(settings.MESSENGER_PERSONA_PICTURE === undefined
          ? {}
          : { personaPicture: settings.MESSENGER_PERSONA_PICTURE }),
        ...(settings.MESSENGER_UTILITY_TEMPLATE === undefined
          ? {}
          : {
              caseNotice: {
                template: settings.MESSENGER_UTILITY_TEMPLATE,
                language: settings.MESSENGER_UTILITY_LANGUAGE,
                facts: settings.MESSENGER_UTILITY_PARAMS,
              },
            }),
        comments: settings.MESSENGER_COMMENTS,
        commentPointer: settings.MESSENGER_COMMENT_POINTER,
      },
    },
  }
  const secrets: Secrets = {
    ...keys(settings, dataDir),
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    s3:
      settings.BLOB_STORE === 's3'
        ? { accessKey: settings.S3_ACCESS_KEY ?? '', secretKey: settings.S3_SECRET_KEY ?? '' }
        : null,
    zalo: zalo.secrets,
    messenger: messenger.secrets,
    ...(settings.ZALO_PKCE_VERIFIER === undefined ? {} : { zaloPkceVerifier: settings.ZALO_PKCE_VERIFIER }),
  }
  return { config, secrets, notes: notesOn(config, settings) }
}

/** What each setting alone cannot know. */
function checkTogether(settings: Settings, roles: ReadonlySet<ProcessRole>, database: Config['database']): void {
  const wrong: string[] = []
  if (database === 'embedded' && roles.size < PROCESS_ROLES.length) {
    wrong.push(
      'DATABASE_URL cần có khi chia vai trò bằng --role: các tiến trình phải dùng chung một PostgreSQL (REDIS_URL thì tuỳ: hàng đợi chạy được trên cả PostgreSQL)',
    )
  }
  if (database === 'external' && settings.SESSION_SECRET === undefined) {
    wrong.push(
      'SESSION_SECRET cần có khi dùng DATABASE_URL: ít nhất 32 ký tự, ví dụ kết quả của openssl rand -base64 48',
    )
  }
  if (database === 'external' && settings.FIELD_KEY === undefined) {
    wrong.push(
      'FIELD_KEY cần có khi dùng DATABASE_URL: kết quả của openssl rand -base64 32; mất khoá này là mất dữ liệu cá nhân',
    )
  }
  const absent = settings.BLOB_STORE === 's3' ? S3_SETTINGS.filter((name) => settings[name] === undefined) : []
  if (absent.length > 0) wrong.push(`${absent.join(', ')} cần có khi BLOB_STORE=s3`)
  if (wrong.length > 0) throw settingsProblem(wrong)
}

const S3_SETTINGS = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const

function blobPlace(settings: Settings, dataDir: string): Config['blobs'] {
  switch (settings.BLOB_STORE) {
    case 'postgres':
      return { kind: 'postgres' }
    case 'disk':
      return { kind: 'disk', folder: join(dataDir, 'blobs') }
    case 's3': {
      const { S3_ENDPOINT: endpoint = '', S3_BUCKET: bucket = '', S3_REGION: region } = settings
      return { kind: 's3', endpoint, bucket, region }
    }
  }
}

function keys(settings: Settings, dataDir: string): { sessionSecret: string; fieldKey: Buffer } {
  const fieldKey = settings.FIELD_KEY === undefined ? null : fieldKeyBytes(settings.FIELD_KEY)
  const { SESSION_SECRET: sessionSecret } = settings
  if (sessionSecret !== undefined && fieldKey !== null) return { sessionSecret, fieldKey }
  const kept = demoSecrets(dataDir)
  return { sessionSecret: sessionSecret ?? kept.sessionSecret, fieldKey: fieldKey ?? kept.fieldKey }
}

/** A channel is on only with all its secrets; in the demo the sandbox takes it when none is given. */
function channel<K extends string>(
  settings: Settings,
  of: { names: Readonly<Record<K, SettingName>>; optional: readonly SettingName[]; without: 'sandbox' | 'off' },
): { state: ChannelState; secrets: Record<K, string> | null } {
  const entries = Object.entries(of.names) as [K, SettingName][]
  const absent = entries.map(([, name]) => name).filter((name) => settings[name] === undefined)
  const missing = absent.filter((name) => !of.optional.includes(name))
  if (missing.length === 0) {
    const secrets = Object.fromEntries(entries.map(([key, name]) => [key, String(settings[name] ?? '')]))
    return { state: { kind: 'on' }, secrets: secrets as Record<K, string> }
  }
  const sandbox = of.without === 'sandbox' && absent.length === entries.length
  return { state: sandbox ? { kind: 'sandbox' } : { kind: 'off', missing }, secrets: null }
}

function caseNotice(settings: Settings): { caseNotice?: ZaloCaseNotice } {
  const byUser = settings.ZALO_ZBS_TEMPLATE_UID ?? null
  const byPhone = settings.ZALO_ZBS_TEMPLATE_PHONE ?? null
  if (byUser === null && byPhone === null) return {}
  return { caseNotice: { base: settings.ZALO_ZBS_BASE, byUser, byPhone, params: settings.ZALO_ZBS_PARAMS } }
}

function notesOn(config: Config, settings: Settings): string[] {
  const notes: string[] = []
  for (const [name, state] of Object.entries({ Zalo: config.channels.zalo, Messenger: config.channels.messenger })) {
    if (state.kind === 'off') notes.push(`Kênh ${name} đang tắt: thiếu ${state.missing.join(', ')}.`)
  }
  const unrenewable = ZALO_RENEWAL.filter((name) => settings[name] === undefined)
  if (config.channels.zalo.kind === 'on' && unrenewable.length > 0) {
    notes.push(`Kênh Zalo không tự gia hạn mã truy cập được: thiếu ${unrenewable.join(', ')}.`)
  }
  if (config.database === 'external' && settings.PUBLIC_URL === undefined) {
    notes.push(`Chưa đặt PUBLIC_URL: liên kết gửi cho người dân sẽ trỏ tới ${config.publicUrl}.`)
  }
  if (config.channels.zalo.caseNotice !== undefined) {
    notes.push('Tin mẫu ZBS của Zalo đang bật: mỗi tin báo kết quả ngoài 7 ngày có tính phí theo bảng giá của Zalo.')
  }
  if (settings.ZALO_PKCE_VERIFIER !== undefined) {
    const challenge = createHash('sha256').update(settings.ZALO_PKCE_VERIFIER).digest('base64url')
    notes.push(`ZALO_PKCE_VERIFIER: ô Code Challenge trên developers.zalo.me phải là ${challenge}`)
  }
  if (config.channels.messenger.kind === 'on' && settings.MESSENGER_APP_ID === undefined) {
    notes.push('Kênh Messenger không tự kiểm tra được mã truy cập của Trang: thiếu MESSENGER_APP_ID.')
  }
  for (const name of ['ZALO_API_BASE', 'ZALO_OAUTH_BASE', 'ZALO_ZBS_BASE', 'MESSENGER_GRAPH_BASE'] as const) {
    if (isOpenHttp(settings[name])) notes.push(`${name} dùng http:// nên mã truy cập đi qua mạng không được mã hoá.`)
  }
  return notes
}

function isOpenHttp(url: string): boolean {
  return url.startsWith('http:') && !/^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(url)
}
