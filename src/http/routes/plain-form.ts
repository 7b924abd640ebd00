import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { Refusal } from '../../core/errors.ts'
import type { InboundContent } from '../../core/messages.ts'
import { storable } from '../../core/text.ts'
import type { ChatCookies } from '../chat-cookie.ts'
import { HttpProblem } from '../errors.ts'
import { readForm } from '../form-body.ts'
import { messageFor } from '../messages.ts'
import { ipKey, LIMITS, limiter } from '../middleware/limits.ts'
import { answerPage } from '../pages/answer-page.ts'
import { type FormField, type FormValues, formPage } from '../pages/form-page.ts'
import type { ChatService } from '../services.ts'

export interface PlainFormDeps {
  chat: ChatService
  cookies: ChatCookies
  provinceName(): string
}

const FORM = '/gui-phan-anh'
const ANSWER = `${FORM}/tra-loi`
/** How long a post waits for the answer before its page asks again by itself, in milliseconds. */
const ANSWER_WAIT_MS = 6_000
/** The last things said, shown under a question: what was told already need not be told again. */
const SAID_SHOWN = 5
/** How often the page asks again before it leaves that to its reader. */
const MOST_RELOADS = 10

/** The web chat for a browser without scripts: the same conversation, told in one form and answered by pages. */
export function plainFormRouter(deps: PlainFormDeps): Router {
  const router = Router()
  const reads = limiter({ ...LIMITS.publicPerAddress, code: 'request.too-many' })
  const posts = [
    limiter({ ...LIMITS.chatPostsPerAddress, code: 'chat.too-many', key: ipKey }),
    limiter({
      ...LIMITS.formPostsPerCookie,
      code: 'chat.too-many',
      key: (req) => deps.cookies.read(req.headers.cookie) ?? ipKey(req),
    }),
  ]
  router.get(FORM, reads, emptyForm(deps))
  router.post(FORM, posts, send(deps))
  router.get(ANSWER, reads, answer(deps))
  router.post(ANSWER, posts, express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 20 }), reply(deps))
  return router
}

function emptyForm(deps: PlainFormDeps): RequestHandler {
  return (req, res) => {
    const values: FormValues = { what: '', place: '', phone: '', anonymous: false }
    showForm(deps, { req, res, values, problem: null })
  }
}

const formFields = z.object({
  token: z.string().max(100),
  clientId: z.uuid(),
  what: z.string().trim().min(5, 'form.what').max(4000, 'form.what-long'),
  place: z.string().trim().max(300),
  phone: z
    .string()
    .trim()
    .regex(/^$|^\+?[\d .()-]{8,20}$/, 'form.phone'),
  anonymous: z.literal('1').optional(),
})

/** Kept first, answered then: a page that never came back has lost nothing. */
function send(deps: PlainFormDeps): RequestHandler {
  return async (req, res) => {
    const { fields, files } = await readForm(req)
    const given = (name: string): string => storable((fields.get(name) ?? '').replace(/\r\n?/g, '\n'))
    const values: FormValues = {
      what: given('what'),
      place: given('place'),
      phone: given('phone'),
      anonymous: fields.get('anonymous') === '1',
    }
    const again = (status: number, field: FormField | null, code: string): void => {
      const problem = { field, message: messageFor({ status, code }, 'vi') }
      showForm(deps, { req, res: res.status(status), values, problem })
    }
    const address = own(deps, req, fields.get('token') ?? '')
    if (address === null) return again(403, null, 'form.session')
    const read = formFields.safeParse({ ...Object.fromEntries(fields), ...values, anonymous: fields.get('anonymous') })
    if (!read.success) {
      const [issue] = read.error.issues
      const field = issue?.path[0] === 'what' || issue?.path[0] === 'phone' ? issue.path[0] : null
      return again(422, field, field === null ? 'request.malformed' : (issue?.message ?? 'request.invalid'))
    }
    const { clientId, what, place, phone, anonymous } = read.data
    try {
      await deps.chat.postForm({
        address,
        clientId,
        text: wordsOf({ what, place }),
        phone: phone === '' ? null : phone,
        anonymous: anonymous === '1',
        photos: files,
      })
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
      return again(422, 'photos', error.code)
    }
    await toAnswer(deps, { address, res })
  }
}

