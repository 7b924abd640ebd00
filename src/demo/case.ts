import { type CaseKind, makeCaseCode } from '../core/case-code.ts'
import { SECOND } from '../core/durations.ts'
import { momentVi } from '../core/format-vi.ts'
import { dayInZone, type Locality } from '../core/pack.ts'
import { bare } from '../core/text.ts'
import type { TextKey } from '../core/text-keys.ts'
import type { Urgency } from '../core/understanding.ts'
import { districtOf, titleOf } from '../tickets/filing.ts'
import { WORDS_VI } from '../tickets/words-vi.ts'
import { openLedger } from './ledger.ts'
import { later } from './life.ts'
import { liveCase } from './life-unit.ts'
import type { Places } from './places.ts'
import { type CaseRows, type DemoResident, type DemoWorld, demoId, type TicketRow } from './rows.ts'
import { openTalk } from './talk.ts'
import { kindOfTopic, type TopicMix } from './topic-mix.ts'
import { colour, DENUNCIATIONS, HANDOVERS, quarterOf, speak, streetOf, VOICES } from './voices.ts'

export interface CaseMakers {
  world: DemoWorld
  topics: TopicMix
  places: Places
}

/** What a resident wants, before it is a case. */
export interface Matter {
  kind: CaseKind
  topicId: string | null
  locality: Locality | null
  placeText: string
  description: string
  urgency: Urgency
  anonymous: boolean
}

/** One in a hundred denounces, three ask for a person, the rest report what is wrong around them. */
export function drawMatter({ world, topics, places }: CaseMakers, at: Date): Matter {
  const { random, pack } = world
  const none = { topicId: null, locality: null, placeText: '', urgency: 'normal', anonymous: false } as const
  const sort = random.next()
  if (sort < 0.01) return { ...none, kind: 'TC', description: random.pick(DENUNCIATIONS), anonymous: true }
  if (sort < 0.04) return { ...none, kind: 'YC', description: random.pick(HANDOVERS) }
  const topicId = topics.draw(random, Number(dayInZone(at, pack.timeZone).slice(5, 7)))
  const commune = places.draw(random)
  const street = streetOf(random)
  const quarter = quarterOf(random, commune.type)
  const description = colour(
    random,
    speak(random.pick(VOICES[topicId] ?? []), { commune: commune.nameVi, quarter, street }),
  )
  const onlyDistrict = random.chance(0.04)
  const district = commune.parentId === null ? undefined : pack.localities.get(commune.parentId)
  const locality = onlyDistrict && district !== undefined ? district : random.chance(0.02) ? null : commune
  return {
    kind: kindOfTopic(pack, topicId),
    topicId,
    locality,
    placeText: `${street}, ${quarter}`,
    description,
    urgency: pack.topics.get(topicId)?.urgency ?? 'normal',
    anonymous: random.chance(0.3),
  }
}

/** Files a matter at that moment and lives it through to the world's now. */
export function makeCase(makers: CaseMakers, who: DemoResident, filedAt: Date): CaseRows {
  const { world } = makers
  const matter = drawMatter(makers, filedAt)
  const ticket = ticketOf(world, { matter, who, filedAt })
  const ledger = openLedger(world, ticket)
  const talk = openTalk(world, ledger, who)
  const life = { world, ledger, talk, who }
  takeDown({ ...life, matter })
  ledger.promise(['first-response', 'resolve'])
  ticket.version = 2
  receipt(life)
  liveCase(life)
  return ledger.rows
}

