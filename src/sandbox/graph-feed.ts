import { randomInt } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { DAY } from '../core/durations.ts'
import { postFeedChange } from './graph-events.ts'
import { graphError, pageTokenError } from './graph-token.ts'
import { jsonOf, type PlatformError, runSend, type SandboxParts } from './parts.ts'

export interface FeedComment {
  id: string
  parentId: string
  /** The resident's PSID; null: the Page. Meta never tells it with the comment. */
  userId: string | null
  text: string
  at: Date
  privatelyAnswered: boolean
}

/** The one post of the sandbox Page, with its comments. */
export interface Feed {
  postId: string
  comments: FeedComment[]
}

const MAX_COMMENTS = 500

export function createFeed(pageId: string): Feed {
  return { postId: `${pageId}_1000000001`, comments: [] }
}

/** A resident comments; `parentId`: below another comment. The comment's id. */
export function residentComments(
  parts: SandboxParts,
  { userId, text, parentId }: { userId: string; text: string; parentId?: string },
): string {
  const { feed } = parts
  const comment = keep(parts, { userId, text, parentId: parentId ?? feed.postId })
  // An app-scoped id, not the PSID.
  tell(parts, comment, { id: `9${userId}`, name: parts.state.findOrAdd('messenger', userId).name })
  return comment.id
}

/** `POST /{comment}/comments`: the Page comments below a comment. */
export function feedRoutes(parts: SandboxParts): Router {
  const router = Router()
  const { pageId } = parts.options.messenger
  router.post('/:version/:commentId/comments', async (req: Request, res: Response) => {
    const body = z.looseObject({ message: z.string().min(1).max(8000) }).safeParse(jsonOf(req))
    const parentId = String(req.params.commentId)
    let made: FeedComment | undefined
    await runSend(parts, {
      platform: 'messenger',
      req,
      res,
      what: 'comments',
      validate: () =>
        pageTokenError(parts, req) ??
        (body.success ? undefined : { code: 100, message: '(#100) Invalid parameter' }) ??
        engagementError(parts) ??
        (find(parts, parentId) === undefined
          ? { code: 100, subcode: 33, message: 'Unsupported post request. Object does not exist' }
          : undefined),
      accept: () => {
        made = keep(parts, { userId: null, text: body.data?.message ?? '', parentId })
        return { id: made.id }
      },
      after: () => {
        if (made !== undefined) tell(parts, made, { id: pageId, name: 'Page' })
      },
      errorBody: graphError,
    })
  })
  return router
}

/** Whom a private reply to this comment reaches, or why none does: exactly one, within 7 days. */
export function privateReplyTarget(
  parts: SandboxParts,
  commentId: string,
): { kind: 'person'; comment: FeedComment; userId: string } | { kind: 'error'; error: PlatformError } {
  const comment = find(parts, commentId)
  const age = comment === undefined ? 0 : parts.options.clock.now().getTime() - comment.at.getTime()
  if (comment === undefined || comment.userId === null || comment.privatelyAnswered || age > 7 * DAY) {
    const message = '(#100) This comment is invalid for a private reply'
    return { kind: 'error', error: { code: 100, subcode: 2534025, message } }
  }
  return { kind: 'person', comment, userId: comment.userId }
}

function engagementError(parts: SandboxParts): PlatformError | undefined {
  return parts.page.token.scopes.includes('pages_manage_engagement')
    ? undefined
    : { code: 200, message: '(#200) Requires pages_manage_engagement permission', httpStatus: 403 }
}

function find(parts: SandboxParts, id: string): FeedComment | undefined {
  return parts.feed.comments.find((comment) => comment.id === id)
}

function keep(parts: SandboxParts, said: Pick<FeedComment, 'userId' | 'text' | 'parentId'>): FeedComment {
  const { feed } = parts
  const id = `${feed.postId.split('_')[1]}_${randomInt(10 ** 12, 10 ** 13)}`
  const comment = { id, ...said, at: parts.options.clock.now(), privatelyAnswered: false }
  feed.comments.push(comment)
  if (feed.comments.length > MAX_COMMENTS) feed.comments.shift()
  parts.state.changes.emit('phone', { platform: 'messenger', userId: said.userId })
  return comment
}

/** Who wrote is told only with the permission to see it. */
function tell(parts: SandboxParts, comment: FeedComment, author: { id: string; name: string }): void {
  const from = parts.page.token.scopes.includes('pages_read_user_content') ? { from: author } : {}
  const { postId } = parts.feed
  const value = { item: 'comment', verb: 'add', comment_id: comment.id, post_id: postId, parent_id: comment.parentId }
  postFeedChange(parts, 'comment', { ...value, message: comment.text, ...from })
}
