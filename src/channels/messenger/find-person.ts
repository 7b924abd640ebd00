import { z } from 'zod'
import { parseJson } from '../json.ts'
import { type GraphConfig, graphCall } from './graph.ts'
import { messengerAnswer } from './schema.ts'

const id = z.union([z.string(), z.number()]).transform(String)
const ids = z.looseObject({
  data: z.array(
    z
      .looseObject({ id, page: z.looseObject({ id }) })
      .nullable()
      .catch(null),
  ),
})

export type FoundPerson =
  | { kind: 'found'; account: string; address: string }
  | { kind: 'unknown' }
  | { kind: 'no-answer' }

/**
 * Whom our Page knows under an app-scoped id, by `ids_for_pages` with the token of the app. Seen in write-ups of 2018;
 * whether Meta still answers must be tried: an error counts as `unknown`, and a person decides. Never throws.
 */
export async function findPerson(
  config: GraphConfig & { appId?: string | undefined },
  appScopedId: string,
  signal: AbortSignal,
): Promise<FoundPerson> {
  if (config.appId === undefined || !/^\d{1,40}$/.test(appScopedId)) return { kind: 'unknown' }
  const token = `${config.appId}|${config.appSecret}`
  const outcome = await graphCall(config, { method: 'GET', path: `/${appScopedId}/ids_for_pages`, token, signal })
  if (outcome.kind !== 'answer' || outcome.status >= 500 || outcome.status === 429) return { kind: 'no-answer' }
  const body = parseJson(outcome.body)
  const failure = messengerAnswer.safeParse(body)
  if (failure.success && failure.data.error !== undefined) {
    return failure.data.error.is_transient === true ? { kind: 'no-answer' } : { kind: 'unknown' }
  }
  const read = ids.safeParse(body)
  const found = read.success ? read.data.data.find((one) => one?.page.id === config.pageId) : undefined
  return found === undefined || found === null
    ? { kind: 'unknown' }
    : { kind: 'found', account: config.pageId, address: found.id }
}
