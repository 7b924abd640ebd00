import { INTENTS, type IntentId } from '../core/understanding.ts'
import type { Head } from './head.ts'

/** These are nothing beside another wish. */
const NEVER_SECOND: ReadonlySet<string> = new Set(['greeting', 'menu', 'off_topic', 'unknown', 'abuse', 'stop'])

/** The best intent beside the first, and its margin; whether it is meant too is for a threshold to say. */
export function secondOf(head: Head, margins: Float64Array, first: IntentId): { id: IntentId; margin: number } {
  let found: { id: IntentId; margin: number } = { id: 'unknown', margin: Number.NEGATIVE_INFINITY }
  head.labels.forEach((label, k) => {
    const margin = margins[k] as number
    if (label === first || NEVER_SECOND.has(label) || !isIntent(label) || margin <= found.margin) return
    found = { id: label, margin }
  })
  return found
}

export function isIntent(label: string): label is IntentId {
  return (INTENTS as readonly string[]).includes(label)
}
