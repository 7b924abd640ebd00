import type { Clock } from '../core/clock.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { Understand } from '../core/understanding.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { CorrectionService } from '../http/services.ts'
import { maskForReview } from '../nlp/mask-personal.ts'
import { reportPeriod } from '../reports/period.ts'
import { type CandidateDeps, candidateCount, takeCandidates } from '../tickets/candidates.ts'

interface CorrectionParts {
  db: Db
  cipher: FieldCipher
  pack: ProvincePack
  understand: Understand
  clock: Clock
}

/** Corrections of staff for those who look after the examples. */
export function createCorrections(parts: CorrectionParts): CorrectionService {
  const { db, cipher, pack, clock } = parts
  const startOf = (day: string): Date => reportPeriod({ from: day }, { timeZone: pack.timeZone, now: clock.now() }).from
  return {
    count: async (actor, since) => ({ count: await candidateCount(db, actor, startOf(since)) }),
    take: (actor, since) =>
      takeCandidates(candidateDeps({ db, cipher, understand: parts.understand }), {
        actor,
        since: startOf(since),
        now: clock.now(),
      }),
  }
}

export function candidateDeps(parts: Pick<CorrectionParts, 'db' | 'cipher' | 'understand'>): CandidateDeps {
  const { db, cipher, understand } = parts
  return { db, cipher, mask: (text, known) => maskForReview(text, { understand, known }) }
}
