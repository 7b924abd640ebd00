import { describe, expect, it } from 'vitest'
import type { Understanding } from '../../../src/core/understanding.ts'
import type { Example } from '../../../src/nlp/learn/example.ts'
import { intentConfusions, shortened } from '../../../src/nlp-eval/confusions.ts'
import { figuresOf, type Judged } from '../../../src/nlp-eval/judge.ts'

const IS: Example = {
  text: 'đèn tắt',
  intent: 'report_issue',
  alsoIntents: [],
  topic: 'den_duong',
  alsoTopics: [],
  place: null,
  urgency: 'normal',
  abuse: undefined,
  form: 'clean',
  source: 'x/y',
}
const READ: Understanding = {
  intent: 'report_issue',
  confidence: 0.9,
  intents: [],
  alsoIntents: [],
  topics: [{ id: 'den_duong', score: 0.9 }],
  entities: [],
  urgency: 'normal',
  abusive: false,
  substantial: true,
  answers: [],
  why: [],
}
const SPAN = { start: 0, end: 1 }

function row(is: Partial<Example>, read: Partial<Understanding>): Judged {
  return { is: { ...IS, ...is }, read: { ...READ, ...read } }
}

describe('figuresOf', () => {
  it('counts any wish of a message with two as right, and the main one apart', () => {
    const figures = figuresOf([row({ alsoIntents: ['ask_status'] }, { intent: 'ask_status' }), row({}, {})])
    expect([figures.intent?.value, figures.intentFirst?.value, figures.intentF1?.value]).toEqual([1, 0.5, 1])
  })

  it('judges topics only where there is one, the first by any matter, the three by the main one', () => {
    const figures = figuresOf([
      row({ alsoTopics: ['rac_thai'] }, { topics: [{ id: 'rac_thai', score: 0.5 }] }),
      row({ topic: null }, { topics: [] }),
    ])
    expect([figures.topic1, figures.topic3]).toEqual([
      { value: 1, of: 1 },
      { value: 0, of: 1 },
    ])
  })

  it('wants the very place, a question that offers all places of a name, and no place where none is named', () => {
    const found = { kind: 'locality' as const, localityId: '1', span: SPAN, rule: '' }
    const question = { kind: 'ambiguous' as const, localityIds: ['1', '2'], span: SPAN, rule: '' }
    const figures = figuresOf([
      row({ place: '1' }, { place: found }),
      row({ place: '2' }, { place: found }),
      row({ place: { ambiguous: ['1', '2'] } }, { place: question }),
      row({ place: { ambiguous: ['1', '2'] } }, { place: found }),
      row({ place: null }, { place: found }),
      row({ place: undefined }, { place: found }),
    ])
    expect([figures.place, figures.placeFalse]).toEqual([
      { value: 0.5, of: 4 },
      { value: 100, of: 1 },
    ])
  })

  it('takes for an alarm what makes the bot give the numbers', () => {
    const figures = figuresOf([
      row({ intent: 'emergency' }, { emergency: 'fire' }),
      row({ intent: 'emergency' }, {}),
      row({}, { intent: 'emergency' }),
      row({}, {}),
    ])
    expect([figures.emergencyRecall?.value, figures.emergencyFalse?.value]).toEqual([0.5, 0.5])
  })

  it('counts abuse by the tone where a reader judged it, else by messages that are nothing else', () => {
    const figures = figuresOf([
      row({ abuse: 'insult' }, { abusive: true }),
      row({}, { abusive: true }),
      row({ intent: 'abuse' }, {}),
    ])
    expect(figures.abuse).toEqual({ value: 2 / 3, of: 2 })
  })

  it('leaves out what the set has nothing for', () => {
    expect(figuresOf([row({ topic: null, urgency: undefined }, {})])).not.toHaveProperty('topic1')
  })
})

describe('the table of confusions', () => {
  it('puts the most frequent first, with a short example', () => {
    const rows = [
      row({}, { intent: 'suggest' }),
      row({ text: 'a\nb' }, { intent: 'menu' }),
      row({}, { intent: 'menu' }),
      row({}, {}),
    ]
    expect(intentConfusions(rows)).toEqual([
      { is: 'report_issue', said: 'menu', times: 2, example: 'a b' },
      { is: 'report_issue', said: 'suggest', times: 1, example: 'đèn tắt' },
    ])
    expect(shortened('x'.repeat(80), 10)).toBe(`${'x'.repeat(9)}…`)
  })
})
