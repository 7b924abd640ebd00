import { fileURLToPath } from 'node:url'
import type { ProvincePack } from '../../src/core/index.ts'
import { loadPack } from '../../src/packs/load.ts'

export const PACK_DIR = fileURLToPath(new URL('../../data/binh-duong-2022', import.meta.url))

let kept: ProvincePack | undefined

/** The real pack of Bình Dương as the plan was written, loaded once. */
export function planPack(): ProvincePack {
  kept ??= loadPack(PACK_DIR)
  return kept
}

/** The same province living in the present: its units follow the real date. */
export function livingPack(): ProvincePack {
  return { ...planPack(), standsAt: null }
}
