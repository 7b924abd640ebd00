import { bare } from '../../core/text.ts'
import { chatSpelling } from './chat-noise.ts'
import type { Form } from './example.ts'
import { randomOf } from './random.ts'
import { withSlips } from './slips.ts'

/** One spelling of a message: as its author wrote it, or made from that by rule. */
export interface Spelling {
  text: string
  how: 'written' | 'bare' | 'chat' | 'slips'
}

/**
 * The message and, made from it, how others would have typed it: without accents, in chat spelling, with slips. The
 * same text gives the same spellings always. They are made when the model is trained and are never written to a file.
 */
export function spellingsOf(text: string, form: Form): Spelling[] {
  const made: [Spelling['how'], string][] = [['bare', bare(text)]]
  if (form === 'clean' || form === 'typo') made.push(['chat', chatSpelling(text, randomOf(`chat ${text}`))])
  if (form === 'clean') made.push(['slips', withSlips(text, randomOf(`slips ${text}`))])
  if (form === 'clean' || form === 'bare') made.push(['slips', withSlips(bare(text), randomOf(`bare ${text}`))])
  const seen = new Set([text])
  const spellings: Spelling[] = [{ text, how: 'written' }]
  for (const [how, spelled] of made) {
    if (seen.has(spelled)) continue
    seen.add(spelled)
    spellings.push({ text: spelled, how })
  }
  return spellings
}
