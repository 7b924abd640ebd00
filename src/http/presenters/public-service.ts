import { maskPersonal } from '../../core/mask.ts'
import type { ProvincePack } from '../../core/pack.ts'
import type { TicketEventType } from '../../core/ticket.ts'
import type { CaseReader } from '../../tickets/case-reader.ts'
import type { PublicCase, PublicService } from '../services.ts'
import { publicStatus, publicStep, STATE_WORDS } from './public-words.ts'

type Found = NonNullable<Awaited<ReturnType<CaseReader['publicCase']>>>

/** What a neighbour may know of a case: nothing personal, no words of the complaint, nothing of a sealed one. */
export function createPublicService(deps: { reader: CaseReader; pack: ProvincePack; now(): Date }): PublicService {
  return {
    byCode: async (code) => {
      const found = await deps.reader.publicCase(code)
      return found === null ? null : publicCase(deps, found)
    },
    provinceName: () => deps.pack.nameVi,
    hotline: () => deps.pack.hotline,
    timeZone: () => deps.pack.timeZone,
    policy: () => {
      const { label, phone } = deps.pack.hotline
      const vars = { province: deps.pack.nameVi, hotline: label.includes(phone) ? label : `${label} (${phone})` }
      return POLICY.map((part) => ({
        title: deps.pack.text(`policy.${part}Title`),
        text: deps.pack.text(`policy.${part}`, vars),
      }))
    },
  }
}

const POLICY = ['who', 'kept', 'use', 'seen', 'time', 'rights'] as const

function publicCase(deps: { pack: ProvincePack; now(): Date }, { ticket, events }: Found): PublicCase {
  const { pack } = deps
  const base = { code: ticket.code, status: ticket.status, filedAt: ticket.filedAt, sealed: ticket.sealed }
  if (ticket.sealed) {
    return {
      ...base,
      statusText: STATE_WORDS.sealed,
      topic: null,
      place: null,
      unit: null,
      dueAt: null,
      answeredAt: null,
      overdue: false,
      resultText: null,
      steps: [],
    }
  }
  const name = (id: string | null, table: ReadonlyMap<string, { nameVi: string }>): string | null =>
    (id === null ? undefined : table.get(id)?.nameVi) ?? null
  const open = ticket.answeredAt === null && ticket.closedAt === null
  return {
    ...base,
    statusText: publicStatus(ticket.status),
    topic: name(ticket.topicId, pack.topics),
    // The commune alone: the place in the resident's words may be a home.
    place: name(ticket.localityId, pack.localities),
    unit: name(ticket.unitId, pack.units),
    dueAt: ticket.dueAt,
    answeredAt: ticket.answeredAt,
    overdue: open && ticket.dueAt !== null && ticket.dueAt < deps.now(),
    // A request for a person is answered to that person: their papers, their data.
    resultText: ticket.resultText === null || ticket.kind === 'YC' ? null : maskPersonal(ticket.resultText),
    steps: events.flatMap((e) => {
      const text = publicStep(e.type as TicketEventType, typeof e.data.unit === 'string' ? e.data.unit : null)
      return text === null ? [] : [{ at: e.at, text }]
    }),
  }
}
