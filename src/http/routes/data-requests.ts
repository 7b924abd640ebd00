import { z } from 'zod'
import { dataRequestList, dataRequestPreview, previewQuery, settlementBody } from '../contract/data-requests.ts'
import { type AnyRoute, route } from '../route.ts'
import type { DataRequestService } from '../services.ts'

const V1 = '/api/v1/data-requests'
const byCode = z.object({ code: z.string().trim().toUpperCase().max(20) })

/** Requests to delete personal data, for those who carry them out (dispatchers, administrators). */
export function dataRequestRoutes(requests: DataRequestService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: V1,
      summary: 'Requests to delete personal data (dispatcher, admin)',
      guard: 'staff',
      reply: { kind: 'json', schema: dataRequestList, description: 'Open ones first' },
      run: ({ session }) => requests.list(session.actor),
    }),
    route({
      method: 'get',
      path: `${V1}/:code/preview`,
      summary: 'What would be deleted, in numbers',
      guard: 'staff',
      params: byCode,
      query: previewQuery,
      reply: { kind: 'json', schema: dataRequestPreview, description: 'Counts and open cases' },
      run: ({ session, params, query }) => requests.preview(session.actor, params.code, query.case ?? null),
    }),
    route({
      method: 'post',
      path: `${V1}/:code/settle`,
      summary: 'Deletes the data, or ends the request with nobody found; repeating it changes nothing',
      guard: 'staff',
      params: byCode,
      body: settlementBody,
      reply: { kind: 'json', schema: dataRequestList, description: 'The list afterwards' },
      run: ({ session, params, body }) => requests.settle(session.actor, params.code, body),
    }),
  ]
}