/** The place in the words of who tells it, so that it is read as in the chat. */
function wordsOf({ what, place }: { what: string; place: string }): string {
  return place === '' ? what : messageFor({ status: 200, code: 'form.words' }, 'vi', { what, place })
}

function answer(deps: PlainFormDeps): RequestHandler {
  return async (req, res) => {
    const address = deps.cookies.read(req.headers.cookie)
    if (address === null) return res.redirect(303, FORM)
    const asked = Number.parseInt(String(req.query.lan ?? '0'), 10)
    await showAnswer(deps, { res, address, reloads: Number.isInteger(asked) ? asked : 0, problem: null })
  }
}

const replyFields = z.object({
  token: z.string().max(100),
  clientId: z.uuid(),
  choice: z.string().min(1).max(200).optional(),
  text: z.string().max(4000).optional(),
})

function reply(deps: PlainFormDeps): RequestHandler {
  return async (req, res) => {
    const read = replyFields.safeParse(req.body ?? {})
    if (!read.success) throw new HttpProblem(422, 'request.invalid')
    const address = own(deps, req, read.data.token)
    if (address === null) throw new HttpProblem(403, 'form.session')
    const content = await contentOf(deps, { address, ...read.data })
    if (content === null) {
      const problem = messageFor({ status: 422, code: 'form.empty' }, 'vi')
      return showAnswer(deps, { res: res.status(422), address, reloads: MOST_RELOADS, problem })
    }
    await deps.chat.post({ address, clientId: read.data.clientId, content })
    await toAnswer(deps, { address, res })
  }
}

/** Null: neither a choice that was offered nor any words. */
async function contentOf(
  { chat }: PlainFormDeps,
  said: { address: string; choice?: string | undefined; text?: string | undefined },
): Promise<InboundContent | null> {
  if (said.choice !== undefined) {
    const { messages } = await chat.state(said.address)
    const found = messages.flatMap((message) => message.choices).findLast(({ id }) => id === said.choice)
    return found === undefined ? null : { kind: 'choice', choiceId: found.id, label: found.label }
  }
  const text = storable(said.text ?? '').trim()
  return text === '' ? null : { kind: 'text', text }
}

/** The visitor, when the form was made for them; a page of another site has no such token. */
function own({ cookies }: PlainFormDeps, req: Request, token: string): string | null {
  const address = cookies.read(req.headers.cookie)
  return address !== null && cookies.isFormToken(address, token) ? address : null
}

function showForm(
  { cookies, provinceName }: PlainFormDeps,
  input: {
    req: Request
    res: Response
    values: FormValues
    problem: { field: FormField | null; message: string } | null
  },
): void {
  const address = cookies.read(input.req.headers.cookie) ?? cookies.fresh()
  input.res.append('Set-Cookie', cookies.write(address))
  const { values, problem } = input
  const token = cookies.formToken(address)
  page(input.res, formPage({ values, problem, token, clientId: randomUUID(), provinceName: provinceName() }))
}

/** Waits a little for the answer, so that most pages come whole. */
async function toAnswer({ chat }: PlainFormDeps, { address, res }: { address: string; res: Response }): Promise<void> {
  const late = AbortSignal.timeout(ANSWER_WAIT_MS)
  let wake: () => void = () => {}
  late.addEventListener('abort', () => wake())
  const stop = await chat.subscribe(address, () => wake())
  try {
    while (!late.aborted) {
      const heard = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (await chat.settled(address)) break
      await heard
    }
  } finally {
    stop()
  }
  res.redirect(303, ANSWER)
}

async function showAnswer(
  { chat, cookies, provinceName }: PlainFormDeps,
  input: { res: Response; address: string; reloads: number; problem: string | null },
): Promise<void> {
  const { address, reloads, problem } = input
  const settled = await chat.settled(address)
  const { messages } = await chat.state(address)
  const spoke = messages.findLastIndex((message) => message.from === 'resident')
  page(
    input.res,
    answerPage({
      answers: messages.slice(spoke + 1),
      said: messages.filter((message) => message.from === 'resident').slice(-SAID_SHOWN),
      waiting: settled || reloads >= MOST_RELOADS ? null : `${ANSWER}?lan=${reloads + 1}`,
      problem,
      token: cookies.formToken(address),
      clientId: randomUUID(),
      provinceName: provinceName(),
    }),
  )
}

function page(res: Response, text: string): void {
  res.set('Cache-Control', 'no-store').type('html').send(text)
}
