import type { Actor } from '../../core/ticket.ts'
import type { Preview, Settlement } from '../../tickets/data-requests.ts'
import { type listRequests, readRequestCode } from '../../tickets/data-requests.ts'
import type { DataRequest, DataRequestList } from '../contract/data-requests.ts'
import type { DataRequestService, PublicDataRequest } from '../services.ts'

type Listed = Awaited<ReturnType<typeof listRequests>>

interface Deps {
  /** Null: not signed with our secret. Resolves when stored. */
  take(signedRequest: string): Promise<string | null>
  state(code: string): Promise<PublicDataRequest | null>
  list(actor: Actor): Promise<Listed>
  preview(input: { actor: Actor; code: string; caseCode: string | null }): Promise<Preview>
  settle(input: { actor: Actor; code: string; settlement: Settlement }): Promise<void>
}

/** Requests to delete personal data in the words of the contract. Who may do what is decided by the use cases. */
export function createDataRequestService(deps: Deps): DataRequestService {
  const list = async (actor: Actor): Promise<DataRequestList> => ({ items: (await deps.list(actor)).map(view) })
  return {
    fromPlatform: async (signedRequest) => {
      const code = await deps.take(signedRequest)
      return code === null ? null : { code }
    },
    state: async (typed) => {
      const code = readRequestCode(typed)
      return code === null ? null : deps.state(code)
    },
    list,
    preview: (actor, code, caseCode) => deps.preview({ actor, code, caseCode }),
    settle: async (actor, code, settlement) => {
      await deps.settle({ actor, code, settlement })
      return list(actor)
    },
  }
}

function view({ request, caseCode }: Listed[number]): DataRequest {
  return {
    code: request.code,
    source: request.source,
    state: request.state,
    person: request.lookup,
    caseCode,
    receivedAt: request.receivedAt.toISOString(),
    settledAt: request.settledAt?.toISOString() ?? null,
    settledBy: request.settledByName,
    note: request.note,
  }
}
