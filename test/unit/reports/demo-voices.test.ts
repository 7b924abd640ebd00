import { describe, expect, it } from 'vitest'
import { bare } from '../../../src/core/text.ts'
import { arrivals } from '../../../src/demo/arrivals.ts'
import { seededRandom } from '../../../src/demo/random.ts'
import { colour, speak, VOICES } from '../../../src/demo/voices.ts'
import { loadPack } from '../../../src/packs/load.ts'

const all = Object.values(VOICES).flat()
const place = { commune: 'Phường Phú Lợi', quarter: 'khu phố 3', street: 'đường số 7' }

describe('voices of the demonstration', () => {
  it('are many, all different, and about topics of the pack', () => {
    expect(all.length).toBeGreaterThanOrEqual(120)
    expect(new Set(all).size).toBe(all.length)
    const pack = loadPack('data/binh-duong-2022')
    expect(Object.keys(VOICES).filter((id) => !pack.topics.has(id))).toEqual([])
  })

  it('leave no gap unfilled, and say places without accents where they speak so', () => {
    for (const voice of all) {
      const said = speak(voice, place)
      expect(said).not.toMatch(/[{}]/)
      expect(said).not.toMatch(/(đường|duong) (đường|duong)/i)
      if (bare(voice) === voice.toLowerCase()) expect(bare(said)).toBe(said.toLowerCase())
    }
  })

  it('end politely without running into each other', () => {
    const random = seededRandom(3)
    for (const voice of all) expect(colour(random, speak(voice, place))).not.toMatch(/\p{L} (Cảm ơn|Mong sớm|Xin cảm)/u)
  })
})

describe('arrivals', () => {
  const from = new Date('2026-01-01T00:00:00+07:00')
  const to = new Date('2026-10-05T10:30:00+07:00')
  const of = (seed: number) => [
    ...arrivals({ cases: 1000, from, to, timeZone: 'Asia/Ho_Chi_Minh', random: seededRandom(seed) }),
  ]

  it('are exactly as many as asked for, in order, within the days, the same for a seed', () => {
    const found = of(1)
    expect(found).toHaveLength(1000)
    expect(found.every((at, i) => at >= from && at < to && (i === 0 || at >= (found[i - 1] ?? from)))).toBe(true)
    expect(of(1)).toEqual(found)
    expect(of(2)).not.toEqual(found)
  })
})
