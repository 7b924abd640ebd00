import { DAY, HOUR } from '../core/durations.ts'
import { addWorkingMinutes, workingMinutesBetween } from '../tickets/clock/working-time.ts'
import { dispatch, type Life, later, route, sayText } from './life.ts'
import { rateAndClose } from './life-after.ts'
import { type DemoStaff, slownessOf, staffOf } from './staff.ts'
import { staffWords } from './staff-words.ts'

/** Cases forgotten longer ago have been found and answered, very late. */
const FORGOTTEN_FOR = 120 * DAY
const RETURNED = 0.04
const WITHDRAWN = 0.01
const FORGOTTEN = 0.012

/** What becomes of a filed case until the world's now. */
export function liveCase(life: Life): void {
  const { world, ledger } = life
  if (route(life)) {
    if (ledger.ticket.status === 'triaged') atDispatchers(life)
    else atUnit(life)
  }
  ledger.runClock(world.now)
}

function atDispatchers(life: Life): void {
  const { world, ledger } = life
  const at = afterWork(life, world.random.skewed(35, 0.8))
  if (ledger.ticket.kind === 'TC' || ledger.ticket.kind === 'YC') answer(life, staffOf(world.pack, null, world.random))
  else if (dispatch(life, at)) atUnit(life)
}

function atUnit(life: Life): void {
  const { world, ledger } = life
  const { random, pack } = world
  const unitId = ledger.ticket.unitId ?? ''
  const slowness = slownessOf(unitId)
  const staff = staffOf(pack, unitId, random)
  const first = afterWork(life, random.skewed(70 * slowness, 0.8))
  const seldomTwice = (ledger.ticket.returns ?? 0) === 0 ? RETURNED : RETURNED / 4
  if (random.chance(seldomTwice)) {
    giveBack(life, { staff, at: first })
    return
  }
  if (random.chance(WITHDRAWN)) {
    withdraw(life, first)
    return
  }
  const accepted = ledger.apply({ at: first, action: 'accept', actor: actorOf(staff), set: holding(staff) })
  if (accepted === null) return
  const forgotten = random.chance(FORGOTTEN * slowness)
  if (forgotten && world.now.getTime() - ledger.ticket.filedAt.getTime() < FORGOTTEN_FOR) return
  answer(life, staff, forgotten ? 6 : 1)
}

/** "Không thuộc thẩm quyền": back to routing, and from there to another unit. */
function giveBack(life: Life, { staff, at }: { staff: DemoStaff; at: Date }): void {
  const { ledger, world } = life
  const { ticket } = ledger
  const reason = staffWords.returnReason(world.random)
  const set = { returns: (ticket.returns ?? 0) + 1, holderUserId: null, holderName: null }
  const data = { reason, unitId: ticket.unitId }
  if (ledger.apply({ at, action: 'return', actor: actorOf(staff), set, data }) === null) return
  if (!route(life)) return
  if (ticket.status === 'triaged') atDispatchers(life)
  else atUnit(life)
}

function withdraw({ world, ledger }: Life, at: Date): void {
  const dispatcher = staffOf(world.pack, null, world.random)
  if (at > world.now) return
  ledger.runClock(at)
  const data = { reason: staffWords.closeReason }
  ledger.apply({ at, action: 'close', actor: actorOf(dispatcher), set: { closedAt: at }, data })
  ledger.settle('ended', ['first-response', 'resolve'])
}

/** Words to the resident, perhaps a question and its answer, then the written result. */
function answer(life: Life, staff: DemoStaff, late = 1): void {
  const { world, ledger } = life
  const { random, pack } = world
  const started = ledger.at()
  const slowness = slownessOf(ledger.ticket.unitId ?? 'dispatchers') * late
  if (random.chance(0.6)) {
    const at = afterWork(life, random.skewed(50 * slowness, 0.7))
    if (!speak(life, { staff, at, action: 'reply', text: staffWords.reply(random) })) return
  }
  if (random.chance(0.1)) {
    const at = afterWork(life, random.skewed(60, 0.5))
    if (ledger.apply({ at, action: 'note', actor: actorOf(staff), text: staffWords.note(random) }) === null) return
  }
  if (random.chance(0.14) && !askAndHear(life, staff)) return
  const promised = workingMinutesBetween(started, ledger.ticket.dueAt ?? later(started, 7 * DAY), pack.calendar)
  const planned = addWorkingMinutes(
    started,
    random.skewed(0.5 * Math.max(promised, 225) * slowness, 0.55),
    pack.calendar,
  )
  const soonest = afterWork(life, 15)
  const at = wholeSecond(new Date(Math.max(planned.getTime(), soonest.getTime())))
  const again = ledger.rows.events.some((e) => e.type === 'reopened')
  const text = again ? staffWords.resultAgain(random) : staffWords.result(random)
  if (!speak(life, { staff, at, action: 'resolve', text })) return
  if (rateAndClose(life) === 'reopened') answer(life, staff)
}

/** False: the future begins meanwhile. */
function askAndHear(life: Life, staff: DemoStaff): boolean {
  const { world, ledger, talk } = life
  const { random } = world
  const at = afterWork(life, random.skewed(60, 0.6))
  if (!speak(life, { staff, at, action: 'ask', text: staffWords.question(random) })) return false
  if (random.chance(0.15)) return true // never answered: the unit works with what it has
  const wroteAt = later(ledger.at(), random.skewed(4 * HOUR, 1))
  if (wroteAt > world.now) return false
  const text = staffWords.answer(random)
  const inbound = talk.hear(wroteAt, { kind: 'text', text })
  const idempotencyKey = `wrote/${inbound}/${ledger.ticket.id}`
  const wrote = {
    at: wroteAt,
    action: 'citizen-writes',
    actor: { kind: 'resident' },
    set: { unread: true },
    text,
  } as const
  if (ledger.apply({ ...wrote, idempotencyKey }) === null) return false
  sayText(life, { causeKey: `${inbound}/0`, key: 'receipt.added', vars: { code: ledger.ticket.code } })
  return true
}

const SPOKEN = { reply: 'receipt.staffReplied', ask: 'receipt.staffAsked', resolve: 'receipt.resolved' } as const

interface Spoken {
  staff: DemoStaff
  at: Date
  action: keyof typeof SPOKEN
  text: string
}

/** As the use case `speak`: event, promises met, message to the resident. */
function speak(life: Life, { staff, at, action, text }: Spoken): boolean {
  const { ledger } = life
  const { ticket } = ledger
  const resolves = action === 'resolve'
  const result = resolves ? { answeredAt: at, resultText: ticket.sealed ? null : text } : {}
  const set = { ...holding(staff), ...result }
  const id = ledger.apply({ at, action, actor: actorOf(staff), set, text, answersResident: true })
  if (id === null) return false
  ledger.settle('met', resolves ? ['first-response', 'resolve'] : ['first-response'])
  const vars = { code: ticket.code, unit: staff.unitName, text }
  sayText(life, { causeKey: `${id}/said`, key: SPOKEN[action], vars, staff })
  return true
}

function actorOf(staff: DemoStaff): { kind: 'staff'; id: string; name: string } {
  return { kind: 'staff', id: staff.id, name: staff.name }
}

function holding(staff: DemoStaff): { holderUserId: string; holderName: string; unread: boolean } {
  return { holderUserId: staff.id, holderName: staff.name, unread: false }
}

/** Staff act inside office hours, at least a minute later. */
function afterWork({ world, ledger }: Life, minutes: number): Date {
  return wholeSecond(addWorkingMinutes(ledger.at(), Math.max(1, minutes), world.pack.calendar))
}

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}
