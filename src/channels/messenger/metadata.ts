/** Page inbox (Business Suite) and Instagram inbox: an echo with one of these was typed by a person. */
export const INBOX_APP_IDS: readonly string[] = ['263902037430900', '26390203743090', '1217981644879628']

const PART = /^(.{1,900});(\d{1,3})\/(\d{1,3})$/s

/**
 * What we send along and get back in the echo. The last (or only) part carries the bare key, so that an echo with the
 * key means "the whole message is out"; earlier parts carry `<key>;<n>/<of>`.
 */
export function partMetadata(key: string, part: { index: number; of: number }): string {
  return part.index === part.of - 1 ? key : `${key};${part.index + 1}/${part.of}`
}

/** The key of a last part; undefined: an earlier part, or not ours. */
export function keyOfMetadata(metadata: string | undefined): string | undefined {
  return metadata === undefined || metadata === '' || PART.test(metadata) ? undefined : metadata
}
