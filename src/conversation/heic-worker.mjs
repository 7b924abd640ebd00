// The thread of decode-heic.ts. Plain JavaScript: Node 20 starts a thread from TypeScript only if the whole program was.
import { parentPort, workerData } from 'node:worker_threads'
import libheif from 'libheif-js/wasm-bundle.js'

/** @typedef {{ data: Uint8ClampedArray, width: number, height: number }} Pixels RGBA, upright as the file says. */

/**
 * The main picture of the file; null: it cannot be read, or has more pixels than that.
 * @param {{ bytes: Uint8Array, mostPixels: number }} task
 * @returns {Promise<Pixels | null>}
 */
async function pixelsOf({ bytes, mostPixels }) {
  const pictures = new libheif.HeifDecoder().decode(bytes)
  const picture = pictures.find((each) => each.is_primary()) ?? pictures[0]
  if (picture === undefined) return null
  const [width, height] = [picture.get_width(), picture.get_height()]
  if (!(width > 0 && height > 0 && width * height <= mostPixels)) return null
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height }
  return new Promise((resolve) => picture.display(target, (filled) => resolve(filled === null ? null : target)))
}

const pixels = await pixelsOf(workerData)
parentPort?.postMessage(pixels, pixels === null ? [] : [pixels.data.buffer])
