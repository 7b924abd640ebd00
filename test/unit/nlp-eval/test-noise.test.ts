import { describe, expect, it } from 'vitest'
import { bare } from '../../../src/core/text.ts'
import { respelled } from '../../../src/nlp-eval/test-noise.ts'
import { shippedGold } from './support.ts'

const CLEAN = shippedGold().filter((e) => e.form === 'clean')

describe('spellings made for the test', () => {
  it.each(['bare', 'teen', 'typo'] as const)(
    '%s: always the same, marked, and another text than the original',
    (form) => {
      const made = CLEAN.map((e) => respelled(e, form))
      expect(CLEAN.map((e) => respelled(e, form))).toEqual(made)
      expect(made.every((e) => e.form === form && e.source.endsWith('(made by rule)'))).toBe(true)
      const changed = made.filter((e, i) => e.text !== CLEAN[i]?.text).length
      expect(changed / made.length).toBeGreaterThan(0.97)
    },
  )

  it('stay readable: most syllables of a message with slips are as they were', () => {
    const kept = CLEAN.map((e) => {
      const before = e.text.split(/\s+/)
      const after = new Set(respelled(e, 'typo').text.split(/\s+/))
      return before.filter((w) => after.has(w)).length / before.length
    })
    expect(kept.reduce((a, b) => a + b, 0) / kept.length).toBeGreaterThan(0.7)
  })

  it('without accents have none', () => {
    expect(CLEAN.every((e) => respelled(e, 'bare').text === bare(e.text))).toBe(true)
  })

  it('never throw, on any text', () => {
    for (const text of ['', ' ', '🙂', 'a', '.,?', 'Đ', '\n']) {
      for (const form of ['bare', 'teen', 'typo'] as const) {
        expect(typeof respelled({ ...CLEAN[0], text } as (typeof CLEAN)[number], form).text).toBe('string')
      }
    }
  })
})
