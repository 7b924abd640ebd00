import { loadConfig } from '../src/config/config.ts'
import { readEnvironment } from '../src/config/env.ts'
import { candidateDeps } from '../src/context/corrections.ts'
import { systemClock } from '../src/core/clock.ts'
import { createFieldCipher } from '../src/db/field-cipher.ts'
import { type Command, readOptions, UsageError } from '../src/nlp-eval/command.ts'
import { loadShipped } from '../src/nlp-eval/shipped.ts'
import { takeCandidates } from '../src/tickets/candidates.ts'
import { withDatabase } from './reach-database.ts'

/** Who has a shell and the key may read everything; that they took this is recorded all the same. */
const SHELL = { userId: 'command-line', name: 'npm run nlu', role: 'admin', unitId: null, sealed: false } as const

/** Corrections of staff as rows to review, masked. Time zone of the day: UTC, unless an instant is given. */
export const exportCandidatesCommand: Command = {
  usage: 'export-candidates --since 2026-11-01 > corrections.jsonl',
  run: async (args, { root, print }) => {
    const since = new Date(readOptions(args, { since: { type: 'string' } }).since ?? '')
    if (Number.isNaN(since.getTime())) throw new UsageError('--since wants a day, as 2026-11-01')
    const { config, secrets } = loadConfig({ argv: [], environment: readEnvironment(root) })
    const { understand } = loadShipped(root, config.packId)
    await withDatabase({ databaseUrl: secrets.databaseUrl ?? undefined, dataDir: config.dataDir }, async (db) => {
      const deps = candidateDeps({ db, cipher: createFieldCipher(secrets.fieldKey), understand })
      const rows = await takeCandidates(deps, { actor: SHELL, since, now: systemClock.now() })
      for await (const row of rows) print(JSON.stringify(row))
    })
    return 0
  },
}