function ticketOf(
  { pack, cipher, random }: DemoWorld,
  o: { matter: Matter; who: DemoResident; filedAt: Date },
): TicketRow {
  const { matter, who, filedAt } = o
  const sealed = matter.kind === 'TC'
  const day = dayInZone(filedAt, pack.timeZone)
  const draws = [0, 0, 0, 0].map(() => random.int(0, 30))
  const code = makeCaseCode(matter.kind, day.slice(2, 4) + day.slice(5, 7), draws)
  const title = sealed ? WORDS_VI.sealedTitle : titleOf(matter.description)
  const placeText = sealed ? '' : matter.placeText
  const localityId = matter.locality?.id ?? null
  return {
    ...BLANK,
    id: demoId(random, filedAt),
    code,
    kind: matter.kind,
    status: 'received',
    version: 1,
    residentId: who.resident.id,
    conversationId: who.conversation.id,
    causeKey: '',
    channel: who.conversation.channel,
    topicId: matter.topicId,
    localityId,
    districtId: districtOf(pack, localityId),
    placeText,
    title,
    searchText: bare(`${code} ${title} ${placeText}`).slice(0, 2000),
    descriptionSealed: cipher.seal(matter.description),
    contactSealed: matter.anonymous ? null : cipher.seal(JSON.stringify(who.contact)),
    urgency: matter.urgency,
    anonymous: matter.anonymous,
    sealed,
    topicGuesses: matter.topicId === null ? [] : [{ id: matter.topicId, score: 0.7 + random.int(0, 25) / 100 }],
    coordinating: [],
    routingWhy: [],
    filedAt,
    packId: pack.id,
    updatedAt: filedAt,
  }
}

/** Every case is written with the same columns. */
const BLANK = {
  lat: null,
  lon: null,
  unitId: null,
  returns: 0,
  holderUserId: null,
  holderName: null,
  dueAt: null,
  firstResponseAt: null,
  answeredAt: null,
  closedAt: null,
  resultText: null,
  rating: null,
  ratingCommentSealed: null,
  unread: true,
  demo: true,
}

type Conversation = Parameters<typeof liveCase>[0]

/** The resident's words, the summary, "Gửi". */
function takeDown({ world, ledger, talk, matter }: Conversation & { matter: Matter }): void {
  const { pack, random } = world
  const { filedAt } = ledger.ticket
  const wroteAt = later(filedAt, -random.int(40, 400) * SECOND)
  const first = talk.hear(wroteAt, { kind: 'text', text: matter.description })
  const choices = (['complaint.send', 'complaint.edit', 'common.cancel'] as const).map((key) => ({
    id: key,
    label: pack.text(key),
  }))
  if (matter.kind === 'PA' || matter.kind === 'KN') {
    const topic = matter.topicId === null ? undefined : pack.topics.get(matter.topicId)?.nameVi
    const summary = pack.text('complaint.summary', {
      topic: topic ?? pack.text('complaint.noTopic'),
      what: matter.description,
      place: [matter.placeText, matter.locality?.nameVi ?? ''].filter((p) => p !== '').join(', '),
      photos: '0',
      contact: pack.text(matter.anonymous ? 'complaint.anonymous' : 'complaint.noContact'),
    })
    const ask = pack.text('complaint.confirmDispatch', { kind: pack.text(`kind.${matter.kind}` as TextKey) })
    talk.say({
      at: later(wroteAt, 2 * SECOND),
      causeKey: `${first}/0`,
      content: { kind: 'menu', text: `${summary}\n${ask}`, choices },
    })
  }
  const id = talk.hear(later(filedAt, -SECOND), {
    kind: 'choice',
    choiceId: 'complaint.send',
    label: pack.text('complaint.send'),
  })
  ledger.ticket.causeKey = `${id}/0`
}

function receipt({ world, ledger, talk }: Conversation): void {
  const { pack, publicUrl } = world
  const { ticket } = ledger
  const { code } = ticket
  const link = `${publicUrl}/phieu/${code}`
  const due = ticket.dueAt == null ? null : momentVi(ticket.dueAt, pack.timeZone)
  const text = ticket.sealed
    ? pack.text('receipt.sealed', { code })
    : due === null
      ? pack.text('receipt.filedNoDue', { code, link })
      : pack.text('receipt.filed', { code, due, link })
  talk.say({ at: ledger.at(), causeKey: `${ticket.id}/receipt`, content: { kind: 'text', text } })
}
