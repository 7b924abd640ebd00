import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { PageProfile } from '../../core/pack.ts'
import { ASK, GET_STARTED } from './content.ts'

export const PROFILE_FIELDS = ['greeting', 'get_started', 'persistent_menu', 'ice_breakers'] as const
export type ProfileField = (typeof PROFILE_FIELDS)[number]
/** Meta's shape of each field that is set. */
export type ProfileValues = Partial<Record<ProfileField, unknown>>

export interface ProfileDiff {
  /** What is to be posted. */
  set: ProfileValues
  /** What is there and should not be. */
  drop: ProfileField[]
}

/** The Page's profile as the pack wants it. */
export function wantedProfile(profile: PageProfile): ProfileValues {
  const locale = 'default'
  return {
    greeting: [{ locale, text: profile.greeting }],
    get_started: { payload: GET_STARTED },
    persistent_menu: [
      {
        locale,
        composer_input_disabled: false,
        call_to_actions: profile.menu.map(({ label, choice }) => ({ type: 'postback', title: label, payload: choice })),
      },
    ],
    ...(profile.questions.length === 0
      ? {}
      : {
          ice_breakers: [
            { locale, call_to_actions: profile.questions.map((question) => ({ question, payload: ASK })) },
          ],
        }),
  }
}

const action = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  url: z.string().optional(),
  question: z.string().optional(),
  payload: z.string().optional(),
})
const perLocale = <T extends z.ZodRawShape>(shape: T) => z.array(z.object({ locale: z.string(), ...shape }))
const known = z.object({
  greeting: perLocale({ text: z.string() }).optional().catch(undefined),
  get_started: z.object({ payload: z.string() }).optional().catch(undefined),
  persistent_menu: perLocale({ composer_input_disabled: z.boolean().default(false), call_to_actions: z.array(action) })
    .optional()
    .catch(undefined),
  ice_breakers: perLocale({ call_to_actions: z.array(action) })
    .optional()
    .catch(undefined),
})
const answer = z.looseObject({ data: z.array(known).max(10) })

/** What `GET /{page}/messenger_profile` shows, without what Meta adds of its own. Null: it cannot be read. */
export function readProfile(body: unknown): ProfileValues | null {
  const read = answer.safeParse(body)
  if (!read.success) return null
  const merged: ProfileValues = Object.assign({}, ...read.data.data)
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}

/** Only what differs; an empty `set` and `drop`: the Page is as it should be. */
export function diffProfile(wanted: ProfileValues, have: ProfileValues): ProfileDiff {
  const differs = (field: ProfileField): boolean => !isDeepStrictEqual(plain(wanted[field]), plain(have[field]))
  return {
    set: Object.fromEntries(
      PROFILE_FIELDS.filter((f) => wanted[f] !== undefined && differs(f)).map((f) => [f, wanted[f]]),
    ),
    drop: PROFILE_FIELDS.filter((f) => wanted[f] === undefined && have[f] !== undefined),
  }
}

/** The difference for a person: removed lines with `-`, new ones with `+`. */
export function diffLines({ set, drop }: ProfileDiff, have: ProfileValues): string[] {
  const shown = (mark: string, value: unknown): string[] =>
    JSON.stringify(value, null, 2)
      .split('\n')
      .map((line) => `  ${mark} ${line}`)
  return PROFILE_FIELDS.filter((field) => set[field] !== undefined || drop.includes(field)).flatMap((field) => [
    field,
    ...(have[field] === undefined ? [] : shown('-', have[field])),
    ...(set[field] === undefined ? [] : shown('+', set[field])),
  ])
}

/** Without keys that are undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
