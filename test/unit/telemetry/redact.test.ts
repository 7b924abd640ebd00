import { describe, expect, it } from 'vitest'
import { createLogger } from '../../../src/telemetry/logger.ts'
import { redact, redactText } from '../../../src/telemetry/redact.ts'

describe('redactText', () => {
  it.each([
    ['gọi 0912345678 nhé', 'gọi [phone] nhé'],
    ['gọi +84 912 345 678', 'gọi [phone]'],
    ['0274.3822.822', '[phone]'],
    ['GET /me?access_token=EAAx.y-z&fields=id', 'GET /me?access_token=[hidden]&fields=id'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [hidden]'],
    ['connect postgres://u:p4ss@db:5432/x failed', 'connect postgres://[hidden]@db:5432/x failed'],
    ['conversation 01936f00-1234-7abc-8def-0123456789ab', 'conversation 01936f00-1234-7abc-8def-0123456789ab'],
    ['case PA-2611-7K3QM took 1200 ms', 'case PA-2611-7K3QM took 1200 ms'],
    [
      'Error: Failed query: insert into "t"\nvalues ($1)\nparams: nhà bà Tư,\nhẻm 5\n    at query (db.ts:1)',
      'Error: Failed query: insert into "t"\nvalues ($1)\nparams: [hidden]\n    at query (db.ts:1)',
    ],
    ['Failed query: select 1\nparams: session-token', 'Failed query: select 1\nparams: [hidden]'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })
})

describe('redact', () => {
  it('hides what residents wrote, contact data and secrets at any depth', () => {
    const safe = redact({
      ticketId: 't1',
      message: { content: { text: 'nhà tôi ngập' }, contactPhone: '0912345678' },
      headers: { authorization: 'x', cookie: 'sid=1', 'x-zevent-signature': 'mac=1', host: 'a' },
      list: [{ access_token: 'EAA' }],
      bytes: Buffer.from('xin chào'),
    })
    expect(safe).toEqual({
      ticketId: 't1',
      message: { content: '[hidden]', contactPhone: '[hidden]' },
      headers: { authorization: '[hidden]', cookie: '[hidden]', 'x-zevent-signature': '[hidden]', host: 'a' },
      list: [{ access_token: '[hidden]' }],
      bytes: '[9 bytes]',
    })
  })

  it('keeps of an error only what describes it', () => {
    const error = Object.assign(new Error('401 for 0912345678', { cause: new Error('token=abc') }), {
      code: 'ERR_BAD_REQUEST',
      config: { headers: { access_token: 'EAA' } },
    })
    const safe = redact(error)
    expect(safe).toMatchObject({ type: 'Error', message: '401 for [phone]', code: 'ERR_BAD_REQUEST' })
    expect(JSON.stringify(safe)).not.toMatch(/EAA|abc|0912345678/)
  })

  it('survives a value that contains itself', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(JSON.stringify(redact(loop))).toContain('[deep]')
  })
})

describe('createLogger', () => {
  it('writes one JSON line per call, redacted in fields, bindings and sentence', () => {
    const lines: string[] = []
    const log = createLogger({ level: 'info', format: 'json', destination: { write: (line) => lines.push(line) } })
    log
      .child({ name: 'zalo', token: 'tkn' })
      .info({ text: 'mật', err: new Error('gọi 0912345678') }, 'phone 0987654321')
    log.debug('below the level')
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(line).toMatchObject({
      level: 'info',
      name: 'zalo',
      token: '[hidden]',
      text: '[hidden]',
      msg: 'phone [phone]',
    })
    expect(lines[0]).not.toMatch(/tkn|mật|0912345678|0987654321/)
  })
})
