import { z } from 'zod'
import { COMMENT_REPLIES } from '../core/index.ts'

/** Log levels, least to most urgent. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const id = z.string().regex(/^\d{1,30}$/, 'phải là một dãy chữ số')
const secret = z.string().min(8, 'quá ngắn (cần ít nhất 8 ký tự)').max(4_000, 'quá dài')
const httpBase = z
  .string()
  .regex(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, 'phải là địa chỉ bắt đầu bằng https:// hoặc http://')
  .transform((url) => url.replace(/\/+$/, ''))

/** An origin as a frame-ancestors source: nothing in it can end the directive. */
const EMBED_ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/

/**
 * Every setting of the program, by its name in the environment. Messages are read by whoever installs it.
 * Absent (or empty): undefined, unless a default stands here.
 */
export const settingsSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'phải là số cổng từ 0 đến 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'phải là số cổng từ 0 đến 65535')
    .default(3000),
  PUBLIC_URL: httpBase.optional(),
  CHAT_EMBED_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .refine(
      (origins) => origins.length <= 50 && origins.every((origin) => EMBED_ORIGIN.test(origin)),
      'phải là các địa chỉ trang cách nhau bằng dấu phẩy, không có gì sau tên miền, ví dụ https://phuong.example.vn,https://*.example.vn',
    )
    .default([]),
  PACK: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'phải là tên một thư mục trong data/, ví dụ binh-duong-2022')
    .default('binh-duong-2022'),
  DATA_DIR: z.string().max(1_000, 'quá dài').default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'phải có dạng postgres://người-dùng:mật-khẩu@máy:5432/tên')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'phải có dạng redis://máy:6379')
    .optional(),
  BLOB_STORE: z.enum(['postgres', 'disk', 's3'], 'phải là một trong: postgres, disk, s3').default('postgres'),
  S3_ENDPOINT: httpBase.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'phải là tên bucket: 3 đến 63 chữ thường, số, dấu chấm, gạch ngang')
    .optional(),
  S3_ACCESS_KEY: z.string().min(1).max(300, 'quá dài').optional(),
  S3_SECRET_KEY: secret.optional(),
  S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, 'phải là tên vùng, ví dụ us-east-1')
    .default('us-east-1'),
  LOG_LEVEL: z.enum(LEVELS, `phải là một trong: ${LEVELS.join(', ')}`).default('info'),
  SESSION_SECRET: z
    .string()
    .min(32, 'quá ngắn: cần ít nhất 32 ký tự, ví dụ kết quả của openssl rand -base64 48')
    .optional(),
  FIELD_KEY: z
    .string()
    .refine(
      (key) => fieldKeyBytes(key) !== null,
      'phải là 32 byte dạng base64 (openssl rand -base64 32) hoặc 64 chữ số hex',
    )
    .optional(),
  ZALO_APP_ID: id.optional(),
  ZALO_APP_SECRET: secret.optional(),
  ZALO_OA_ID: id.optional(),
  ZALO_OA_SECRET_KEY: secret.optional(),
  ZALO_ACCESS_TOKEN: secret.optional(),
  ZALO_REFRESH_TOKEN: secret.optional(),
  ZALO_API_BASE: httpBase.default('https://openapi.zalo.me'),
  ZALO_OAUTH_BASE: httpBase.default('https://oauth.zaloapp.com'),
  ZALO_PKCE_VERIFIER: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, 'phải có đúng 43 chữ cái không dấu và chữ số')
    .optional(),
  ZALO_ZBS_TEMPLATE_UID: id.optional(),
  ZALO_ZBS_TEMPLATE_PHONE: id.optional(),
  ZALO_ZBS_PARAMS: z
    .string()
    .regex(
      /^\w{1,60}=(code|status|link)(,\w{1,60}=(code|status|link)){0,9}$/,
      'phải có dạng ma_phieu=code,trang_thai=status,lien_ket=link',
    )
    .default('ma_phieu=code,trang_thai=status,lien_ket=link')
    .transform((text) => Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, NoticeFact]))),
  ZALO_ZBS_BASE: httpBase.default('https://business.openapi.zalo.me'),
  MESSENGER_APP_SECRET: secret.optional(),
  MESSENGER_VERIFY_TOKEN: secret.optional(),
  MESSENGER_PAGE_ID: id.optional(),
  MESSENGER_PAGE_TOKEN: secret.optional(),
  MESSENGER_APP_ID: id.optional(),
  MESSENGER_PERSONA_PICTURE: z
    .string()
    .regex(/^https:\/\/[^\s/?#]+[^\s#]*$/, 'phải là địa chỉ https:// của một tấm ảnh')
    .max(2_000, 'quá dài')
    .optional(),
  MESSENGER_UTILITY_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'phải là tên mẫu tin: chữ thường, số, gạch dưới')
    .optional(),
  MESSENGER_UTILITY_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}(_[A-Z]{2})?$/, 'phải có dạng vi hoặc vi_VN')
    .default('vi'),
  MESSENGER_UTILITY_PARAMS: z
    .string()
    .regex(/^(code|status|link)(,(code|status|link)){0,9}$/, 'phải có dạng code,status,link')
    .default('code,status,link')
    .transform((text) => text.split(',') as NoticeFact[]),
  MESSENGER_COMMENTS: z.enum(COMMENT_REPLIES, `phải là một trong: ${COMMENT_REPLIES.join(', ')}`).default('off'),
  MESSENGER_COMMENT_POINTER: z.enum(['off', 'on'], 'phải là on hoặc off').default('off'),
  MESSENGER_GRAPH_BASE: httpBase.default('https://graph.facebook.com'),
  MESSENGER_GRAPH_VERSION: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, 'phải có dạng v25.0')
    .default('v25.0'),
})

/** What a template message may tell of a case. */
export type NoticeFact = 'code' | 'status' | 'link'

/** What stands in the environment, checked one by one; how they go together is checked by `loadConfig`. */
export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as SettingName[]

/** The 32 bytes of a FIELD_KEY in hex or base64; null: it is neither. */
export function fieldKeyBytes(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  // 32 bytes are 43 characters and one '='; Buffer.from would take anything.
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null
}
