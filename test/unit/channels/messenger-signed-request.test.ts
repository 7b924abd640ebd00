import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSignedRequest } from '../../../src/channels/messenger/signed-request.ts'

const SECRET = 'fb_app_secret'
const claims = { algorithm: 'HMAC-SHA256', expires: 1, issued_at: 1795420800, user_id: '218471' }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (payload: string, secret = SECRET) =>
  `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`

describe("Meta's signed request", () => {
  it('names the person when its signature is over the payload as it is encoded', () => {
    expect(readSignedRequest(signed(encode(claims)), [SECRET])).toEqual({
      appScopedId: '218471',
      key: encode(claims),
    })
  })

  it('holds with padding, with a numeric id, and with the previous secret during a change', () => {
    const [signature = '', payload = ''] = signed(encode({ ...claims, user_id: 218471 })).split('.')
    expect(readSignedRequest(`${signature}=.${payload}==`, [SECRET])?.appScopedId).toBe('218471')
    expect(readSignedRequest(signed(encode(claims), 'older'), [SECRET, 'older'])?.appScopedId).toBe('218471')
  })

  it.each([
    ['of another secret', signed(encode(claims), 'other')],
    [
      'over the decoded payload',
      `${createHmac('sha256', SECRET).update(JSON.stringify(claims)).digest('base64url')}.${encode(claims)}`,
    ],
    ['with a changed payload', `${signed(encode(claims)).split('.')[0]}.${encode({ ...claims, user_id: '1' })}`],
    ['without a person', signed(encode({ algorithm: 'HMAC-SHA256' }))],
    ['of another algorithm', signed(encode({ ...claims, algorithm: 'none' }))],
    ['that is no JSON', signed(Buffer.from('{').toString('base64url'))],
    ['without a signature', `.${encode(claims)}`],
    ['too long', signed('a'.repeat(9_000))],
    ['empty', ''],
  ])('is refused when %s', (_what, text) => {
    expect(readSignedRequest(text, [SECRET])).toBeNull()
  })

  it('is proved by no empty secret, and never throws', () => {
    expect(readSignedRequest(signed(encode(claims), ''), ['', ''])).toBeNull()
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(readSignedRequest(text, [SECRET])).toBeNull()
        expect(readSignedRequest(signed(Buffer.from(text).toString('base64url')), [SECRET])?.appScopedId ?? '').toBe('')
      }),
      { numRuns: 200, seed: 5 },
    )
  })
})
