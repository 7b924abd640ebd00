import type { MessengerAdapter } from '../channels/messenger/adapter.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import { createDataRequestService } from '../http/presenters/data-request-service.ts'
import type { DataRequestService } from '../http/services.ts'
import type { TicketDeps } from '../tickets/change.ts'
import {
  listRequests,
  lookUpPersons,
  previewRequest,
  requestState,
  settleRequest,
  takePlatformRequest,
} from '../tickets/data-requests.ts'
import type { RunWork } from '../tickets/work.ts'

interface DataRequestParts {
  tickets: TicketDeps
  db: Db
  clock: Clock
  work: RunWork
  /** Null: the channel is off. */
  messenger: Pick<MessengerAdapter, 'deletionOf' | 'findPerson'> | null
}

/** Requests to delete personal data: what the routes need, and the platform's part of finding out whose. */
export function createDataRequests(parts: DataRequestParts): {
  service: DataRequestService
  /** Asks Meta whose data is meant, where that is not known yet. */
  lookUp(signal: AbortSignal): Promise<void>
} {
  const { db, messenger, tickets, work } = parts
  const { cipher } = tickets
  const service = createDataRequestService({
    take: async (signedRequest) => {
      const request = messenger?.deletionOf(signedRequest) ?? null
      return request === null ? null : takePlatformRequest({ db, cipher, now: parts.clock.now() }, request)
    },
    state: (code) => requestState(db, code),
    list: (actor) => listRequests(db, actor),
    preview: (input) => previewRequest(db, input),
    settle: (input) => work((w) => settleRequest(tickets, w, input)),
  })
  return {
    service,
    lookUp: async (signal) => {
      if (messenger !== null) await lookUpPersons({ db, cipher, find: messenger.findPerson }, signal)
    },
  }
}
