import type { ChannelId } from './channel.ts'
import type { OutboundContent, SendResult } from './messages.ts'

/**
 * Which comments below the Page's posts get a private answer. It acts where all can see, so nothing is answered unless
 * somebody chose so.
 */
export const COMMENT_REPLIES = ['off', 'questions-and-complaints', 'all'] as const
export type CommentReplies = (typeof COMMENT_REPLIES)[number]

/** A comment of a person below a post of ours. */
export interface PageComment {
  account: string
  /** The platform's id of the comment. */
  commentId: string
  postId: string
  text: string
  /** Of the comment itself. */
  at: Date
  /** `unknown`: the platform does not say who wrote it (a permission is missing); it may be ourselves. */
  author: 'person' | 'unknown'
}

/** Where comments are answered. Never throws; what may have gone out is `uncertain`. */
export interface CommentAnswers {
  channel: ChannelId
  /** One message into the inbox of who commented. `address`: the person's there, told by the platform. */
  privately(input: {
    commentId: string
    content: OutboundContent
    key: string
    signal: AbortSignal
  }): Promise<{ result: SendResult; address: string | null }>
  /** A comment below the comment, for all to see. `providerMessageId` is its id. */
  publicly(input: { commentId: string; text: string; signal: AbortSignal }): Promise<SendResult>
}
