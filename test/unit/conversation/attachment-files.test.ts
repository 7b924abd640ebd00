import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { attachmentType } from '../../../src/conversation/attachment-type.ts'
import { cleanHeic, cleanImage } from '../../../src/conversation/clean-image.ts'
import { createDecodeHeic } from '../../../src/conversation/decode-heic.ts'

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a33' } })
const gps = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '10/1 58/1 4980/100',
  GPSLongitudeRef: 'E',
  GPSLongitude: '106/1 39/1 0/1',
}

describe('a photo', () => {
  it('says where it was taken before that is removed', async () => {
    const bytes = await picture(60, 40)
      .withExif({ IFD0: { Make: 'Phone' }, IFD3: gps })
      .jpeg()
      .toBuffer()
    expect((await sharp(bytes).metadata()).exif).toBeDefined()
    const clean = await cleanImage(bytes)
    expect(clean.place).toEqual({ lat: 10.9805, lon: 106.65 })
    for (const made of [clean.bytes, clean.thumbnail]) expect((await sharp(made).metadata()).exif).toBeUndefined()
  })

  it.each([
    ['none', {}],
    ['zeros', { GPSLatitudeRef: 'N', GPSLatitude: '0/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '0/1 0/1 0/1' }],
    [
      'division by zero',
      { GPSLatitudeRef: 'N', GPSLatitude: '10/0 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '1/1 0/1 0/1' },
    ],
    [
      'north of the pole',
      { GPSLatitudeRef: 'N', GPSLatitude: '95/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '1/1 0/1 0/1' },
    ],
  ])('has no place when its GPS says %s', async (_name, IFD3) => {
    const bytes = await picture(20, 20)
      .withExif({ IFD0: { Make: 'Phone' }, IFD3 })
      .jpeg()
      .toBuffer()
    expect((await cleanImage(bytes)).place).toBeNull()
  })

  it('reads south and west as negative', async () => {
    const IFD3 = { ...gps, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' }
    const bytes = await picture(20, 20).withExif({ IFD3 }).jpeg().toBuffer()
    expect((await cleanImage(bytes)).place).toEqual({ lat: -10.9805, lon: -106.65 })
  })

  it('gets a WebP of at most 320 px, never larger than itself', async () => {
    const sizeOf = async (width: number, height: number) => {
      const { thumbnail } = await cleanImage(await picture(width, height).png().toBuffer())
      const { format, width: w, height: h } = await sharp(thumbnail).metadata()
      return [format, w, h]
    }
    expect(await sizeOf(3200, 1600)).toEqual(['webp', 320, 160])
    expect(await sizeOf(30, 20)).toEqual(['webp', 30, 20])
  })
})

describe('a HEIC photo', () => {
  // 120 x 80, green on the left, red on the right, with GPS; made with heif-enc.
  const heic = readFileSync(new URL('../../fixtures/photo.heic', import.meta.url))

  it('becomes a JPEG without metadata, and its place is kept', async () => {
    const clean = await cleanHeic(createDecodeHeic(), heic)
    expect(clean.place).toEqual({ lat: 10.9805, lon: 106.65 })
    const made = sharp(clean.bytes)
    const { format, width, height, exif } = await made.metadata()
    expect([clean.contentType, format, width, height, exif]).toEqual(['image/jpeg', 'jpeg', 120, 80, undefined])
    const { data, info } = await made.raw().toBuffer({ resolveWithObject: true })
    const green = (x: number): number => data[(40 * info.width + x) * info.channels + 1] ?? 0
    expect([green(20) > 130, green(100) < 90]).toEqual([true, true])
    expect((await sharp(clean.thumbnail).metadata()).format).toBe('webp')
  })

  it('that is broken is refused, and the next one is read', async () => {
    const decode = createDecodeHeic()
    const broken = cleanHeic(decode, heic.subarray(0, 500))
    const whole = cleanHeic(decode, heic)
    await expect(broken).rejects.toMatchObject({ code: 'media.not-an-image' })
    expect((await whole).contentType).toBe('image/jpeg')
  })

  it('that takes too long is given up and may come again', async () => {
    await expect(createDecodeHeic(1)(heic)).rejects.toMatchObject({ kind: 'unavailable', code: 'media.busy' })
  })

  it('waits in a short line only', async () => {
    const decode = createDecodeHeic()
    const ends = await Promise.allSettled(Array.from({ length: 11 }, () => decode(heic.subarray(0, 40))))
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual([
      ...Array.from({ length: 10 }, () => 'media.not-an-image'),
      'media.busy',
    ])
  }, 60_000)
})

const ftyp = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0${brand}mp41`)])

describe('what a file is', () => {
  it.each([
    ['application/pdf', Buffer.from('%PDF-1.7\n%…\n')],
    ['application/x-cfb', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    ['video/mp4', ftyp('isom')],
    ['video/3gpp', ftyp('3gp5')],
    ['audio/mp4', ftyp('M4A ')],
    ['audio/amr', Buffer.from('#!AMR\n\x3c\0\0\0')],
    ['audio/mpeg', Buffer.from('ID3\x03\0\0\0\0\0\0\xff\xfb\x90\x64', 'latin1')],
  ])('%s is told by its bytes and kept', async (contentType, bytes) => {
    expect(await attachmentType(bytes)).toEqual({ kind: 'as-it-came', contentType })
  })

  it.each(['heic', 'mif1'])('the photos of an iPhone (%s) are told apart', async (brand) => {
    expect(await attachmentType(ftyp(brand))).toEqual({ kind: 'heic' })
  })

  it('pictures are pictures whatever they were sent as', async () => {
    expect(await attachmentType(await picture(5, 5).png().toBuffer())).toEqual({ kind: 'picture' })
  })

  it.each([
    ['a web page', Buffer.from('<html><script>alert(1)</script>')],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['an archive', Buffer.from('Rar!\x1a\x07\0', 'latin1')],
    ['an archive broken off', Buffer.from('PK\x03\x04\x14\0', 'latin1')],
    ['words', Buffer.from('chỉ là chữ')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is refused', async (_name, bytes) => {
    await expect(attachmentType(bytes)).rejects.toMatchObject({ code: 'media.type-refused' })
  })
})
