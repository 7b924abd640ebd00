import type { ChatPost, ChatState } from '../../src/http/contract/chat.ts'

import type { Place } from './embed.ts'

export type Content = ChatPost['content']
export type Sent =
  | { kind: 'accepted' }
  /** The server's words: when to go on. */
  | { kind: 'slow'; message: string }
  /** The browser keeps no cookie of ours here. */
  | { kind: 'no-session' }
  | { kind: 'refused'; message: string }
  | { kind: 'failed' }

export interface ChatApi {
  /** Throws when it cannot be had. */
  state(): Promise<ChatState>
  post(clientId: string, content: Content): Promise<Sent>
  postPhoto(clientId: string, photo: Blob): Promise<Sent>
}

const HEADERS = { 'x-requested-with': 'lang-nghe' }

/** The web chat's server. Answers come from our own origin and are used as the contract types them. */
export function makeApi(place: Place): ChatApi {
  const state = async (): Promise<ChatState> => {
    const answer = await fetch(`/api/chat/state${place === 'apart' ? '?place=apart' : ''}`, {
      headers: HEADERS,
      cache: 'no-store',
    })
    if (!answer.ok) throw new Error(`state: ${answer.status}`)
    const body = (await answer.json()) as ChatState
    if (!Array.isArray(body.messages)) throw new Error('state: not a conversation')
    return body
  }
  const send = async (path: string, init: RequestInit): Promise<Sent> => {
    try {
      let answer = await fetch(path, { ...init, method: 'POST' })
      if (answer.status === 401) {
        // The anonymous session ran out: the state call begins a new one.
        await state()
        answer = await fetch(path, { ...init, method: 'POST' })
      }
      return await outcome(answer)
    } catch {
      return { kind: 'failed' }
    }
  }
  return {
    state,
    post: (clientId, content) =>
      send('/api/chat/messages', {
        headers: { ...HEADERS, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId, content } satisfies ChatPost),
      }),
    postPhoto: (clientId, photo) =>
      send(`/api/chat/photos?clientId=${clientId}`, {
        headers: { ...HEADERS, 'content-type': photo.type },
        body: photo,
      }),
  }
}

async function outcome(answer: Response): Promise<Sent> {
  if (answer.ok) return { kind: 'accepted' }
  if (answer.status === 401) return { kind: 'no-session' }
  if (answer.status >= 500) return { kind: 'failed' }
  const body = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null
  const message = body?.error?.message ?? ''
  return answer.status === 429 ? { kind: 'slow', message } : { kind: 'refused', message }
}
