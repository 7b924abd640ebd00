import { bare } from '../core/text.ts'
import type { PlaceMatch } from '../core/understanding.ts'
import { endsWith, findPhrases, indexPhrases, type PhraseIndex, phraseSet } from './phrases.ts'
import { weightOf } from './place-roles.ts'
import type { Token } from './tokens.ts'

/** Where a name follows that is meant as a place. */
const EXPECTED = phraseSet(
  'ở|tại|bên|dưới|trên|khu vực|tỉnh|thành phố|thị xã|huyện|quận|phường|đường|ngay|thuộc|địa bàn|chợ|ngã tư|cầu|bệnh viện'.split(
    '|',
  ),
)

/** Names of places beyond the province; "Quận 9" also as "q9". */
export function indexOutside(names: readonly string[]): PhraseIndex<string> {
  const short = (name: string): string[] => (bare(name).startsWith('quan ') ? [`q ${name.slice('quận '.length)}`] : [])
  return indexPhrases(names.flatMap((name) => [name, ...short(name)].map((written) => [written, name] as const)))
}

/**
 * The place beyond the province where the matter is. Undefined: none is named, or only where the writer comes from.
 * Asked for only when no place of the province is named.
 */
export function findOutside(index: PhraseIndex<string>, tokens: readonly Token[]): PlaceMatch | undefined {
  // "Q.9": a dot after a short form does not part it.
  const plain = tokens.filter((t) => t.text !== '.')
  for (const hit of findPhrases(plain, index)) {
    const role = { names: [], from: hit.from, to: hit.to, rule: '', type: null }
    if (weightOf(plain, role) <= 2) continue
    const first = plain[hit.from]
    const last = plain[hit.to - 1]
    const before = plain.slice(0, hit.from)
    const alone = hit.from === 0 && hit.to === plain.length
    const district = hit.value.toLowerCase().startsWith('quận ')
    const listed = before.at(-1)?.text === ',' && first?.text !== first?.bare
    if (first === undefined || last === undefined || !(alone || district || listed || endsWith(before, EXPECTED)))
      continue
    return {
      kind: 'outside',
      name: hit.value,
      span: { start: first.start, end: last.end },
      rule: 'ngoài tỉnh',
    }
  }
  return undefined
}
