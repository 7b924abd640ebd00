import type { Turn } from '../../core/index.ts'

/** The pack's hotline with its full number. */
export function hotlineOf(turn: Turn): string {
  return turn.pack.text('common.hotline', turn.pack.hotline)
}
