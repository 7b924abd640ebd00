import { tellTurns } from '../test/support/turns.ts'

/**
 * `npm run nlu -- turns`, for commits that have no such command yet: copy this file, `test/support/turns.ts` and
 * `test/fixtures/first-complaints.ts` into them and run `npx tsx bench/nlu-turns.ts [--list]`.
 */
tellTurns({ detail: process.argv.includes('--list') ? 'each' : 'sums', print: (line) => console.log(line) })
