/** Pixels. */
export interface GifSize {
  width: number
  height: number
}

/** Zalo asks for the size of a moving picture; a GIF says it in its first ten bytes. Null: it is no GIF. */
export function gifSize(bytes: Uint8Array): GifSize | null {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  return size.width > 0 && size.height > 0 ? size : null
}
