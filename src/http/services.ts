import type { ChannelId, ParsedWebhook, RawWebhook } from '../core/channel.ts'
import type { InboundContent } from '../core/messages.ts'
import type { Actor, TicketStatus } from '../core/ticket.ts'
import type {
  ActionBody,
  ActionResult,
  AttachmentView,
  CaseCounts,
  CaseDetail,
  CaseFilter,
  CaseListQuery,
  CasePage,
  CaseUnderstanding,
  LiveEvent,
  Reference,
  Revealed,
} from './contract/cases.ts'
import type { ChannelList } from './contract/channels.ts'
import type { ChatState } from './contract/chat.ts'
import type { CorrectionsCount } from './contract/corrections.ts'
import type { Dashboard, DashboardQuery } from './contract/dashboard.ts'
import type { DataRequestList, DataRequestPreview, SettlementBody } from './contract/data-requests.ts'
import type { Me, SessionList, SignInBody } from './contract/session.ts'

/** What the routes need of the application. Scope by unit and role is applied behind these. */

export interface WebhookService {
  /** False: the channel is off here. */
  enabled(channel: 'zalo' | 'messenger'): boolean
  authenticate(channel: 'zalo' | 'messenger', raw: RawWebhook): boolean
  parse(channel: 'zalo' | 'messenger', raw: RawWebhook): ParsedWebhook
  /** Resolves when everything is durable. Throws `Refusal('unavailable')` when the database is down: answer 503. */
  receive(channel: 'zalo' | 'messenger', parsed: ParsedWebhook, raw: RawWebhook): Promise<void>
  /** Counted, nothing stored. */
  forged(channel: 'zalo' | 'messenger'): void
  /** The Messenger handshake: the challenge, or null when the token is wrong. */
  handshake(query: Readonly<Record<string, string>>): string | null
}

export interface ChatService {
  /** @param address the anonymous session's id, kept in a signed cookie */
  state(address: string): Promise<ChatState>
  /** Durable when resolved; repeating a `clientId` changes nothing. */
  post(input: { address: string; clientId: string; content: InboundContent }): Promise<void>
  /** Stores the photo and posts it. Throws `Refusal('invalid')` for what is not an image. */
  postPhoto(input: { address: string; clientId: string; bytes: Uint8Array }): Promise<void>
  /** The plain form as one message. Durable when resolved; throws `Refusal('invalid')` for a photo that is none. */
  postForm(input: {
    address: string
    clientId: string
    text: string
    phone: string | null
    anonymous: boolean
    photos: readonly Uint8Array[]
  }): Promise<void>
  /** True when the resident's last words are answered, and all of the answer can be read. */
  settled(address: string): Promise<boolean>
  /** A photo or file of this very conversation. */
  photo(address: string, attachmentId: string): Promise<StoredFile | null>
  /** Calls back when the conversation changed. Returns how to stop. */
  subscribe(address: string, changed: () => void): Promise<() => void>
}

export interface StoredFile {
  bytes: Uint8Array
  contentType: string
  /** As its sender called it. */
  name?: string | null
}

/** Nothing personal in it. */
export interface PublicCase {
  code: string
  status: TicketStatus
  statusText: string
  topic: string | null
  place: string | null
  unit: string | null
  filedAt: Date
  dueAt: Date | null
  answeredAt: Date | null
  overdue: boolean
  /** The published result; null for sealed cases and before the answer. */
  resultText: string | null
  steps: { at: Date; text: string }[]
  sealed: boolean
}

export interface CaseService {
  list(actor: Actor, query: CaseListQuery): Promise<CasePage>
  counts(actor: Actor, filter: CaseFilter): Promise<CaseCounts>
  /** Rows for CSV in pages, bounded by `limit`. */
  rows(actor: Actor, filter: CaseFilter, limit: number): AsyncIterable<CasePage['items']>
  /** Throws `Refusal('not-found')` for a case out of the actor's scope, as for one that does not exist. */
  detail(actor: Actor, code: string): Promise<CaseDetail>
  /** What the machine sees in the case's words, and why. Scope as for `detail`. */
  understanding(actor: Actor, code: string): Promise<CaseUnderstanding>
  /** `case` is null when it has left the actor's sight by the action. */
  act(actor: Actor, code: string, request: { idempotencyKey: string; body: ActionBody }): Promise<ActionResult>
  /** Contact data; the look is logged. */
  reveal(actor: Actor, code: string): Promise<Revealed>
  /** Keeps a file for this person's next message; see `StaffFiles` for what it refuses. */
  uploadFile(
    actor: Actor,
    code: string,
    file: { clientId: string; name: string; bytes: Uint8Array },
  ): Promise<AttachmentView>
  /** Takes back an upload of this person that was not sent. */
  removeFile(actor: Actor, id: string): Promise<void>
  /** Throws `Refusal('not-found')` for a link that is not this person's or too old; null: out of scope, or not there. */
  attachment(
    actor: Actor,
    link: { id: string; size: 'whole' | 'thumbnail'; expires: number; signature: string },
  ): Promise<StoredFile | null>
  reference(actor: Actor): Promise<Reference>
  /** Events of cases that the actor may see. Returns how to stop. */
  subscribe(actor: Actor, listener: (event: LiveEvent) => void): Promise<() => void>
}

