import sharp from 'sharp'
import { expect, it } from 'vitest'
import { DAY, HOUR } from '../../src/core/durations.ts'
import type { OutboundContent, SendResult } from '../../src/core/messages.ts'
import type { Fault } from '../../src/sandbox/faults.ts'
import type { ChannelContract } from './channel.ts'
import { type ChannelHarness, START } from './channel-harness.ts'

const PDF = 'application/pdf'

let last = 0
/** Puts a file into the harness; each has an id of its own, so that no cache of another test knows it. */
function held(h: ChannelHarness, file: { bytes: Uint8Array; contentType: string; name: string } | 'away'): string {
  const id = `file-${++last}`
  h.files.set(id, file)
  return id
}

const pdf = (size = 100, name = 'Kết quả xử lý.pdf') => ({
  bytes: Buffer.concat([Buffer.from('%PDF-1.7\n')], size),
  contentType: PDF,
  name,
})

/** A real JPEG of exactly this many bytes: readers ignore what follows its end. */
async function jpeg(size: number) {
  const picture = { create: { width: 64, height: 48, channels: 3, background: '#336699' } } as const
  const bytes = await sharp(picture).jpeg().toBuffer()
  return { bytes: Buffer.concat([bytes], size), contentType: 'image/jpeg', name: 'anh.jpg' }
}

