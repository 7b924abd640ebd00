import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileType, uploadName } from '../../../src/channels/file-names.ts'
import { renderMessenger } from '../../../src/channels/messenger/render.ts'
import { gifSize } from '../../../src/channels/zalo/gif-size.ts'
import { renderZalo } from '../../../src/channels/zalo/render.ts'
import { fitPicture } from '../../../src/conversation/fit-picture.ts'
import { outboundContent } from '../../../src/core/messages.ts'

describe('the type of a file', () => {
  it('is the first that says something, else what the ending says', () => {
    expect(fileType(['image/JPEG; q=1', 'image/png'], 'a.pdf')).toBe('image/jpeg')
    expect(fileType(['application/octet-stream', 'image/png'], 'a.pdf')).toBe('image/png')
    expect(fileType([undefined, ''], 'Đơn.DOCX')).toMatch(/wordprocessingml/)
    expect(fileType([], 'khong-ro')).toBe('application/octet-stream')
  })
})

describe('the name of an upload', () => {
  it('has the ending of the type, and keeps one that the type allows', () => {
    expect(uploadName('Kết quả.pdf', 'application/pdf')).toBe('Kết quả.pdf')
    expect(uploadName('anh.JPEG', 'image/jpeg')).toBe('anh.jpeg')
    expect(uploadName('anh.png', 'image/jpeg')).toBe('anh.jpg')
    expect(uploadName('don.doc', 'application/x-cfb')).toBe('don.doc')
    expect(uploadName('so lieu.xls', 'application/x-cfb')).toBe('so lieu.xls')
    expect(uploadName('tai lieu.zip', 'application/zip')).toBe('tai lieu.zip')
    expect(uploadName('', 'application/octet-stream')).toBe('file.bin')
  })

  it('is one line without a path whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const made = uploadName(name, 'application/pdf')
        expect(made).toMatch(/^[^\p{Cc}/\\"]+\.pdf$/u)
        expect(made.isWellFormed()).toBe(true)
        expect(Array.from(made).length).toBeLessThanOrEqual(124)
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})

describe('the size of a GIF', () => {
  it('is read from its head, and nothing else is taken for one', () => {
    const head = [...Buffer.from('GIF89a'), 0x40, 0x01, 0xf0, 0x00]
    expect(gifSize(Uint8Array.from(head))).toEqual({ width: 320, height: 240 })
    expect(gifSize(Uint8Array.from(head.slice(0, 9)))).toBeNull()
    expect(gifSize(Uint8Array.from([...Buffer.from('GIF89a'), 0, 0, 1, 0]))).toBeNull()
    expect(gifSize(Buffer.from('\x89PNG\r\n\x1a\n..'))).toBeNull()
  })
})

describe('a picture made to fit', () => {
  it('is null when it is no picture, a drawing with scripts, or cannot become that small', async () => {
    expect(await fitPicture(Buffer.from('nothing'), 1000)).toBeNull()
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    expect(await fitPicture(Buffer.from(svg), 100_000)).toBeNull()
    const { default: sharp } = await import('sharp')
    const noise = { create: { width: 900, height: 900, channels: 3, background: '#fff' } } as const
    const png = await sharp({
      ...noise,
      create: { ...noise.create, noise: { type: 'gaussian', mean: 128, sigma: 60 } },
    })
      .png()
      .toBuffer()
    expect(await fitPicture(png, 10)).toBeNull()
    const small = await fitPicture(png, 200_000)
    expect(small?.length).toBeLessThanOrEqual(200_000)
    expect((await sharp(Buffer.from(small ?? [])).metadata()).format).toBe('jpeg')
  })
})

describe('a file by its address', () => {
  const at = (ref: string, more: object = {}) => outboundContent.parse({ kind: 'media', ref, ...more })

  it('is a picture on Zalo unless it is known to be another thing; then the address stands in the words', () => {
    const picture = [{ attachment: { payload: { elements: [{ media_type: 'image', url: 'https://e.vn/1' }] } } }]
    expect(renderZalo({ kind: 'media', ref: 'https://e.vn/1' })).toMatchObject(picture)
    expect(renderZalo(at('https://e.vn/a.pdf', { caption: 'Văn bản' }))).toEqual([
      { text: 'Văn bản\nhttps://e.vn/a.pdf' },
    ])
    expect(renderZalo(at('https://e.vn/1', { media: 'file', name: 'Đơn.pdf' }))).toEqual([
      { text: 'Đơn.pdf\nhttps://e.vn/1' },
    ])
    expect(renderZalo(at('ftp://e.vn/1'))).toEqual([])
  })

  it('is what its type says on Messenger, words first', () => {
    const types = (content: Parameters<typeof renderMessenger>[0]) =>
      renderMessenger(content).map((b) => b.text ?? b.attachment?.type)
    expect(types(at('https://e.vn/1', { caption: 'Ảnh' }))).toEqual(['Ảnh', 'image'])
    expect(types(at('https://e.vn/1.mp4'))).toEqual(['video'])
    expect(types(at('https://e.vn/1', { contentType: 'audio/mpeg' }))).toEqual(['audio'])
    expect(types(at('https://e.vn/1.jpg', { media: 'file' }))).toEqual(['file'])
    expect(types(at('blob:1'))).toEqual([])
  })
})
