import { timestamp } from 'drizzle-orm/pg-core'

/** An instant, millisecond precision, with time zone. */
export function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })
}
