import { STAFF_FILE } from '../../../../src/http/contract/cases.ts'
import { shrink } from '../../../shared/photo.ts'

/** What the button offers; the server tells types by the bytes. */
export const ACCEPTED = '.jpg,.jpeg,.png,.webp,.gif,.heic,.heif,.pdf,.doc,.docx'
const ENDING = /\.(jpe?g|png|webp|gif|hei[cf]|pdf|docx?)$/i
/** Pictures that the browser can make smaller. */
const SHRINKS = /^image\/(jpeg|png|webp)$/

export type Fitted = { kind: 'file'; file: Blob } | { kind: 'type' | 'size' | 'empty' }

/** The file as it may be uploaded: a picture that is too large is made smaller here, anything else is refused. */
export async function fitFile(file: File): Promise<Fitted> {
  if (!ENDING.test(file.name)) return { kind: 'type' }
  if (file.size === 0) return { kind: 'empty' }
  if (file.size <= STAFF_FILE.maxBytes) return { kind: 'file', file }
  if (!SHRINKS.test(file.type)) return { kind: 'size' }
  const small = await shrink(file)
  return small.kind === 'photo' && small.photo.size <= STAFF_FILE.maxBytes
    ? { kind: 'file', file: small.photo }
    : { kind: 'size' }
}
