import { z } from 'zod'
import { CASE_KINDS, INTENTS, STANDING_CHOICES, URGENCIES } from '../core/index.ts'

/** Shapes of the files of a pack. Strict: a misspelt field is a mistake, not a comment. */

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'mã chỉ gồm chữ thường không dấu, số, "-" và "_"')
const words = z.string().trim().min(1)
const phone = z.string().regex(/^\d{3,12}$/, 'số điện thoại chỉ gồm 3 đến 12 chữ số')
const confidence = z.enum(['A', 'B', 'C', 'D'])

/** `YYYY-MM-DD`, a day that exists. */
const day = z.string().refine(isRealDay, 'ngày phải có thật, dạng YYYY-MM-DD')
const span = { from: day.nullable(), to: day.nullable() }
const successors = z.array(z.strictObject({ id, share: z.enum(['full', 'partial']) }))

export const unitRow = z.strictObject({
  id,
  nameVi: words,
  kind: z.enum(['department', 'district', 'commune', 'police', 'centre']),
  localityId: id.nullable(),
  parentId: id.nullable(),
  ...span,
  successors,
  phone: phone.nullable(),
})

export const localityRow = z.strictObject({
  id,
  gsoCode: z.string().regex(/^\d{2,5}$/),
  nameVi: words,
  shortVi: words,
  type: words,
  level: z.enum(['district', 'commune']),
  parentId: id.nullable(),
  ...span,
  successors,
  aliases: z.array(words),
})

const lead = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('commune') }),
  z.strictObject({ kind: z.literal('district') }),
  z.strictObject({ kind: z.literal('commune-police') }),
  z.strictObject({ kind: z.literal('unit'), unitId: id }),
  z.strictObject({ kind: z.literal('dispatcher') }),
  z.strictObject({ kind: z.literal('emergency'), number: phone }),
  z.strictObject({ kind: z.literal('system') }),
])

export const topicRow = z.strictObject({
  id,
  nameVi: words,
  papiItem: z
    .string()
    .regex(/^[1-8][a-z]$/)
    .nullable(),
  lead,
  coordinating: z.array(lead),
  urgency: z.enum(URGENCIES),
  intents: z.array(z.enum(INTENTS)).min(1),
  keywords: z.array(words).min(1),
  unasked: z.array(z.enum(['photo', 'commune', 'place'])).exactOptional(),
})

export const deadlineRow = z.strictObject({
  id,
  caseKind: z.enum(CASE_KINDS),
  step: z.enum(['first-response', 'resolve']),
  urgency: z.enum(URGENCIES).nullable(),
  amount: z.number().int().min(0).max(10_000),
  unit: z.enum(['minute', 'hour', 'workingDay', 'calendarDay']),
  legalBasisVi: words,
  ...span,
  confidence,
  startsFrom: z.enum(['received', 'accepted']).exactOptional(),
})

/** `HH:mm`, 24:00 allowed, as minutes after midnight. */
const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'giờ phải có dạng HH:mm')
  .transform((t) => Number(t.slice(0, 2)) * 60 + Number(t.slice(3)))
const hours = z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })).min(1)

export const calendarFile = z.strictObject({
  id,
  timeZone: words,
  coversFrom: day,
  coversTo: day,
  /** How sure the hours are; for people who edit the file. */
  hoursNoteVi: words.exactOptional(),
  week: z.strictObject({
    1: hours.exactOptional(),
    2: hours.exactOptional(),
    3: hours.exactOptional(),
    4: hours.exactOptional(),
    5: hours.exactOptional(),
    6: hours.exactOptional(),
    7: hours.exactOptional(),
  }),
  /** How sure each year is; for people who edit the file. */
  yearNotes: z.record(z.string().regex(/^\d{4}$/), words).exactOptional(),
  daysOff: z.record(day, words),
  workedWeekends: z.array(day),
})

const line = z.strictObject({ text: words, confidence })
const maybeLine = line.nullable().default(null)
const lines = z.array(line).default([])

export const cardRow = z.strictObject({
  id,
  intent: z.enum(INTENTS),
  topicId: id.nullable(),
  titleVi: words,
  keywords: z.array(words).min(1),
  questions: z.array(words).min(6),
  versions: z
    .array(
      z.strictObject({
        ...span,
        summary: z.array(line).min(1).max(5),
        papers: lines,
        place: maybeLine,
        time: maybeLine,
        fee: maybeLine,
        online: maybeLine,
        note: maybeLine,
        legalBasis: maybeLine,
        link: z
          .url({ protocol: /^https$/ })
          .nullable()
          .default(null),
      }),
    )
    .min(1),
  sourceVi: words,
  checkedOn: day,
  related: z.array(id),
})

export const emergencyRow = z.strictObject({
  kind: z.enum(['fire', 'violence', 'medical', 'self-harm', 'child']),
  numbers: z.array(z.strictObject({ phone, labelVi: words })).min(1),
})

export const packFile = z.strictObject({
  id,
  nameVi: words,
  timeZone: words.refine(isTimeZone, 'múi giờ không có trong IANA'),
  standsAt: day.nullable(),
  demoUnitId: z.string().optional(),
  hotline: z.strictObject({ label: words, phone }),
  menuTopics: z.array(id).min(1),
  outside: z.array(words.max(60)).max(300).optional(),
  pageProfile: z
    .strictObject({
      greeting: words.max(160),
      menu: z
        .array(z.strictObject({ label: words.max(30), choice: z.enum(STANDING_CHOICES) }))
        .min(1)
        .max(20),
      questions: z.array(words.max(80)).max(4),
    })
    .optional(),
})

/** One text, or variants that take turns. */
export const textsFile = z.record(z.string(), z.union([words, z.array(words).min(1)]))

function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
