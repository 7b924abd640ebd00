import { Worker } from 'node:worker_threads'
import { SECOND } from '../core/durations.ts'
import { Refusal } from '../core/errors.ts'

/** The largest photo of an iPhone has 48.8 million; as RGBA that is 195 MB, for one photo at a time. */
const MOST_PIXELS = 50_000_000
/** 12 million pixels take 2.7 s on one slow core. */
const LONGEST = 30 * SECOND
/** Photos that wait for their turn; beyond, whoever comes is asked to come again. */
const MOST_WAITING = 10

export interface HeicPixels {
  /** RGBA, upright as the file says. */
  data: Uint8ClampedArray
  width: number
  height: number
}

export type DecodeHeic = (bytes: Uint8Array) => Promise<HeicPixels>

/**
 * Decodes HEIC, for which the prebuilt image library has no decoder, in a thread of its own that is ended afterwards:
 * it blocks nobody, keeps no memory, and can be stopped. One at a time.
 * @throws Refusal('invalid', 'media.not-an-image'), Refusal('unavailable', 'media.busy') when it took too long or too
 * many wait
 */
export function createDecodeHeic(longestMs = LONGEST): DecodeHeic {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return (bytes) => {
    if (waiting >= MOST_WAITING) return Promise.reject(new Refusal('unavailable', 'media.busy', 'too many wait'))
    waiting++
    const mine = last.then(() => inWorker(bytes, longestMs)).finally(() => waiting--)
    last = mine.catch(() => undefined)
    return mine
  }
}

function inWorker(bytes: Uint8Array, longestMs: number): Promise<HeicPixels> {
  const worker = new Worker(new URL('./heic-worker.mjs', import.meta.url), {
    workerData: { bytes, mostPixels: MOST_PIXELS },
    // The decoder writes its own complaints there.
    stdout: true,
    stderr: true,
  })
  return new Promise<HeicPixels>((resolve, reject) => {
    const busy = (why: string) => reject(new Refusal('unavailable', 'media.busy', why))
    const timer = setTimeout(() => busy('took too long'), longestMs)
    worker.once('message', (pixels: HeicPixels | null) => {
      if (pixels === null) reject(new Refusal('invalid', 'media.not-an-image'))
      else resolve(pixels)
    })
    // The machine's trouble as likely as the photo's: it may come again.
    worker.once('error', (error) => busy(error.message))
    worker.once('exit', () => {
      clearTimeout(timer)
      busy('thread ended')
    })
  }).finally(() => void worker.terminate())
}
