import type { FieldCipher } from '../db/field-cipher.ts'
import type { ConversationRow } from '../db/queries/conversations.ts'
import type { TakenTurn } from './turn.ts'

/** The flow that waits in this conversation; null: none. */
export function openFlow(cipher: FieldCipher, row: ConversationRow): TakenTurn['active'] {
  if (row.flowId === null || row.flowVersion === null || row.flowStateSealed === null) return null
  return { flowId: row.flowId, version: row.flowVersion, state: JSON.parse(cipher.open(row.flowStateSealed)) }
}

type FlowColumns = Pick<
  ConversationRow,
  'flowId' | 'flowVersion' | 'flowStateSealed' | 'flowSince' | 'lastSaidKey' | 'lastChoices'
>

/** What a turn leaves to be stored. A flow that goes on, also underneath another, keeps the time it began. */
export function flowColumns(input: {
  cipher: FieldCipher
  conversation: ConversationRow
  taken: TakenTurn
  now: Date
}): FlowColumns {
  const { active, saidKey, choices } = input.taken
  return {
    flowId: active?.flowId ?? null,
    flowVersion: active?.version ?? null,
    flowStateSealed: active === null ? null : input.cipher.seal(JSON.stringify(active.state)),
    flowSince:
      active === null
        ? null
        : goesOn(input.conversation.flowId, active.flowId)
          ? input.conversation.flowSince
          : input.now,
    lastSaidKey: saidKey,
    lastChoices: [...choices],
  }
}

/** An interrupted complaint waits on the `shelf` and comes back from it; any other change of flow is a new beginning. */
function goesOn(before: string | null, now: string): boolean {
  return before !== null && (before === now || before === 'shelf' || now === 'shelf')
}
