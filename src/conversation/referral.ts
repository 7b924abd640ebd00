import type { Turn } from '../core/index.ts'

/**
 * The turn of somebody who came by a link or a QR code that names a matter or a place of the pack: m.me/<page>?ref= and
 * their ids, with a dot between (`rac_thai.25747-2022`). Null: the reference names neither. It is anybody's to write, so
 * it only fills in what the summary shows before anything is sent, and never opens a matter of denunciation.
 */
export function referredTurn(turn: Turn): Turn | null {
  const ref = turn.content.kind === 'follow' ? (turn.content.ref ?? '') : ''
  const names = ref.split('.')
  const topicId = names.find((name) => {
    const intents = turn.pack.topics.get(name)?.intents ?? []
    return intents.includes('report_issue') || intents.includes('suggest')
  })
  const localityId = names.find((name) => turn.pack.localities.has(name))
  if (topicId === undefined && localityId === undefined) return null
  const span = { start: 0, end: 0 }
  const understanding = {
    ...turn.understanding,
    topics: topicId === undefined ? [] : [{ id: topicId, score: 1 }],
    ...(localityId === undefined ? {} : { place: { kind: 'locality' as const, localityId, span, rule: 'ref' } }),
  }
  return { ...turn, understanding }
}
