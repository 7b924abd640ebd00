import { WORDS_VI } from '../tickets/words-vi.ts'

/** What staff may send to residents, with the endings that such a file may have. All three channels take these. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'application/msword': ['doc'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
}
const LONGEST = 100
/** Of paths, of commands, and what turns the direction of writing around to hide an ending. */
const UNFIT = /[\p{Cc}\p{Cf}/\\<>:"|?*]/gu

/** True for a type that staff may send. */
export function maySend(contentType: string): boolean {
  return ENDINGS[contentType] !== undefined
}

/** The name that a resident reads: the given one without what file systems refuse, its ending as the bytes are. */
export function staffFileName(given: string, contentType: string): string {
  const clean = given.normalize('NFC').replace(UNFIT, ' ').replace(/\s+/g, ' ').trim()
  const found = /^(.*)\.([A-Za-z0-9]{1,5})$/.exec(clean)
  const endings = ENDINGS[contentType] ?? ['bin']
  const ending = endings.find((e) => e === found?.[2]?.toLowerCase()) ?? endings[0] ?? 'bin'
  const isPicture = contentType.startsWith('image/')
  const stem = [...(found?.[1] ?? clean).replace(/^[. ]+|[. ]+$/g, '')].slice(0, LONGEST).join('')
  const named = stem !== '' ? stem : isPicture ? WORDS_VI.unnamedPhoto : WORDS_VI.unnamedFile
  return `${named}.${ending}`
}
