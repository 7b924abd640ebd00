import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { INTENTS, type Understand } from '../../../src/core/understanding.ts'
import { ANSWER_THRESHOLD } from '../../../src/nlp/answers.ts'
import { encodeModel } from '../../../src/nlp/artefact.ts'
import { trainModel } from '../../../src/nlp/learn/train.ts'
import { fixtureLexicon } from '../../fixtures/nlu-lexicon.ts'
import { shippedExamples, trainedUnderstand } from './support.ts'

let understand: Understand
beforeAll(() => {
  understand = trainedUnderstand()
})

describe('the shipped examples', () => {
  const examples = shippedExamples()

  it('hold enough of every intent and of every topic that they teach', () => {
    const thin = INTENTS.filter((i) => examples.filter((e) => e.intent === i).length < 55)
    expect(thin).toEqual([])
    const topics = new Map<string, number>()
    for (const e of examples) if (e.topic !== null) topics.set(e.topic, (topics.get(e.topic) ?? 0) + 1)
    expect([...topics].filter(([, n]) => n < 8)).toEqual([])
    expect(topics.size).toBeGreaterThanOrEqual(90)
  })

  it('name only topics that exist', () => {
    const known = new Set(fixtureLexicon().topics.map((t) => t.id))
    expect(examples.filter((e) => e.topic !== null && !known.has(e.topic))).toEqual([])
  })

  it('train to the same bytes every time', () => {
    const few = examples.filter((_, i) => i % 20 === 0)
    const digest = (): string =>
      createHash('sha256')
        .update(encodeModel(trainModel(few).model))
        .digest('hex')
    expect(digest()).toBe(digest())
  })
})

describe('createUnderstand', () => {
  it('reads a complaint without accents whole', () => {
    const u = understand('rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
    expect(u).toMatchObject({
      intent: 'report_issue',
      urgency: 'normal',
      abusive: false,
      substantial: true,
      place: { kind: 'locality', localityId: '25747' },
    })
    expect(u.topics[0]?.id).toBe('rac_thai')
    expect(u.entities.map((e) => [e.kind, e.value])).toEqual([
      ['address', 'truoc cho Phu Cuong'],
      ['date', '5 ngay'],
    ])
    expect(u.why.join('\n')).toContain("từ khóa 'rác thải'")
    expect(u.why.join('\n')).toContain('địa danh: Phú Cường (khớp chính xác')
  })

  it('keeps the matter of an angry complaint and marks the words', () => {
    const u = understand('đm rác tràn đầy đường ba ngày rồi không ai dọn')
    expect(u).toMatchObject({ intent: 'report_issue', abusive: true, substantial: true })
    expect(understand('địt mẹ tụi bay')).toMatchObject({ intent: 'abuse', abusive: true, substantial: false })
  })

  it('shows several matters as several topics', () => {
    const topics = understand('đèn đường tắt hết với lại karaoke ồn tới khuya').topics.map((t) => t.id)
    expect(topics).toEqual(expect.arrayContaining(['den_duong', 'tieng_on']))
  })

  it('leaves a bare answer to the flow that asked', () => {
    expect(understand('ok gửi đi em')).toMatchObject({ intent: 'unknown', reply: 'yes', substantial: false })
    expect(understand('ẩn danh')).toMatchObject({ intent: 'unknown', reply: 'anonymous' })
  })

  it('takes a short message around a case code for a question about it', () => {
    expect(understand('PA-2611-7K3QM xong chưa').intent).toBe('ask_status')
    expect(understand('tôi muốn mở lại phiếu PA-2611-7K3QM vì chưa hài lòng').intent).toBe('survey_rating')
  })

  it.each([
    ['lam lai cccd o dau', 'can-cuoc'],
    ['mới sinh em bé, làm khai sinh sao', 'khai-sinh'],
    ['ở trọ có được đi bầu không', 'cu-tri-tam-tru'],
    ['sao y giấy tờ ở đâu vậy', 'sao-y'],
    ['1022 mấy giờ làm việc', 'hotline-1022'],
    ['ba tôi mất, xin mai táng phí', 'mai-tang'],
    ['khách tới ngủ lại phải báo lưu trú không', 'luu-tru'],
  ])('answers "%s" with card %s', (text, card) => {
    const best = understand(text).answers[0]
    expect(best?.id).toBe(card)
    expect(best?.score).toBeGreaterThanOrEqual(ANSWER_THRESHOLD)
  })

  it.each(['mai trời có mưa không', 'thủ tục nhập cảnh cho chó cưng', 'giá vé máy bay đi Huế'])(
    'knows no answer to "%s"',
    (text) => {
      const best = understand(text).answers[0]
      expect(best?.score ?? 0).toBeLessThan(ANSWER_THRESHOLD)
    },
  )

  it.each([
    ['xin chào', false],
    ['ok', false],
    ['tôi tên Nguyễn Văn An', false],
    ['tôi muốn phản ánh', false],
    ['cảm ơn anh chị nhiều lắm nha', false],
    ['rác đổ đầy đường không ai dọn', true],
    ['nắp cống bị mất', true],
    ['làm lại căn cước ở đâu', true],
  ])('finds substance in "%s": %s', (text, expected) => {
    expect(understand(text).substantial).toBe(expected)
  })

  it('never throws, keeps every score in 0..1 and every span inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const u = understand(text)
        const scores = [u.confidence, ...u.intents.map((i) => i.score), ...u.topics.map((t) => t.score)]
        expect(scores.every((s) => s >= 0 && s <= 1)).toBe(true)
        expect(u.intents[0]?.id).toBe(u.intent)
        expect(u.entities.every((e) => text.slice(e.span.start, e.span.end) === e.text)).toBe(true)
      }),
      { seed: 1022, numRuns: 300 },
    )
    expect(understand('rác '.repeat(50_000)).topics.length).toBeLessThanOrEqual(3)
  })
})
