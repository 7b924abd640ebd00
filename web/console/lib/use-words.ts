import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import * as time from './time.ts'
import { useReference } from './use-reference.ts'

/** Numbers and times in the reader's language and the province's time zone. */
export interface Words {
  t: TFunction<'desk'>
  language: string
  zone: string
  exact(iso: string): string
  short(iso: string): string
  working(minutes: number): string
  clock(minutes: number): string
  percent(share: number): string
  number(value: number): string
}

export function useWords(): Words {
  const { t, i18n } = useTranslation('desk')
  const reference = useReference()
  const language = i18n.language
  const zone = reference.data?.pack.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    t,
    language,
    zone,
    exact: (iso) => time.exactTime(iso, zone, language),
    short: (iso) => time.shortTime(iso, zone),
    working: (minutes) => time.workingTime(t, minutes, language),
    clock: (minutes) => time.clockWords(t, minutes),
    percent: (share) => time.percent(share, language),
    number: (value) => time.decimal(value, language),
  }
}
