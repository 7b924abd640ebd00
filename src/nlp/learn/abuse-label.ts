import { findAbuse } from '../abuse.ts'
import type { Token } from '../tokens.ts'
import type { Abuse, Example } from './example.ts'

/**
 * What kind of abuse is in a message. Where nobody has written it down the rules say it; a message that is nothing but
 * abuse, in words that the rules do not know, is an insult.
 */
export function abuseLabel(example: Example, tokens: readonly Token[]): Abuse {
  if (example.abuse !== undefined) return example.abuse
  const found = findAbuse(tokens).kind
  return found === 'none' && example.intent === 'abuse' ? 'insult' : found
}
