import { beforeAll, describe, expect, it } from 'vitest'
import type { Understand } from '../../../src/core/index.ts'
import { ASKED, NO_CARD } from '../../fixtures/procedure-questions.ts'
import { Chat } from '../../support/chat.ts'
import { planPack } from '../../support/pack.ts'
import { realUnderstand } from '../../support/understand.ts'

/** Which card comes, with the real pack and the real understander, through a whole turn. */
let understand: Understand
beforeAll(() => {
  understand = realUnderstand(planPack())
}, 120_000)

function asked(question: string): { card: string | undefined; offered: string[] } {
  const chat = new Chat({ pack: planPack(), understand })
  const title = chat.says(question).split('\n')[0]
  const card = [...planPack().cards.values()].find((c) => c.titleVi === title)?.id
  const offered = chat.choices.flatMap((c) => (c.id.startsWith('card:') ? [c.id.slice('card:'.length)] : []))
  return { card, offered }
}

describe('questions about procedures', () => {
  it('brings the right card to 95 of 100, and a wrong one to no more than 2', () => {
    const rows = Object.entries(ASKED).flatMap(([id, questions]) => questions.map((q) => ({ id, q, got: asked(q) })))
    const right = rows.filter((r) => r.got.card === r.id)
    const wrong = rows.filter((r) => r.got.card !== undefined && r.got.card !== r.id)
    expect(rows.length).toBeGreaterThanOrEqual(120)
    expect(wrong.length / rows.length, wrong.map((r) => r.q).join('; ')).toBeLessThanOrEqual(0.02)
    expect(right.length / rows.length).toBeGreaterThanOrEqual(0.95)
  })

  it('says that it does not know where no card speaks of the matter, in 97 of 100', () => {
    const answered = NO_CARD.filter((q) => {
      const { card, offered } = asked(q)
      return card !== undefined || offered.length > 0
    })
    expect(NO_CARD.length).toBeGreaterThanOrEqual(90)
    expect(answered.length / NO_CARD.length, answered.join('; ')).toBeLessThanOrEqual(0.03)
  })

  it.each([
    ['thủ tục nhận con nuôi', 'nuôi con một mình'],
    ['sang tên xe máy cần gì', 'sang tên'],
    ['làm hộ chiếu ở đâu', 'sao y hộ chiếu'],
    ['thủ tục nhập khẩu ô tô', 'nhập khẩu'],
  ])('"%s" is not answered with a neighbour', (question) => {
    expect(asked(question)).toEqual({ card: undefined, offered: [] })
  })

  it('takes the paper for what is done with it: a passport can be copied here, not made', () => {
    expect(asked('sao y hộ chiếu ở phường được không').card).toBe('chung-thuc-ban-sao')
  })
})
