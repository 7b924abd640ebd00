import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Entity, Understand, Understanding } from '../../../src/core/understanding.ts'
import { answerFigures } from '../../../src/nlp-eval/answers.ts'
import { dangerFigures } from '../../../src/nlp-eval/danger.ts'
import { entityFigures } from '../../../src/nlp-eval/entities.ts'
import { readGold } from '../../../src/nlp-eval/gold.ts'
import { toneFigures } from '../../../src/nlp-eval/tone.ts'

const READ: Understanding = {
  intent: 'report_issue',
  confidence: 0.9,
  intents: [],
  alsoIntents: [],
  topics: [],
  entities: [],
  urgency: 'normal',
  abusive: false,
  substantial: true,
  answers: [],
  why: [],
}

/** Understands what the test says it does. */
const reading =
  (table: Readonly<Record<string, Partial<Understanding>>>): Understand =>
  (text) => ({ ...READ, ...table[text] })

const entity = (kind: Entity['kind'], text: string): Entity => ({
  kind,
  text,
  value: text,
  span: { start: 0, end: text.length },
})

describe('the sections of the bench', () => {
  it('cards: the right one first or among three, and what "don\'t know" is worth', () => {
    const figures = answerFigures(
      reading({
        a: { answers: [{ id: 'x', score: 0.9 }] },
        b: { answers: ['y', 'z', 'x'].map((id, i) => ({ id, score: 0.9 - i / 10 })) },
        c: { answers: [{ id: 'x', score: 0.9 }] },
      }),
      [
        { text: 'a', cards: ['x'], form: 'clean' },
        { text: 'b', cards: ['x', 'w'], form: 'clean' },
        { text: 'c', cards: [], form: 'bare' },
        { text: 'd', cards: [], form: 'bare' },
        { text: 'e', cards: ['x'], form: 'bare' },
      ],
    )
    expect(figures['answers clean.recall1']).toEqual({ value: 0.5, of: 2 })
    expect(figures['answers clean.recall3']).toEqual({ value: 1, of: 2 })
    expect(figures['answers all.unknownPrecision']).toEqual({ value: 0.5, of: 2 })
    expect(figures['answers all.unknownRecall']).toEqual({ value: 0.5, of: 2 })
  })

  it('entities: the exact words, each once, and what was seen too much', () => {
    const figures = entityFigures(
      reading({ a: { entities: [entity('phone', '1'), entity('phone', '2'), entity('money', '5k')] } }),
      [
        {
          text: 'a',
          entities: [
            { kind: 'phone', text: '1' },
            { kind: 'phone', text: '1' },
            { kind: 'date', text: 'x' },
          ],
        },
      ],
    )
    expect(figures['entity phone.entityF1']).toEqual({ value: 0.5, of: 2 })
    expect(figures['entity date.entityF1']).toEqual({ value: 0, of: 1 })
    expect(figures['entity all.entityF1']?.value).toBeCloseTo(0.4)
  })

  it('danger: alarms, the right number, and alarms for nothing', () => {
    const figures = dangerFigures(
      reading({
        a: { intent: 'emergency', emergency: 'fire' },
        b: { emergency: 'medical' },
        d: { intent: 'emergency' },
      }),
      [
        { text: 'a', danger: 'now', kind: 'fire' },
        { text: 'b', danger: 'now', kind: 'fire' },
        { text: 'c', danger: 'near', kind: null },
        { text: 'd', danger: 'none', kind: null },
      ],
    )
    expect(Object.values(figures).map((f) => f.value)).toEqual([1, 0.5, 1])
  })

  it('tone: abuse of any kind, and matters that are kept though told rudely', () => {
    const figures = toneFigures(reading({ a: { abusive: true }, b: { intent: 'abuse' }, c: { intent: 'abuse' } }), [
      { text: 'a', abuse: 'insult', matter: true },
      { text: 'b', abuse: 'trick', matter: false },
      { text: 'c', abuse: 'none', matter: true },
    ])
    expect(figures).toEqual({ 'tone.abuse': { value: 0.8, of: 2 }, 'tone.matterKept': { value: 0.5, of: 2 } })
  })

  it('names file and line of a row that does not fit, and knows other gold by its hash', () => {
    const dir = mkdtempSync(join(tmpdir(), 'gold-'))
    const row = { text: 'đèn tắt', intent: 'report_issue', topic: null, form: 'clean', source: 'x/y' }
    mkdirSync(join(dir, 'gold'))
    writeFileSync(join(dir, 'gold', 'a.jsonl'), JSON.stringify(row))
    const { hash } = readGold(dir)
    writeFileSync(join(dir, 'gold-danger.jsonl'), '{"text":"cháy","danger":"now"}\n')
    expect(readGold(dir).hash).not.toBe(hash)
    writeFileSync(join(dir, 'gold-danger.jsonl'), '{"text":"cháy","danger":"now"}\n\n{"text":"cháy","danger":"very"}')
    expect(() => readGold(dir)).toThrow('gold-danger.jsonl:3: danger: ')
    rmSync(dir, { recursive: true })
  })
})
