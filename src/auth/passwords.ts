import { randomInt } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'

export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 200

/** scrypt with a salt of its own, in the form that the sign-in checks. */
export function hashOf(password: string): Promise<string> {
  return hashPassword(password)
}

/** No look-alikes: it is read from a screen or a slip of paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** `k7mq-2vxt-9hpd-w3nr`: 79 random bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return [group(), group(), group(), group()].join('-')
}
