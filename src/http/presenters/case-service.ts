import { z } from 'zod'
import type { StaffFiles } from '../../conversation/staff-files.ts'
import { Refusal } from '../../core/errors.ts'
import type { ProvincePack } from '../../core/pack.ts'
import { effectiveDay, isValidOn } from '../../core/pack.ts'
import { storable } from '../../core/text.ts'
import type { Actor } from '../../core/ticket.ts'
import type { Understand } from '../../core/understanding.ts'
import { reportPeriod } from '../../reports/period.ts'
import type { CaseReader } from '../../tickets/case-reader.ts'
import type { StaffRequest } from '../../tickets/staff.ts'
import type {
  CaseCounts,
  CaseDetail,
  CaseFilter,
  CaseListQuery,
  CaseTab,
  CaseUnderstanding,
  LiveEvent,
  Reference,
} from '../contract/cases.ts'
import type { FileLinks } from '../file-links.ts'
import type { CaseService } from '../services.ts'
import { attachmentView, caseDetail, caseRow, type DetailDeps, type ViewDeps } from './case-views.ts'

const TABS = [
  'todo',
  'triage',
  'waiting',
  'due-soon',
  'overdue',
  'coordinating',
  'done',
  'all',
] as const satisfies readonly CaseTab[]
const COUNT_MOST = 10_000
const CSV_PAGE = 500

type ReaderQuery = Parameters<CaseReader['list']>[1]['query']

export interface CaseServiceDeps extends ViewDeps {
  reader: CaseReader
  act(
    actor: Actor,
    code: string,
    input: { idempotencyKey: string; version: number; request: StaffRequest },
  ): Promise<void>
  files: StaffFiles
  understand: Understand
  pack: ProvincePack
  links: FileLinks
  demo: boolean
  now(): Date
  listen(
    fn: (
      event:
        | { kind: 'changed'; payload: { topic: string; id: string; unitId?: string | null; along?: readonly string[] } }
        | { kind: 'resync' },
    ) => void,
  ): () => void
}

/** The staff API's cases, in the words of the contract. Scope is applied by the reader and the use cases. */
export function createCaseService(deps: CaseServiceDeps): CaseService {
  const list: CaseService['list'] = async (actor, query) => {
    const page = await deps.reader.list(actor, {
      query: readerQuery(deps, actor, query),
      cursor: decodeCursor(query.cursor),
      limit: query.limit,
    })
    return {
      items: page.rows.map((row) => caseRow(deps, row, page.now)),
      nextCursor: page.next === null ? null : Buffer.from(JSON.stringify(page.next)).toString('base64url'),
    }
  }
  const linksFor = (actor: Actor): Pick<DetailDeps, 'link'> => ({
    link: (id, size) => deps.links.make(actor.userId, id, size),
  })
  const detail: CaseService['detail'] = async (actor, code) =>
    caseDetail({ ...deps, ...linksFor(actor) }, await deps.reader.detail(actor, code))
  return {
    list,
    detail,
    understanding: async (actor, code) => seen(deps, (await deps.reader.detail(actor, code)).description),
    counts: async (actor, filter) => {
      const counted = await deps.reader.counts(actor, readerQuery(deps, actor, filter), TABS)
      return Object.fromEntries(
        TABS.map((tab) => {
          const n = counted.get(tab) ?? 0
          return [tab, { value: Math.min(n, COUNT_MOST), atLeast: n > COUNT_MOST }]
        }),
      ) as CaseCounts
    },
    rows: async function* (actor, filter, limit) {
      let cursor: string | null = null
      let left = limit
      do {
        const query: CaseListQuery = {
          ...filter,
          limit: Math.min(CSV_PAGE, left),
          ...(cursor === null ? {} : { cursor }),
        }
        const page = await list(actor, query)
        yield page.items
        left -= page.items.length
        cursor = page.nextCursor
      } while (cursor !== null && left > 0)
    },
    act: async (actor, code, { idempotencyKey, body }) => {
      const { version, ...request } = body
      await deps.act(actor, code, { idempotencyKey, version, request })
      return { case: await detailOrNull(detail(actor, code)) }
    },
    reveal: (actor, code) => deps.reader.reveal(actor, code),
    uploadFile: async (actor, code, file) =>
      attachmentView(linksFor(actor), await deps.files.upload({ actor, code, ...file })),
    removeFile: (actor, id) => deps.files.remove(actor, id),
    attachment: async (actor, link) => {
      deps.links.check(actor.userId, link)
      return deps.reader.attachment(actor, link.id, link.size)
    },
    reference: async () => reference(deps),
    subscribe: async (actor, listener) => deps.listen((event) => tell(deps, actor, { event, listener })),
  }
}

