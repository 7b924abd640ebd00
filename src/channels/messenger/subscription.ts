import { z } from 'zod'
import { messengerAnswer } from './schema.ts'

const answer = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
      subscribed_fields: z.array(z.string()).catch([]),
    }),
  ),
})

export type SubscriptionNews =
  | { kind: 'complete' }
  /** `have`: what other fields the app is subscribed to. */
  | { kind: 'incomplete'; missing: readonly string[]; have: readonly string[] }
  | { kind: 'mended'; missing: readonly string[] }
  | { kind: 'refused'; code: string; missing: readonly string[] }
  /** No answer that could be read. */
  | { kind: 'silent' }

/** What `GET /{page}/subscribed_apps` says of our app; without `appId`, of whichever app the token shows. */
export function readSubscription(
  body: unknown,
  { appId, fields }: { appId?: string | undefined; fields: readonly string[] },
): SubscriptionNews {
  const error = messengerAnswer.safeParse(body)
  if (error.success && error.data.error !== undefined) {
    const { code, error_subcode: sub } = error.data.error
    return { kind: 'refused', code: sub === undefined ? String(code) : `${code}/${sub}`, missing: fields }
  }
  const read = answer.safeParse(body)
  if (!read.success) return { kind: 'silent' }
  const ours = read.data.data.filter((app) => appId === undefined || app.id === appId)
  const have = ours.flatMap((app) => app.subscribed_fields)
  const missing = fields.filter((field) => !have.includes(field))
  return missing.length === 0 ? { kind: 'complete' } : { kind: 'incomplete', missing, have }
}

/** Subscribing replaces: what is there already is asked for again. */
export function wantedFields(told: { have: readonly string[] }, fields: readonly string[]): string[] {
  return [...new Set([...told.have, ...fields])]
}
