/**
 * What a log line may hold: never what a resident wrote, never how to reach them, never a secret. Applied to every
 * line, so that a careless `log.info({ message })` stays harmless.
 */
const SECRET_KEY =
  /token|secret|password|passwd|authorization|cookie|signature|api-?key|field-?key|phone|^(text|body|caption|description|content|contact.*|address|raw|data|payload|email)$/i

/** Vietnamese numbers, national or +84, with the usual separators; not inside ids or longer numbers. */
const PHONE = /(?<![\w-])(?:\+?84|0)[\s.-]?[1-9](?:[\s.-]?\d){7,9}(?![\w-])/g
const SECRET_IN_TEXT = /((?:access_|refresh_|verify_)?token|appsecret_proof|secret|password|code)=[^&\s"']+/gi
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi
/** user:password@ in an address. */
const CREDENTIALS = /\/\/[^/\s:@]*:[^/\s@]*@/g

/** The values of a query that failed, which drizzle writes into the message: words of residents, session tokens. */
const QUERY_VALUES = /(Failed query: [\s\S]*?\nparams: ?)[\s\S]*?(?=\n {4}at |$)/g

const MAX_DEPTH = 6
const HIDDEN = '[hidden]'

/** Secrets, phone numbers and values of queries inside a sentence. */
export function redactText(text: string): string {
  return text
    .replace(QUERY_VALUES, `$1${HIDDEN}`)
    .replace(CREDENTIALS, '//[hidden]@')
    .replace(SECRET_IN_TEXT, `$1=${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(PHONE, '[phone]')
}

/** A copy fit for a log. Errors keep type, code, message and stack, and nothing that a library hung on them. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth > MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) ? hide(item) : redact(item, depth + 1)]),
  )
}

/** Null and counts tell something and give nothing away. */
function hide(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' ? value : HIDDEN
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null
  return {
    type: error.name,
    message: redactText(error.message),
    ...(code === null ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}
