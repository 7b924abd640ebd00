import { Refusal } from '../core/errors.ts'

const LONGEST_SIDE = 2000
/** Decompression bombs: more pixels than any phone takes. */
const MOST_PIXELS = 100_000_000

/**
 * A photo as we keep it: turned upright, at most 2,000 px, JPEG without metadata (no GPS, no device).
 * @throws Refusal('invalid', 'media.not-an-image')
 */
export async function cleanImage(bytes: Uint8Array): Promise<{ bytes: Uint8Array; contentType: string }> {
  const { default: sharp } = await import('sharp')
  try {
    const out = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
    return { bytes: out, contentType: 'image/jpeg' }
  } catch {
    throw new Refusal('invalid', 'media.not-an-image')
  }
}
