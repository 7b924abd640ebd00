import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typedChoice } from '../../../src/conversation/typed-choice.ts'
import { type Choice, INTENTS, type InboundContent, type Understanding } from '../../../src/core/index.ts'
import { Chat } from '../../support/chat.ts'
import { understood } from '../../support/understanding.ts'

const TOPICS = ['rac_thai', 'duong_hu_hong', 'khac', 'nhung_nhieu', 'tra_cuu', 'khai_sinh', 'no-such']
const PLACES = ['tdm', 'phu-cuong', 'phu-hoa', 'tan-dinh-bc', 'tan-dinh-btu', 'no-such']
const CARDS = ['khai-sinh', 'ket-hon', 'no-such']
const CHOICES = [
  'menu.main',
  'menu.complaint',
  'menu.tc',
  'menu.formal',
  'menu.resume',
  'complaint.send',
  'complaint.skip',
  'complaint.edit',
  'complaint.cancel',
  'complaint.take',
  'denounce.send',
  'denounce.take',
  'privacy.delete',
  'privacy.send',
  'rate:1',
  'rating.reopen',
  'card:khai-sinh',
  'place:phu-cuong',
  'place:no-such',
  'topic:rac_thai',
  'ticket:PA-2611-7K3QM',
  'status.add:x',
  'nonsense',
]
function tapped(offered: readonly Choice[], nth: number): InboundContent {
  const choice = offered[nth % Math.max(1, offered.length)]
  return choice === undefined
    ? { kind: 'text', text: 'rác ở chợ' }
    : { kind: 'choice', choiceId: choice.id, label: choice.label }
}

/** The only ways to say yes to filing. */
const CONFIRMS = new Set(['complaint.send', 'denounce.send', 'privacy.send'])

const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    'rác ở chợ',
    'không phải, ở phường Phú Hòa',
    'ý tôi là rác chứ không phải đường',
    'thêm: có mùi',
    'hủy',
    'menu',
    '1',
    '2',
    '0912345678',
    'cccd 074099012345',
    'PA-2611-7K3QM',
    'LK-7K3QMA',
    'stop',
    'Tân Định',
    '',
    '\u0000\uD800',
  ),
)

const scored = (ids: readonly string[]) =>
  fc.array(fc.record({ id: fc.constantFrom(...ids), score: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    maxLength: 3,
  })

const reading: fc.Arbitrary<Understanding> = fc
  .record({
    intent: fc.oneof(
      { weight: 4, arbitrary: fc.constant('report_issue' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...INTENTS) },
    ),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    topics: scored(TOPICS),
    answers: scored(CARDS),
    substantial: fc.boolean(),
    reply: fc.option(fc.constantFrom('yes', 'no', 'skip', 'cancel', 'edit', 'anonymous', 'back'), { nil: undefined }),
    emergency: fc.option(fc.constantFrom('fire', 'self-harm', 'child'), { nil: undefined, freq: 12 }),
    place: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constant('locality' as const), localityId: fc.constantFrom(...PLACES) }),
        fc.record({ kind: fc.constant('ambiguous' as const), localityIds: fc.subarray(PLACES) }),
      ),
      { nil: undefined },
    ),
  })
  .map(({ reply, emergency, place, ...rest }) =>
    understood({
      ...rest,
      ...(reply === undefined ? {} : { reply }),
      ...(emergency === undefined ? {} : { emergency, intent: 'emergency' as const }),
      ...(place === undefined ? {} : { place: { ...place, span: { start: 0, end: 3 }, rule: 'x' } }),
    }),
  )

const content: fc.Arbitrary<InboundContent> = fc.oneof(
  { weight: 6, arbitrary: words.map((text) => ({ kind: 'text' as const, text })) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(...CHOICES).map((id) => ({ kind: 'choice' as const, choiceId: id, label: id })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<InboundContent>(
      { kind: 'media', items: [{ kind: 'image', url: 'https://example.test/1' }] },
      { kind: 'media', items: [{ kind: 'sticker', url: 'https://example.test/2' }] },
      { kind: 'location', lat: 11, lon: 106 },
      { kind: 'contact-info', name: 'Lan', phone: '0912345678' },
      { kind: 'follow' },
      { kind: 'unsupported', providerType: 'x' },
    ),
  },
)

const SPEAKING = new Set([
  'open-ticket',
  'add-to-ticket',
  'reopen-ticket',
  'hand-to-staff',
  'issue-link-code',
  'redeem-link-code',
])

/** A tap on the n-th choice offered, as residents mostly do; with none offered, words. */
const tap = fc.nat({ max: 4 }).map((nth) => ({ kind: 'tap' as const, nth }))
const message = fc.tuple(fc.oneof({ weight: 2, arbitrary: tap }, { weight: 1, arbitrary: content }), reading)

describe('any conversation', () => {
  it('is answered, offers at most five choices, and files nothing without a yes', () => {
    let opened = 0
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 40 }), (messages) => {
        const chat = new Chat({ greeted: 'never' })
        for (const [wish, understanding] of messages) {
          const offered = chat.choices
          const sent = wish.kind === 'tap' ? tapped(offered, wish.nth) : wish
          const step = JSON.stringify(chat.active)
          chat.sends(sent, understanding)
          const { say = [], effects = [] } = chat.last ?? {}
          const speaks = say.length > 0 || effects.some((e) => SPEAKING.has(e.type))
          expect(speaks, JSON.stringify(sent)).toBe(true)
          for (const c of say) {
            if (c.kind === 'menu') expect(c.choices.length).toBeLessThanOrEqual(5)
            if ('text' in c) expect(c.text).not.toMatch(/\{\w+\}|undefined/)
          }
          if (effects.some((e) => e.type === 'open-ticket')) {
            const byTap = sent.kind === 'choice' && CONFIRMS.has(sent.choiceId)
            opened++
            const typedAs = sent.kind === 'text' ? typedChoice(sent.text, offered) : null
            const typed = typedAs?.kind === 'choice' && CONFIRMS.has(typedAs.choiceId)
            const agreed = understanding.reply === 'yes' && /"step":"check"|"flowId":"privacy"/.test(step)
            expect(byTap || typed || agreed, JSON.stringify([sent, step])).toBe(true)
          }
        }
      }),
      { numRuns: 500, seed: 20261123 },
    )
    expect(opened).toBeGreaterThan(20)
  })

  it('says a different sentence when the same thing happens twice in a row', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('asdf', 'hôm nay', 'ok ok'),
        fc.constantFrom('unknown', 'abuse', 'off_topic', 'greeting'),
        (text, intent) => {
          const chat = new Chat()
          const once = chat.says(text, { intent })
          expect(chat.says(text, { intent })).not.toBe(once)
        },
      ),
      { numRuns: 40, seed: 7 },
    )
  })
})
