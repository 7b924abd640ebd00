import { correctionsCount, correctionsQuery } from '../contract/corrections.ts'
import { type AnyRoute, route } from '../route.ts'
import type { CorrectionService } from '../services.ts'
import { streamLines } from '../stream-lines.ts'

const V1 = '/api/v1'

/** Where staff corrected what the machine had read: masked rows for those who look after `data/nlu` (admin). */
export function correctionRoutes(corrections: CorrectionService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: `${V1}/corrections`,
      summary: 'How many corrections there are since a day (admin)',
      guard: 'staff',
      query: correctionsQuery,
      reply: { kind: 'json', schema: correctionsCount, description: 'Sealed and demonstration cases left out' },
      run: ({ session, query }) => corrections.count(session.actor, query.since),
    }),
    route({
      method: 'get',
      path: `${V1}/corrections.jsonl`,
      summary:
        'Corrections since a day as labelled rows to review, personal data masked (admin); taking them is recorded',
      guard: 'staff',
      query: correctionsQuery,
      reply: { kind: 'stream', contentTypes: ['application/jsonl'], description: 'One JSON object a line' },
      run: async ({ session, query, res }) => {
        const rows = await corrections.take(session.actor, query.since)
        await streamLines({
          res,
          name: 'ban-sua.jsonl',
          contentType: 'application/jsonl; charset=utf-8',
          lines: lines(rows),
        })
        return undefined
      },
    }),
  ]
}

async function* lines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}
