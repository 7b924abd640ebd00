import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten, splitText } from '../../../src/channels/text-split.ts'

const squeezed = (text: string) => text.toWellFormed().normalize('NFC').replace(/\s+/g, '')

describe('splitText', () => {
  it('leaves text up to the limit alone', () => {
    expect(splitText('a'.repeat(10), 10)).toEqual(['a'.repeat(10)])
    expect(splitText('  Chào  ', 10)).toEqual(['Chào'])
    expect(splitText(' \n ', 10)).toEqual([])
  })

  it('counts after NFC: decomposed text is not longer', () => {
    const text = 'ngập nước'.repeat(3).normalize('NFD')
    expect(splitText(text, 27)).toHaveLength(1)
  })

  it('prefers paragraph, line, sentence, then space', () => {
    expect(splitText('Một hai.\n\nBa bốn năm sáu', 20)).toEqual(['Một hai.\n\nBa bốn năm', 'sáu'])
    expect(splitText('Một hai ba bốn.\n\nNăm sáu', 20)).toEqual(['Một hai ba bốn.', 'Năm sáu'])
    expect(splitText('Một hai ba bốn\nNăm sáu bảy', 20)).toEqual(['Một hai ba bốn', 'Năm sáu bảy'])
    expect(splitText('Một hai ba bốn. Năm sáu', 20)).toEqual(['Một hai ba bốn.', 'Năm sáu'])
    expect(splitText('nghiêng nghiêng nghiêng', 10)).toEqual(['nghiêng', 'nghiêng', 'nghiêng'])
  })

  it('cuts an endless run between graphemes, never inside a surrogate pair', () => {
    const family = '👨‍👩‍👧'
    for (const part of splitText(family.repeat(5), 10)) expect(part).toBe(family)
    const marks = `a${'\u0301'.repeat(50)}`
    for (const part of splitText(marks, 10)) expect(part.length).toBeLessThanOrEqual(10)
    const flags = splitText('😀'.repeat(700), 999)
    expect(flags.every((p) => p.isWellFormed() && p.length <= 999)).toBe(true)
  })

  it('keeps every part within the limit and loses nothing but white space', () => {
    const word = fc.constantFrom(
      'ngập',
      'nước',
      'đường',
      '😀',
      '\n',
      '\n\n',
      '. ',
      ' ',
      'https://example.vn/a/b/c/d/e/f',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string()), { maxLength: 60 }),
        fc.integer({ min: 5, max: 60 }),
        (words, max) => {
          const text = words.join(' ')
          const parts = splitText(text, max)
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(max)
            expect(part.length).toBeGreaterThan(0)
            expect(part.isWellFormed()).toBe(true)
          }
          expect(squeezed(parts.join(''))).toBe(squeezed(text))
        },
      ),
      { numRuns: 400, seed: 7 },
    )
  })

  it('is quick on text without any place to cut', () => {
    expect(splitText('x'.repeat(400_000), 2000)).toHaveLength(200)
  })
})

describe('shorten', () => {
  it('marks what it left out and stays within the limit', () => {
    expect(shorten('Gửi phản ánh', 20)).toBe('Gửi phản ánh')
    expect(shorten('Ủy ban nhân dân phường Phú Cường', 20)).toBe('Ủy ban nhân dân…')
    expect(shorten('x'.repeat(30), 20)).toBe(`${'x'.repeat(19)}…`)
    expect(shorten('😀'.repeat(15), 20)).toBe(`${'😀'.repeat(9)}…`)
  })
})
