import fc from 'fast-check'
import type { HandMadeCase, Happening } from './cases.ts'

const HOUR = 3_600_000

/** A case with a life that the lifecycle allows, ending at any stage, all of it before `now`. */
export function randomCase(now: Date): fc.Arbitrary<Omit<HandMadeCase, 'code'>> {
  return fc
    .record({
      filed: fc.integer({ min: Date.UTC(2025, 11, 1) / HOUR, max: Math.floor(now.getTime() / HOUR) }),
      steps: fc.array(fc.record({ hours: fc.integer({ min: 0, max: 900 }), pick: fc.nat(9) }), { maxLength: 7 }),
      dueHours: fc.option(fc.integer({ min: 1, max: 1000 })),
      unit: fc.constantFrom('u1', 'u1', 'u2', null),
      topic: fc.constantFrom('rac', 'rac', 'den', null),
      channel: fc.constantFrom('zalo' as const, 'zalo' as const, 'messenger' as const, 'web' as const),
      place: fc.constantFrom(['d1', 'd1c1'], ['d1', 'd1c1'], ['d1', 'd1'], ['d1', null], [null, null]),
      sealed: fc.boolean().chain((b) => (b ? fc.boolean() : fc.constant(false))),
    })
    .map(({ filed, steps, dueHours, place, sealed, ...dimensions }) => {
      const due = dueHours === null ? null : new Date((filed + dueHours) * HOUR)
      const happened = live({ filed, steps, due }).filter((h) => new Date(h.at) <= now)
      const [district = null, locality = null] = place
      return { ...dimensions, district, locality, due, happened, ...(sealed ? { sealed: true as const } : {}) }
    })
}

interface Life {
  filed: number
  steps: readonly { hours: number; pick: number }[]
  due: Date | null
}

function live({ filed, steps, due }: Life): Happening[] {
  const happened: Happening[] = [{ type: 'filed', at: new Date(filed * HOUR), minutes: 0 }]
  let at = filed
  let state: 'open' | 'answered' | 'closed' = 'open'
  let spoken = false
  for (const { hours, pick } of steps) {
    at += hours
    const type = nextType(state, pick)
    // Some answers fall on the very promised instant.
    if (type === 'resolved' && pick === 9 && due !== null && due.getTime() >= at * HOUR) at = due.getTime() / HOUR
    const speaks: boolean = !spoken && (type === 'replied' || type === 'resolved')
    spoken = spoken || speaks
    happened.push({
      type,
      at: new Date(at * HOUR),
      minutes: at - filed,
      ...(speaks ? { firstResponse: true as const } : {}),
    })
    if (type === 'resolved') state = 'answered'
    if (type === 'closed') state = 'closed'
    if (type === 'reopened') state = 'open'
  }
  return happened
}

function nextType(state: 'open' | 'answered' | 'closed', pick: number): Happening['type'] {
  if (state === 'open') return pick < 3 ? 'replied' : pick < 5 ? 'note' : pick === 5 ? 'closed' : 'resolved'
  if (state === 'answered') return pick < 4 ? 'closed' : pick < 7 ? 'reopened' : 'rated'
  return pick < 5 ? 'reopened' : 'note'
}
