import { effectiveDay, isValidOn, type Lexicon, type ProvincePack } from '../core/index.ts'

/**
 * What the understander must know of a pack. `current` marks the localities that exist on the pack's effective day.
 * @param at the instant to look from; absent: the day on which the pack stands still, or the end of time
 */
export function lexiconOf(pack: ProvincePack, at?: Date): Lexicon {
  const day = at === undefined ? (pack.standsAt ?? '9999-12-31') : effectiveDay(pack, at)
  return {
    localities: [...pack.localities.values()].map((l) => ({
      id: l.id,
      name: l.shortVi,
      type: l.type,
      level: l.level,
      parentId: l.parentId,
      aliases: [...l.aliases],
      current: isValidOn(l, day),
    })),
    outside: pack.outside ?? [],
    topics: [...pack.topics.values()].map((t) => ({
      id: t.id,
      name: t.nameVi,
      keywords: [...t.keywords],
      intents: [...t.intents],
      urgency: t.urgency,
    })),
    cards: [...pack.cards.values()].map((c) => ({
      id: c.id,
      intent: c.intent,
      topicId: c.topicId,
      title: c.titleVi,
      keywords: [...c.keywords],
      questions: [...c.questions],
    })),
  }
}
