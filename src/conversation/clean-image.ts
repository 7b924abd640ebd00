import { Refusal } from '../core/errors.ts'
import { photoPlace } from './photo-place.ts'

const LONGEST_SIDE = 2000
const THUMBNAIL_SIDE = 320
/** Decompression bombs: more pixels than any phone takes. */
const MOST_PIXELS = 100_000_000

export interface CleanImage {
  bytes: Uint8Array
  contentType: string
  /** WebP, at most 320 px. */
  thumbnail: Uint8Array
  /** What the photo itself said of where it was taken, before that was removed. */
  place: { lat: number; lon: number } | null
}

/**
 * A photo as we keep it: turned upright, at most 2,000 px, JPEG without metadata (no GPS, no device), and a small one
 * for lists.
 * @throws Refusal('invalid', 'media.not-an-image')
 */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  const { default: sharp } = await import('sharp')
  try {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS })
    const { exif } = await source.metadata()
    const out = await source
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
    const thumbnail = await sharp(out)
      .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 72 })
      .toBuffer()
    return { bytes: out, contentType: 'image/jpeg', thumbnail, place: await photoPlace(exif) }
  } catch {
    throw new Refusal('invalid', 'media.not-an-image')
  }
}
