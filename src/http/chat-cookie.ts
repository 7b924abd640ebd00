import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const NAME = 'ln_chat'
/** 180 days, in seconds; counted anew at every visit. */
const MAX_AGE = 180 * 24 * 60 * 60
const ID = /^[A-Za-z0-9_-]{22}$/

export interface ChatCookies {
  /** The anonymous visitor's id; null when there is none or its signature is wrong. */
  read(cookieHeader: string | undefined): string | null
  /** A new visitor's id: 128 random bits. */
  fresh(): string
  /**
   * Value for `Set-Cookie`. `embedded`: for a frame of another site; over https the browser then keeps it apart for that
   * site alone (Partitioned). Over http there is no such cookie.
   */
  write(address: string, place?: 'own-page' | 'embedded'): string
  /** For a form: proves that the page came from us to this very visitor. */
  formToken(address: string): string
  isFormToken(address: string, token: string): boolean
}

interface Options {
  secret: string
  https: boolean
  /** `never`: no other site may frame the chat, and there is no cookie for it. */
  framed: 'by-others' | 'never'
}

/** The web chat's anonymous session: an id and its HMAC, so that nobody can write as somebody else by guessing. */
export function chatCookies({ secret, https, framed }: Options): ChatCookies {
  const sign = (id: string) => createHmac('sha256', secret).update(`${NAME}:${id}`).digest('base64url')
  return {
    read: (header) => {
      const [id = '', signature = ''] = cookieValue(header ?? '', NAME).split('.')
      return ID.test(id) && sameText(signature, sign(id)) ? id : null
    },
    fresh: () => randomBytes(16).toString('base64url'),
    write: (id, place = 'own-page') =>
      `${NAME}=${id}.${sign(id)}; Path=/; Max-Age=${MAX_AGE}; HttpOnly; ${reach({ https, place: framed === 'never' ? 'own-page' : place })}`,
    formToken: (id) => sign(`form:${id}`),
    isFormToken: (id, token) => sameText(token, sign(`form:${id}`)),
  }
}

function reach({ https, place }: { https: boolean; place: 'own-page' | 'embedded' }): string {
  if (!https) return 'SameSite=Lax'
  return place === 'embedded' ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax; Secure'
}

function cookieValue(header: string, name: string): string {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return ''
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
