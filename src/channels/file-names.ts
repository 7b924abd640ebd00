/** Endings that a file of this type may have; the first is the usual one. `x-cfb`: the container of .doc and .xls. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
  'application/msword': ['doc'],
  'application/x-cfb': ['doc', 'xls'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'video/mp4': ['mp4'],
  'video/3gpp': ['3gp'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a'],
  'audio/amr': ['amr'],
  'audio/ogg': ['ogg'],
}
const LONGEST_NAME = 120

/** The first type that says something; else what the name's ending says; else `application/octet-stream`. */
export function fileType(types: readonly (string | undefined)[], name: string): string {
  const said = types.map((type) => type?.split(';')[0]?.trim().toLowerCase() ?? '')
  const known = said.find((type) => type !== '' && type !== 'application/octet-stream')
  const byName = Object.entries(ENDINGS).find(([, endings]) => endings.includes(endingOf(name)))?.[0]
  return known ?? byName ?? 'application/octet-stream'
}

/**
 * A name for an upload: one line, no path, and the ending of its type, by which the platforms and the phones judge it.
 * @param contentType as `fileType` gives it
 */
export function uploadName(name: string, contentType: string): string {
  const given = endingOf(name)
  const endings = ENDINGS[contentType] ?? []
  const ending = endings.length === 0 || endings.includes(given) ? given : (endings[0] ?? given)
  const bare = given === '' ? name : name.slice(0, -given.length - 1)
  const clean = bare
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = Array.from(clean).slice(0, LONGEST_NAME).join('').trim()
  return `${letters === '' ? 'file' : letters}.${ending === '' ? 'bin' : ending}`
}

function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