export interface CorrectionService {
  /** Throws `Refusal('forbidden')` for everybody but administrators, as `take` does. `since`: a day. */
  count(actor: Actor, since: string): Promise<CorrectionsCount>
  /** Labelled rows, personal data masked; that they were taken is recorded. */
  take(actor: Actor, since: string): Promise<AsyncIterable<object>>
}

export interface DashboardService {
  read(actor: Actor, query: DashboardQuery): Promise<Dashboard>
}

export interface PublicService {
  /** Null: no such case. */
  byCode(code: string): Promise<PublicCase | null>
  provinceName(): string
  /** The pack's time zone (IANA name), for the dates on the pages. */
  timeZone(): string
  hotline(): { label: string; phone: string }
  /** The privacy policy's sections, in order. */
  policy(): { title: string; text: string }[]
}

/** Nothing personal in it. */
export interface PublicDataRequest {
  code: string
  state: 'open' | 'deleted' | 'nothing-found'
  receivedAt: Date
  settledAt: Date | null
}

export interface DataRequestService {
  /** Meta's callback; durable when resolved. Null: not signed with our secret, nothing stored. */
  fromPlatform(signedRequest: string): Promise<{ code: string } | null>
  /** Null: no such code. */
  state(typed: string): Promise<PublicDataRequest | null>
  /** This and what follows throw `Refusal('forbidden')` but for dispatchers and admins. */
  list(actor: Actor): Promise<DataRequestList>
  /** @param caseCode tells whose data is meant, where the request does not */
  preview(actor: Actor, code: string, caseCode: string | null): Promise<DataRequestPreview>
  settle(actor: Actor, code: string, body: SettlementBody): Promise<DataRequestList>
}

export type SignInResult =
  | { kind: 'signed-in'; cookie: string; me: Me }
  | { kind: 'refused' }
  /** Too many wrong passwords; seconds until the next try. */
  | { kind: 'locked'; retryAfterSeconds: number }

export interface SessionService {
  signIn(body: SignInBody, from: { ip: string; userAgent: string | null }): Promise<SignInResult>
  /** Null: no valid session in these cookies. */
  read(cookieHeader: string): Promise<{ me: Me; actor: Actor; sessionId: string } | null>
  signOut(cookieHeader: string): Promise<{ cookie: string }>
  list(cookieHeader: string): Promise<SessionList>
  end(cookieHeader: string, sessionId: string): Promise<void>
}

export interface ChannelService {
  /** Throws `Refusal('forbidden')` for officers. */
  list(actor: Actor): Promise<ChannelList>
  /** Zalo's address for an administrator's consent. Throws `Refusal('forbidden')` but for dispatchers and admins. */
  beginConsent(actor: Actor): Promise<string>
  finishConsent(answer: {
    code: string
    state: string
    oaId: string | null
  }): Promise<
    { kind: 'done' } | { kind: 'unknown-state' } | { kind: 'other-account' } | { kind: 'refused'; reason: string }
  >
}

export interface HealthService {
  /** Each part with what is wrong, null when it is well. */
  ready(): Promise<{ database: string | null; queue: string | null; pack: string | null }>
  metrics(): Promise<{ contentType: string; body: string }>
}

export interface HttpServices {
  webhooks: WebhookService
  chat: ChatService
  cases: CaseService
  dashboard: DashboardService
  publicCases: PublicService
  sessions: SessionService
  channels: ChannelService
  dataRequests: DataRequestService
  corrections: CorrectionService
  health: HealthService
}

export type { ChannelId }
