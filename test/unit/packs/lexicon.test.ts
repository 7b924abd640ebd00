import { describe, expect, it } from 'vitest'
import { lexiconOf } from '../../../src/packs/lexicon.ts'
import { livingPack, planPack } from '../../support/pack.ts'

describe('the lexicon of a pack', () => {
  const currentIds = (lexicon: ReturnType<typeof lexiconOf>) =>
    lexicon.localities.filter((l) => l.current).map((l) => l.id)

  it('marks the places of the day on which the pack stands', () => {
    const ids = currentIds(lexiconOf(planPack()))
    expect(ids).toHaveLength(100)
    expect(ids).toContain('25747-2022')
    expect(ids).not.toContain('25747-2025')
    expect(currentIds(lexiconOf(planPack(), new Date('2026-11-23T00:00Z')))).toEqual(ids)
  })

  it('marks the places of today for a pack that lives, and of any other day asked for', () => {
    expect(currentIds(lexiconOf(livingPack()))).toHaveLength(36)
    expect(currentIds(lexiconOf(livingPack(), new Date('2024-06-01T00:00Z')))).toContain('25840-2024')
  })

  it('carries all places, topics and cards', () => {
    const pack = planPack()
    const lexicon = lexiconOf(pack)
    expect(lexicon.localities).toHaveLength(pack.localities.size)
    expect(lexicon.topics).toHaveLength(pack.topics.size)
    expect(lexicon.cards).toHaveLength(pack.cards.size)
    expect(lexicon.localities.find((l) => l.id === '25747-2022')).toMatchObject({ name: 'Phú Cường', type: 'phường' })
  })
})
