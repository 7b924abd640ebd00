import { DAY } from '../core/durations.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { CommentReplies } from '../core/page-comments.ts'
import type { IntentId, Understanding } from '../core/understanding.ts'

/** Meta takes a private reply this long after the comment. */
export const REPLY_WITHIN = 7 * DAY

export type CommentVerdict = 'answer' | 'off' | 'too-old' | 'no-words' | 'no-matter'

/** What somebody wants an answer to. Thanks, praise, talk and abuse are not among them. */
const MATTERS: ReadonlySet<IntentId> = new Set<IntentId>([
  'report_issue',
  'suggest',
  'ask_procedure',
  'ask_public_info',
  'ask_election',
  'ask_hotline',
  'ask_contact',
  'ask_status',
  'complaint_formal',
  'denounce',
  'emergency',
  'consult_feedback',
  'dialogue_register',
  'privacy_request',
  'talk_to_human',
])
/** As for a message: below it the intent is a guess; a topic that can be reported decides instead. */
const SURE = 0.4
const SURE_TOPIC = 0.6

/**
 * Whether a comment below a post of ours gets a private message. A tag, emoji or a link alone never does; by
 * `questions-and-complaints` only what asks or complains.
 */
export function judgeComment(input: {
  comment: { text: string; at: Date }
  understanding: Understanding
  setting: CommentReplies
  pack: Pick<ProvincePack, 'topics'>
  now: Date
}): CommentVerdict {
  const { comment, understanding, setting, pack, now } = input
  if (setting === 'off') return 'off'
  if (now.getTime() - comment.at.getTime() >= REPLY_WITHIN) return 'too-old'
  if (wordsOfComment(comment.text) === '') return 'no-words'
  if (setting === 'all' || understanding.emergency !== undefined) return 'answer'
  const { intent, confidence, topics } = understanding
  if (MATTERS.has(intent) && confidence >= SURE) return 'answer'
  const [best] = topics
  const reported = best === undefined ? undefined : pack.topics.get(best.id)?.intents.includes('report_issue')
  const speaksOfMatter = intent === 'unknown' && reported === true && (best?.score ?? 0) >= SURE_TOPIC
  return speaksOfMatter ? 'answer' : 'no-matter'
}

/** Without addresses, `@names`, emoji and marks; empty: nothing was said. */
export function wordsOfComment(text: string): string {
  return text
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/@\S+/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^\P{L}+$/u, '')
}