/** Read anew: what it says is what the machine of today sees. */
function seen({ understand, pack }: CaseServiceDeps, description: string): CaseUnderstanding {
  const { why, place } = understand(description)
  const ids = place?.kind === 'ambiguous' ? place.localityIds : []
  return { why, places: ids.flatMap((id) => placeChoice(pack, id)) }
}

/** "Xã Tân Định, Huyện Bắc Tân Uyên". */
function placeChoice(pack: ProvincePack, id: string): { id: string; name: string }[] {
  const place = pack.localities.get(id)
  if (place === undefined) return []
  const parent = place.parentId === null ? undefined : pack.localities.get(place.parentId)
  return [{ id, name: [place.nameVi, ...(parent === undefined ? [] : [parent.nameVi])].join(', ') }]
}

/** After a return or a transfer the case may be out of one's sight. */
async function detailOrNull(found: Promise<CaseDetail>): Promise<CaseDetail | null> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not-found') return null
    throw error
  }
}

function tell(
  deps: CaseServiceDeps,
  actor: Actor,
  input: {
    event:
      | { kind: 'changed'; payload: { topic: string; id: string; unitId?: string | null; along?: readonly string[] } }
      | { kind: 'resync' }
    listener: (event: LiveEvent) => void
  },
): void {
  const { event, listener } = input
  if (event.kind === 'resync') listener({ kind: 'resync' })
  else if (deps.reader.hears(actor, event.payload)) listener({ kind: 'case', code: event.payload.id })
}

function readerQuery(deps: CaseServiceDeps, actor: Actor, filter: CaseFilter): ReaderQuery {
  const { from, to, figure, holder, ...rest } = filter
  const bounds = reportPeriod({ from, to }, { timeZone: deps.pack.timeZone, now: deps.now() })
  return {
    ...rest,
    ...(holder === 'me' ? { holderUserId: actor.userId } : {}),
    ...(figure === undefined
      ? { filed: { from: from === undefined ? undefined : bounds.from, to: to === undefined ? undefined : bounds.to } }
      : { figure: { name: figure, context: { from: bounds.from, to: bounds.to, now: deps.now() } } }),
  }
}

/** Instants as PostgreSQL reads them too: no year 0. */
const cursorInstant = z.iso.datetime().refine((at) => at >= '2000')
const cursorId = z.string().max(80).transform(storable)
const cursorShape = z.discriminatedUnion('sort', [
  z.object({ sort: z.enum(['due', 'answered']), at: z.union([z.literal(''), cursorInstant]), id: cursorId }),
  z.object({ sort: z.literal('filed'), at: cursorInstant, id: cursorId }),
])

function decodeCursor(cursor: string | undefined): z.infer<typeof cursorShape> | null {
  if (cursor === undefined) return null
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new Refusal('invalid', 'list.bad-cursor')
  }
}

function reference(deps: CaseServiceDeps): Reference {
  const { pack } = deps
  const now = deps.now()
  const day = effectiveDay(pack, now)
  return {
    pack: { id: pack.id, name: pack.nameVi, timeZone: pack.timeZone, demo: deps.demo },
    units: [...pack.units.values()]
      .filter((u) => isValidOn(u, day))
      .map((u) => ({ id: u.id, name: u.nameVi, kind: u.kind, localityId: u.localityId })),
    topics: [...pack.topics.values()].map((t) => ({ id: t.id, name: t.nameVi, papiItem: t.papiItem })),
    localities: [...pack.localities.values()]
      .filter((l) => isValidOn(l, day))
      .map((l) => ({
        id: l.id,
        name: l.nameVi,
        level: l.level,
        parentId: l.parentId,
      })),
  }
}
