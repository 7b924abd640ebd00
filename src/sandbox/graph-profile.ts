import { z } from 'zod'
import type { PlatformError } from './parts.ts'

const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('postback'), title: z.string().min(1).max(30), payload: z.string().min(1).max(1000) }),
  z.object({ type: z.literal('web_url'), title: z.string().min(1).max(30), url: z.url() }),
])
const withDefault = (list: readonly { locale: string }[]): boolean => list.some((item) => item.locale === 'default')

/** The Messenger Profile's own limits. */
const profile = z.object({
  greeting: z
    .array(z.object({ locale: z.string(), text: z.string().min(1).max(160) }))
    .refine(withDefault)
    .optional(),
  get_started: z.object({ payload: z.string().min(1).max(1000) }).optional(),
  persistent_menu: z
    .array(
      z.object({
        locale: z.string(),
        composer_input_disabled: z.boolean().optional(),
        call_to_actions: z.array(action).min(1).max(20),
      }),
    )
    .refine(withDefault)
    .optional(),
  ice_breakers: z
    .array(
      z.object({
        locale: z.string(),
        call_to_actions: z
          .array(z.object({ question: z.string().min(1).max(80), payload: z.string().min(1).max(1000) }))
          .min(1)
          .max(4),
      }),
    )
    .refine(withDefault)
    .optional(),
})

/** What of a posted profile is kept. */
export function profileFields(posted: unknown): Record<string, unknown> {
  const read = profile.safeParse(posted)
  return read.success ? Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== undefined)) : {}
}

export function profileError(posted: unknown, kept: Readonly<Record<string, unknown>>): PlatformError | undefined {
  const read = profile.safeParse(posted)
  if (!read.success) return { code: 100, message: `(#100) ${read.error.issues[0]?.path.join('.') ?? ''} is invalid` }
  const started = read.data.get_started ?? kept.get_started
  return read.data.persistent_menu !== undefined && started === undefined
    ? { code: 100, message: '(#100) You must set a Get Started button if you also wish to use persistent menu' }
    : undefined
}