/** What every platform owes us for the files that we send. */
export function outboundFiles(contract: ChannelContract, h: () => ChannelHarness): void {
  const send = async (
    id: string,
    more: Partial<Extract<OutboundContent, { kind: 'media' }>> = {},
  ): Promise<SendResult> => {
    const { sandbox, platform, resident, adapter, clock } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    const content = { kind: 'media', ref: `blob:${id}`, ...more } as const
    const message = h().message(content, { lastInboundAt: clock.now() })
    return adapter.send(message, `key-${id}`, new AbortController().signal)
  }
  const official = () =>
    h()
      .sandbox.messages(h().platform, h().resident)
      .filter((m) => m.from === 'official')
  /** What the phone got during this. */
  const shownBy = async (work: () => Promise<unknown>) => {
    const before = new Set(official().map((m) => m.id))
    await work()
    return official().filter((m) => !before.has(m.id))
  }
  const fault = (wanted: object) => h().sandbox.addFault({ platform: h().platform, ...wanted } as Fault)
  const download = async (path: string) => Buffer.from(await (await fetch(new URL(path, h().base))).arrayBuffer())
  const lastPicture = () => download(official().findLast((m) => m.imageUrl !== undefined)?.imageUrl ?? '')

  it('sends a document up to the limit, and no byte more', async () => {
    const { fileBytes } = contract.files
    for (const size of [fileBytes - 1, fileBytes]) {
      const shown = await shownBy(async () => expect(await send(held(h(), pdf(size)))).toMatchObject({ kind: 'sent' }))
      expect(shown).toMatchObject([{ file: { name: 'Kết quả xử lý.pdf', size }, text: '' }])
    }
    h().sandbox.forgetRecord()
    expect(await send(held(h(), pdf(fileBytes + 1)))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringMatching(/^file: too large/),
    })
    expect([h().uploads(), h().sends()]).toEqual([0, 0])
  })

  it('sends a picture as it is up to the limit, and made smaller beyond', async () => {
    const { pictureBytes } = contract.files
    const sizes: number[] = []
    for (const size of [pictureBytes - 1, pictureBytes, pictureBytes + 1]) {
      const shown = await shownBy(async () =>
        expect(await send(held(h(), await jpeg(size)), { caption: 'Ảnh sau khi sửa' })).toMatchObject({ kind: 'sent' }),
      )
      expect(shown.map((m) => m.text).join('')).toBe('Ảnh sau khi sửa')
      sizes.push((await lastPicture()).length)
    }
    expect(sizes.slice(0, 2)).toEqual([pictureBytes - 1, pictureBytes])
    expect(sizes[2]).toBeLessThan(pictureBytes)
  })

  it('sends a moving picture as one, and WebP as a picture that every phone shows', async () => {
    const frames = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#aa3311' } })
      .gif()
      .toBuffer()
    expect(await send(held(h(), { bytes: frames, contentType: 'image/gif', name: 'a.gif' }))).toMatchObject({
      kind: 'sent',
    })
    expect(await lastPicture()).toEqual(frames)
    const webp = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#aa3311' } })
      .webp()
      .toBuffer()
    expect(await send(held(h(), { bytes: webp, contentType: 'image/webp', name: 'a.webp' }))).toMatchObject({
      kind: 'sent',
    })
    expect((await sharp(await lastPicture()).metadata()).format).toBe('jpeg')
  })

  it('says the words before a file', async () => {
    const shown = await shownBy(() => send(held(h(), pdf()), { caption: 'Văn bản trả lời ạ.', name: 'Văn bản.pdf' }))
    expect(shown).toMatchObject([
      { text: 'Văn bản trả lời ạ.' },
      { text: '', file: { name: 'Văn bản.pdf', size: 100 } },
    ])
  })

  it('gives an upload the ending of its type, whatever it was called', async () => {
    const [shown] = await shownBy(() => send(held(h(), pdf(100, '../Báo cáo "3".exe'))))
    expect(shown?.file?.name).toBe('.. Báo cáo 3.pdf')
  })

  it('uploads once what it sends often, until the platform may have forgotten it', async () => {
    const id = held(h(), pdf())
    for (const uploads of [1, 1]) {
      expect(await send(id)).toMatchObject({ kind: 'sent' })
      expect(h().uploads()).toBe(uploads)
    }
    h().clock.advance(contract.files.keptFor - 1)
    expect(await send(id)).toMatchObject({ kind: 'sent' })
    expect(h().uploads()).toBe(1)
    h().clock.advance(1)
    expect(await send(id)).toMatchObject({ kind: 'sent' })
    expect(h().uploads()).toBe(2)
  })

  it('uploads again once when the platform has forgotten it, and sends once', async () => {
    const id = held(h(), pdf())
    await send(id)
    fault({ kind: 'expire-media' })
    h().sandbox.forgetRecord()
    const shown = await shownBy(async () =>
      expect(await send(id, { caption: 'Đây ạ' })).toMatchObject({ kind: 'sent' }),
    )
    expect(shown.map((m) => m.file?.name ?? m.text)).toEqual(['Đây ạ', 'Kết quả xử lý.pdf'])
    expect([h().uploads(), h().sends()]).toEqual([1, 3])
  })

  it('gives up when a fresh upload is called forgotten too', async () => {
    const id = held(h(), pdf())
    await send(id)
    h().sandbox.forgetRecord()
    const forgotten = contract.name === 'zalo' ? { code: -100 } : { code: 100, subcode: 2018074 }
    fault({ kind: 'error', times: 1, ...forgotten })
    // lets the upload pass that lies between the two sends
    fault({ kind: 'error', times: 1, after: 1, ...forgotten })
    const shown = await shownBy(async () => expect(await send(id)).toMatchObject({ kind: 'rejected' }))
    expect(shown).toEqual([])
    expect([h().uploads(), h().sends()]).toEqual([1, 2])
  })

  it('tries later, certain that nothing went out, when the upload fails', async () => {
    const failures = [
      { kind: 'error', code: contract.rateLimit.code },
      { kind: 'http', status: 429 },
      { kind: 'http', status: 500 },
      { kind: 'http', status: 502, body: '<html>' },
      { kind: 'http', status: 200, body: '{}' },
      { kind: 'empty-answer' },
      { kind: 'drop-before-accept' },
      { kind: 'drop-after-accept' },
    ]
    const id = held(h(), pdf())
    for (const failure of failures) {
      h().clock.advance(HOUR)
      h().sandbox.forgetRecord()
      fault({ ...failure, times: 1 })
      const shown = await shownBy(async () =>
        expect(await send(id, { caption: 'Đây ạ' }), JSON.stringify(failure)).toMatchObject({ kind: 'retry' }),
      )
      expect(shown).toEqual([])
      expect(h().sends()).toBe(0)
    }
    h().clock.advance(HOUR)
    const shown = await shownBy(async () => expect(await send(id)).toMatchObject({ kind: 'sent' }))
    expect(shown).toHaveLength(1)
  })

  it('is rejected when the platform will not have the file', async () => {
    const refusal = contract.name === 'zalo' ? { code: -210 } : { code: 100, subcode: 2018109 }
    fault({ kind: 'error', times: 1, ...refusal })
    expect(await send(held(h(), pdf()))).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/^upload: /) })
    expect(h().sends()).toBe(0)
  })

  it('is uncertain when the connection breaks after the message was taken, and not sent again', async () => {
    const id = held(h(), pdf())
    fault({ kind: 'drop-after-accept', after: 1, times: 1 })
    const shown = await shownBy(async () => expect(await send(id)).toMatchObject({ kind: 'uncertain' }))
    expect(shown).toMatchObject([{ file: { name: 'Kết quả xử lý.pdf' } }])
    expect([h().uploads(), h().sends()]).toEqual([1, 1])
  })

  it('sends other types where the platform takes them, and says clearly where not', async () => {
    const id = held(h(), { bytes: Buffer.from('PK'), contentType: 'application/zip', name: 'tai lieu.zip' })
    const result = await send(id)
    if (contract.files.others === 'sent') expect(result).toMatchObject({ kind: 'sent' })
    else expect(result).toMatchObject({ kind: 'rejected', reason: 'file: type not taken by zalo (application/zip)' })
  })

  it('does not send what is gone, and waits for a store that does not answer', async () => {
    expect(await send('nothing')).toEqual({ kind: 'rejected', reason: 'file: gone' })
    const id = held(h(), 'away')
    expect(await send(id)).toEqual({ kind: 'retry', reason: 'file: the store does not answer' })
    expect([h().uploads(), h().sends()]).toEqual([0, 0])
  })

  it('does not upload when the window is closed', async () => {
    const content = { kind: 'media', ref: `blob:${held(h(), pdf())}` } as const
    h().clock.advance(8 * DAY)
    const message = h().message(content, { author: 'person', lastInboundAt: START })
    expect(await h().adapter.send(message, 'k', new AbortController().signal)).toMatchObject({ kind: 'window-closed' })
    expect(h().uploads()).toBe(0)
  })
}
