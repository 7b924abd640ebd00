import type { Sharp } from 'sharp'
import { Refusal } from '../core/errors.ts'
import type { DecodeHeic } from './decode-heic.ts'
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

/** Longest side of a moving picture: it has to fit what platforms take (Zalo: 5 MB). */
const MOVING_SIDE = 480

/**
 * A photo as we keep it: turned upright, at most 2,000 px, JPEG without metadata (no GPS, no device), and a small one
 * for lists.
 * @throws Refusal('invalid', 'media.not-an-image')
 */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  const { default: sharp } = await import('sharp')
  return asImage(async () => {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS })
    const { exif } = await source.metadata()
    return cleaned(source.rotate(), exif)
  })
}

/**
 * The same for a HEIC: a phone's own format, which browsers and platforms do not show.
 * @throws Refusal('invalid', 'media.not-an-image'), Refusal('unavailable', 'media.busy')
 */
export async function cleanHeic(decode: DecodeHeic, bytes: Uint8Array): Promise<CleanImage> {
  const { default: sharp } = await import('sharp')
  return asImage(async () => {
    const { exif } = await sharp(bytes).metadata()
    // Upright already: the turning is a part of the format, what EXIF says of it would be a second one.
    const { data, width, height } = await decode(bytes)
    return cleaned(sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: MOST_PIXELS }), exif)
  })
}

async function asImage(make: () => Promise<CleanImage>): Promise<CleanImage> {
  try {
    return await make()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid', 'media.not-an-image')
  }
}

async function cleaned(source: Sharp, exif: Buffer | undefined): Promise<CleanImage> {
  const out = await source
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer()
  return { bytes: out, contentType: 'image/jpeg', thumbnail: await thumbnailOf(out), place: await photoPlace(exif) }
}

/** True for a GIF of several pictures. Never throws. */
export async function isAnimation(bytes: Uint8Array): Promise<boolean> {
  const { default: sharp } = await import('sharp')
  const found = await sharp(bytes)
    .metadata()
    .catch(() => null)
  return found?.format === 'gif' && (found.pages ?? 1) > 1
}

/**
 * A moving GIF, at most 480 px, without metadata; its thumbnail stands still.
 * @throws Refusal('invalid', 'media.not-an-image')
 */
export async function cleanAnimation(bytes: Uint8Array): Promise<CleanImage> {
  const { default: sharp } = await import('sharp')
  const size = { width: MOVING_SIDE, height: MOVING_SIDE, fit: 'inside', withoutEnlargement: true } as const
  return asImage(async () => {
    const moving = await sharp(bytes, { animated: true, limitInputPixels: MOST_PIXELS }).resize(size).gif().toBuffer()
    return { bytes: moving, contentType: 'image/gif', thumbnail: await thumbnailOf(moving), place: null }
  })
}

async function thumbnailOf(picture: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp(picture)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72 })
    .toBuffer()
}
