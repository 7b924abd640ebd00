import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import { DAY } from '../../../src/core/durations.ts'
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts'

const START = new Date('2026-11-23T03:00:00Z')
const MB = 1024 * 1024
const hoa = '2512523625412510001'
const trang = '7100000000000001'
const clock = settableClock(START)
let sandbox: Sandbox
let base = ''

beforeAll(async () => {
  const webhookUrl = 'http://127.0.0.1:9/'
  const zalo = {
    appId: '11',
    oaId: '44',
    oaSecretKey: 'k',
    appSecret: 's',
    accessToken: 'a0',
    refreshToken: 'r0',
    webhookUrl,
  }
  const messenger = {
    appSecret: 'fb',
    pageId: '55',
    pageToken: 'p0',
    verifyToken: 'v',
    appId: '66',
    webhookUrl,
  }
  sandbox = createSandbox({ publicBase: () => base, clock, timeFactor: 0.0001, zalo, messenger })
  base = await sandbox.listen(0)
})
afterAll(() => sandbox.close())

const withHead = (head: number[], size: number): Buffer => Buffer.concat([Buffer.from(head)], size)
const jpeg = (size: number): Buffer => withHead([0xff, 0xd8, 0xff], size)
const gif = (size: number): Buffer => withHead([0x47, 0x49, 0x46, 0x38], size)

async function zaloUpload(what: string, file: { name: string; bytes: Buffer }, token = 'a0') {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name)
  const headers = { access_token: token }
  const answer = await fetch(`${base}/zalo/api/v2.0/oa/upload/${what}`, { method: 'POST', headers, body: form })
  return (await answer.json()) as { error: number; data: { attachment_id?: string; token?: string } }
}

async function zaloSend(message: object) {
  const answer = await fetch(`${base}/zalo/api/v3.0/oa/message/cs`, {
    method: 'POST',
    headers: { access_token: 'a0' },
    body: JSON.stringify({ recipient: { user_id: hoa }, message }),
  })
  return (await answer.json()) as object
}

const media = (element: object) => ({
  attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
})

async function graphUpload(type: string, file: { name: string; bytes: Buffer }, reusable = true) {
  const form = new FormData()
  form.append('message', JSON.stringify({ attachment: { type, payload: { is_reusable: reusable } } }))
  form.append('filedata', new Blob([new Uint8Array(file.bytes)]), file.name)
  const headers = { authorization: 'Bearer p0' }
  const answer = await fetch(`${base}/graph/v25.0/55/message_attachments`, { method: 'POST', headers, body: form })
  return (await answer.json()) as { attachment_id?: string; error?: object }
}

