import { DateTime } from 'luxon'
import type { Actor } from '../../../src/core/ticket.ts'
import { FIGURES, type Figure } from '../../../src/db/queries/report-conditions.ts'
import type { DashboardQuery } from '../../../src/http/contract/dashboard.ts'
import type { HandMadeCase, Happening } from './cases.ts'

interface Asked {
  query: DashboardQuery
  actor: Actor
  now: Date
  timeZone: string
}
interface Spread {
  n: number
  median: number | null
  p90: number | null
}
type Expected = { codes: Record<Figure, string[]>; firstResponse: Spread; resolution: Spread }

/** The figures by walking through each case's life, step by step: slow, plain, and sharing nothing with the SQL. */
export function expectedFigures(cases: readonly HandMadeCase[], asked: Asked): Expected {
  const codes = Object.fromEntries(FIGURES.map((f) => [f, [] as string[]])) as Record<Figure, string[]>
  const first: number[] = []
  const resolution: number[] = []
  for (const made of cases.filter((c) => !c.sealed && counts(c, asked))) {
    const facts = walk(made, asked)
    for (const figure of facts.in) codes[figure].push(made.code)
    if (facts.first !== null) first.push(facts.first)
    if (facts.resolution !== null) resolution.push(facts.resolution)
  }
  for (const figure of FIGURES) codes[figure].sort()
  return { codes, firstResponse: spreadOf(first), resolution: spreadOf(resolution) }
}

function counts(made: HandMadeCase, { query, actor }: Asked): boolean {
  const unit = made.unit ?? null
  if (actor.role === 'officer' && unit !== actor.unitId) return false
  const same = (asked: string | undefined, value: string | null | undefined): boolean =>
    asked === undefined || asked === (value ?? 'none')
  if (!same(query.unit, unit) || !same(query.topic, made.topic) || !same(query.channel, made.channel)) return false
  if (query.locality === undefined) return true
  if (query.locality === 'only:d1') return made.district === 'd1' && made.locality !== 'd1c1'
  if (query.locality === 'none') return made.district === null
  return made.district === query.locality || made.locality === query.locality
}

function walk(made: HandMadeCase, { query, now, timeZone }: Asked) {
  const start = DateTime.fromISO(query.from ?? '', { zone: timeZone }).toMillis()
  const end = DateTime.fromISO(query.to ?? '', { zone: timeZone })
    .plus({ days: 1 })
    .toMillis()
  const inPeriod = (h: Happening): boolean => time(h) >= start && time(h) < end
  const due = made.due ? new Date(made.due).getTime() : null
  let filedAtEnd = false
  let openAtEnd = false
  let answer: Happening | null = null
  let closed: Happening | null = null
  let rounds = 0
  let roundFrom: number | null = 0
  const found: Figure[] = []
  let first: number | null = null
  for (const h of made.happened) {
    if (h.type === 'filed' && inPeriod(h)) found.push('received')
    if (h.firstResponse && inPeriod(h)) first = h.minutes ?? null
    if (h.type === 'resolved') answer = h
    if ((h.type === 'resolved' || h.type === 'closed') && roundFrom !== null) {
      rounds += (h.minutes ?? 0) - roundFrom
      roundFrom = null
    }
    if (h.type === 'closed') closed = h
    if (h.type === 'reopened') {
      answer = null
      closed = null
      roundFrom = h.minutes ?? 0
    }
    if (time(h) >= end) continue
    if (h.type === 'filed') filedAtEnd = true
    if (h.type === 'filed' || h.type === 'reopened') openAtEnd = true
    if (h.type === 'resolved' || h.type === 'closed') openAtEnd = false
  }
  if (first !== null) found.push('first-response')
  if (filedAtEnd && openAtEnd) found.push('open')
  if (filedAtEnd && openAtEnd && due !== null && due < Math.min(end, now.getTime())) found.push('overdue')
  if (answer !== null && inPeriod(answer)) found.push('resolution')
  if (due !== null && due >= start && due < end) {
    const excused = answer === null && closed !== null && time(closed) <= due
    if (answer !== null || (due < now.getTime() && !excused)) {
      found.push('due', answer !== null && time(answer) <= due ? 'on-time' : 'late')
    }
  }
  return { in: found, first, resolution: found.includes('resolution') ? rounds : null }
}

function time(h: Happening): number {
  return new Date(h.at).getTime()
}

/** Linear interpolation between the closest ranks, as percentile_cont does. */
function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number | null => {
    const place = share * (sorted.length - 1)
    const low = sorted[Math.floor(place)]
    const high = sorted[Math.ceil(place)]
    if (low === undefined || high === undefined) return null
    return Math.round((low + (high - low) * (place - Math.floor(place))) * 10) / 10
  }
  return { n: sorted.length, median: at(0.5), p90: at(0.9) }
}
