import type { Flow, Step, Turn } from '../../core/index.ts'
import { text } from '../shared/say.ts'
import { answering } from '../shared/stateless.ts'
import type { LinkState } from './state.ts'

/** One resident on two channels: a code asked for on one and sent on the other. */
export const linkFlow: Flow<LinkState> = answering('link', issue)

function issue(turn: Turn): Step<LinkState> {
  return { kind: 'done', say: [text(turn, 'link.how')], effects: [{ type: 'issue-link-code' }] }
}

/** The alphabet of case codes: nothing that can be mistaken for another sign. */
const CODE = /(?<![\p{L}\p{N}])LK[\s-]{0,2}([2-9A-HJKMNP-Z]{6})(?![\p{L}\p{N}])/iu

/** `LK-7K3QMA` out of a message, however it was typed; null: none. */
export function linkCodeIn(message: string): string | null {
  const found = CODE.exec(message.slice(0, 1000))?.[1]
  return found === undefined ? null : `LK-${found.toUpperCase()}`
}
