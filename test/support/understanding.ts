import type { Entity, IntentId, Understanding } from '../../src/core/index.ts'

/** What a test says that the machine understood; everything else is "nothing seen". */
export function understood(given: Partial<Understanding> = {}): Understanding {
  const intent: IntentId = given.intent ?? 'unknown'
  const confidence = given.confidence ?? (intent === 'unknown' ? 0.2 : 0.9)
  return {
    intent,
    confidence,
    alsoIntents: [],
    intents: [{ id: intent, score: confidence }],
    topics: [],
    entities: [],
    urgency: 'normal',
    abusive: false,
    substantial: false,
    answers: [],
    why: [],
    ...given,
  }
}

/** A complaint about a topic, with substance. */
export function complains(topicId: string, given: Partial<Understanding> = {}): Understanding {
  return understood({ intent: 'report_issue', substantial: true, topics: [{ id: topicId, score: 0.9 }], ...given })
}

/** The place where `name` stands in `text`. */
export function placeAt(localityId: string, text: string, name: string): NonNullable<Understanding['place']> {
  const start = Math.max(0, text.indexOf(name))
  return { kind: 'locality', localityId, span: { start, end: start + name.length }, rule: 'test' }
}

export function entity(kind: Entity['kind'], text: string, value: string = text): Entity {
  return { kind, text, value, span: { start: 0, end: text.length } }
}
