const LONGEST = 1600
const QUALITY = 0.82
const MAX_BYTES = 8 * 1024 * 1024

export type Shrunk = { kind: 'photo'; photo: Blob } | { kind: 'unreadable' } | { kind: 'too-large' }

/** A photo of at most 1600 px as JPEG, to spare a slow line; turned upright. A small one that is fine already stays. */
export async function shrink(file: Blob): Promise<Shrunk> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (bitmap === null) return asItIs(file)
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return { kind: 'unreadable' }
  // JPEG has no transparency: white instead of black behind it.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const photo = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (photo === null) return { kind: 'unreadable' }
  return photo.size > MAX_BYTES ? { kind: 'too-large' } : { kind: 'photo', photo }
}

/** An iPhone's own format, which most browsers cannot read: the server can. */
function asItIs(file: Blob): Shrunk {
  const isHeic = /^image\/hei[cf]$/.test(file.type) || (file instanceof File && /\.hei[cf]$/i.test(file.name))
  if (!isHeic) return { kind: 'unreadable' }
  return file.size > MAX_BYTES
    ? { kind: 'too-large' }
    : { kind: 'photo', photo: file.slice(0, file.size, 'image/heic') }
}
