/**
 * How many messages a resident writes until the case has its code: 70 first complaints of all kinds
 * (`test/fixtures/first-complaints.ts`), played against the real understander and flows. `--list` shows each.
 *
 *   npx tsx bench/nlu-turns.ts [--list]
 */
import { parseArgs } from 'node:util'
import { planPack } from '../test/support/pack.ts'
import { firstComplaints, turnFigures, turnsOf } from '../test/support/turns.ts'
import { realUnderstand } from '../test/support/understand.ts'

const { values } = parseArgs({ options: { list: { type: 'boolean' } } })
const pack = planPack()
const options = { pack, understand: realUnderstand(pack) }
if (values.list === true) {
  for (const complaint of firstComplaints()) {
    const { turns, asked, needless, topicRight, placeRight } = turnsOf(complaint, options)
    const marks = [
      needless.length > 0 ? `needless: ${needless.join(',')}` : '',
      topicRight ? '' : 'topic?',
      placeRight ? '' : 'place?',
    ]
    console.log(
      `${turns ?? 'never'} [${asked.join(' ')}] ${marks.filter((m) => m !== '').join(' ')} | ${complaint.text}`,
    )
  }
}
console.log(JSON.stringify(turnFigures(options), null, 2))
