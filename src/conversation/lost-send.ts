import type { OutboundContent } from '../core/messages.ts'

/** A send whose end is not known: under way, or judged uncertain. */
export interface OpenSend {
  id: string
  status: 'sending' | 'uncertain'
  content: OutboundContent
}

/**
 * The send that an echo proves, for a platform whose echoes carry no key of ours (Zalo): the one under way, else the
 * oldest uncertain one, whose words the echo repeats. Of several parts it is the echo of the last that counts: each
 * goes out only after the one before. Undefined: none; it stays uncertain for people to judge.
 */
export function sendOfEcho(sends: readonly OpenSend[], echoText: string): OpenSend | undefined {
  const said = sends.filter(({ content }) => repeats(echoText, content))
  return said.find(({ status }) => status === 'sending') ?? said[0]
}

function repeats(echoText: string, content: OutboundContent): boolean {
  // Their words go out before a card, which is what must have arrived.
  if (!('text' in content) || content.kind === 'list' || content.kind === 'ask-contact-info') return false
  const [heard, told] = [plain(echoText), plain(content.text)]
  // A menu has lines below its words; words of several parts end with their last.
  return heard !== '' && (heard === told || heard.startsWith(`${told}\n`) || (isLong(told) && told.endsWith(heard)))
}

/** More than any platform takes in one part. */
function isLong(text: string): boolean {
  return text.length > 2000
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}