async function graphSend(attachment: object) {
  const answer = await fetch(`${base}/graph/v25.0/55/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer p0' },
    body: JSON.stringify({ recipient: { id: trang }, messaging_type: 'RESPONSE', message: { attachment } }),
  })
  return (await answer.json()) as object
}

describe('uploads to the pretended Zalo', () => {
  it('are taken up to the limit of each kind, and no byte more', async () => {
    const cases = [
      ['image', 'a.jpg', jpeg, MB],
      ['gif', 'a.gif', gif, 5 * MB],
      ['file', 'a.pdf', (size: number) => Buffer.alloc(size), 5 * MB],
    ] as const
    for (const [what, name, make, most] of cases) {
      expect((await zaloUpload(what, { name, bytes: make(most) })).error).toBe(0)
      expect((await zaloUpload(what, { name, bytes: make(most + 1) })).error).toBe(-210)
    }
  })

  it('are refused without a good token, of another type, and answered with nothing without the right ending', async () => {
    expect((await zaloUpload('image', { name: 'a.jpg', bytes: jpeg(9) }, 'no')).error).toBe(-216)
    expect((await zaloUpload('image', { name: 'a.jpg', bytes: gif(9) })).error).toBe(-201)
    expect((await zaloUpload('file', { name: 'a.zip', bytes: jpeg(9) })).error).toBe(-201)
    expect(await zaloUpload('image', { name: 'a.bin', bytes: jpeg(9) })).toMatchObject({ error: 0, data: {} })
    expect(await zaloUpload('file', { name: 'blob', bytes: jpeg(9) })).toMatchObject({ error: 0, data: {} })
    expect((await zaloUpload('video', { name: 'a.mp4', bytes: jpeg(9) })).error).toBe(-201)
  })

  it('are shown on the phone until they expire after seven days', async () => {
    clock.set(START)
    sandbox.act('zalo', hoa, { text: 'chào' })
    const { attachment_id } = (await zaloUpload('image', { name: 'a.jpg', bytes: jpeg(9) })).data
    const { token } = (await zaloUpload('file', { name: 'Kết quả.pdf', bytes: Buffer.from('%PDF-') })).data
    const image = media({ media_type: 'image', attachment_id })
    const file = { attachment: { type: 'file', payload: { token } } }
    expect(await zaloSend(image)).toMatchObject({ error: 0 })
    expect(await zaloSend(file)).toMatchObject({ error: 0 })
    const shown = sandbox.messages('zalo', hoa).slice(-2)
    expect(shown).toMatchObject(
      [{ imageUrl: /^\/sandbox\/media\// }, { file: { name: 'Kết quả.pdf', size: 5 } }].map(loose),
    )
    const opened = await fetch(new URL(shown[1]?.file?.url ?? '', base))
    expect(opened.headers.get('content-type')).toBe('application/pdf')
    expect(await zaloSend(media({ media_type: 'gif', attachment_id, width: 1, height: 1 }))).toMatchObject({
      error: -201,
    })
    expect(await zaloSend(media({ media_type: 'image', attachment_id, url: 'https://e.vn/a.jpg' }))).toMatchObject({
      error: -201,
    })
    clock.advance(7 * DAY - 1)
    expect(await zaloSend(image)).toMatchObject({ error: 0 })
    clock.advance(1)
    sandbox.act('zalo', hoa, { text: 'chào' })
    expect(await zaloSend(image)).toMatchObject({ error: -100 })
    expect(await zaloSend(file)).toMatchObject({ error: -100 })
  })
})

/** Strings of a pattern, for toMatchObject. */
function loose(shape: object): object {
  return Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, value instanceof RegExp ? expect.stringMatching(value) : value]),
  )
}

describe('uploads to the pretended Messenger', () => {
  it('are taken up to the limit of each kind, and no byte more', async () => {
    for (const [type, name, most] of [
      ['image', 'a.jpg', 8 * MB],
      ['file', 'a.pdf', 25 * MB],
    ] as const) {
      expect((await graphUpload(type, { name, bytes: jpeg(most) })).attachment_id).toMatch(/^\d+$/)
      expect(await graphUpload(type, { name, bytes: jpeg(most + 1) })).toMatchObject({
        error: { code: 100, error_subcode: 2018109 },
      })
    }
  })

  it('are refused when they are not what they are said to be, or not kept', async () => {
    expect(await graphUpload('video', { name: 'a.jpg', bytes: jpeg(9) })).toMatchObject({
      error: { error_subcode: 2018047 },
    })
    expect(await graphUpload('image', { name: 'a.jpg', bytes: jpeg(9) }, false)).toMatchObject({ error: { code: 100 } })
  })

  it('are shown until they are forgotten', async () => {
    clock.set(START)
    sandbox.act('messenger', trang, { text: 'chào' })
    const id = (await graphUpload('file', { name: 'a.zip', bytes: Buffer.from('zip') })).attachment_id
    const file = { type: 'file', payload: { attachment_id: id } }
    expect(await graphSend(file)).toMatchObject({ message_id: expect.any(String) })
    expect(sandbox.messages('messenger', trang).at(-1)).toMatchObject({ file: { name: 'a.zip', size: 3 } })
    expect(await graphSend({ ...file, type: 'image' })).toMatchObject({ error: { error_subcode: 2018047 } })
    sandbox.addFault({ kind: 'expire-media', platform: 'messenger' })
    expect(await graphSend(file)).toMatchObject({ error: { code: 100, error_subcode: 2018074 } })
  })
})
