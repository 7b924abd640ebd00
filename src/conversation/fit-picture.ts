/** Longest sides to try, in pixels; a phone shows no more than the first. */
const SIDES = [2000, 1600, 1200, 800, 400]
const MOST_PIXELS = 100_000_000
const READ: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif'])

/**
 * A picture as a JPEG of at most `maxBytes`, upright, without metadata, the first of a moving one. Null: it cannot be
 * read as a picture, or does not become that small.
 */
export async function fitPicture(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null> {
  const { default: sharp } = await import('sharp')
  try {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS })
    const { format } = await source.metadata()
    if (!READ.has(format)) return null
    for (const side of SIDES) {
      const fitted = await source
        .clone()
        .rotate()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality: 80 })
        .toBuffer()
      if (fitted.length <= maxBytes) return fitted
    }
    return null
  } catch {
    return null
  }
}
