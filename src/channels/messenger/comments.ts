import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { SendResult } from '../../core/messages.ts'
import type { CommentAnswers } from '../../core/page-comments.ts'
import { channelNotes } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { createBreaker } from './breaker.ts'
import { postMessage, postPublicComment } from './client.ts'
import type { GraphConfig } from './graph.ts'
import { renderMessenger } from './render.ts'
import { heldBack, judged } from './sender.ts'
import type { UploadForgotten } from './verdict.ts'

/**
 * Meta takes exactly one private message per comment, within 7 days; its answer names the person (PSID), whom the
 * comment does not.
 */
export function commentAnswers(config: GraphConfig, deps: ChannelDeps & { memory: ChannelMemory }): CommentAnswers {
  const breaker = createBreaker(deps)
  const parts = { ...deps, breaker, notes: channelNotes(deps.memory, deps) }
  return {
    channel: 'messenger',
    privately: async ({ commentId, content, key, signal }) => {
      const [body, ...more] = renderMessenger(content)
      if (body === undefined || more.length > 0) return { result: rejected('not one message'), address: null }
      const held = await heldBack(breaker)
      if (held !== null) return { result: held, address: null }
      const recipient = { comment_id: commentId }
      const sent = await postMessage(config, { recipient, message: body, metadata: key, window: 'response', signal })
      const address = 'recipientId' in sent.result ? (sent.result.recipientId ?? null) : null
      return { result: final(await judged(parts, sent)), address }
    },
    publicly: async ({ commentId, text, signal }) => {
      const held = await heldBack(breaker)
      return held ?? final(await judged(parts, await postPublicComment(config, { commentId, text, signal })))
    },
  }
}

/** No window opens later for a comment, and nothing of ours was uploaded for it. */
function final(result: SendResult | UploadForgotten): SendResult {
  return result.kind === 'window-closed' || result.kind === 'upload-again' ? rejected(result.reason) : result
}

function rejected(reason: string): SendResult {
  return { kind: 'rejected', reason }
}
