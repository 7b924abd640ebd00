import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bare } from '../core/text.ts'
import type { Lexicon, PlaceMatch } from '../core/understanding.ts'

/** One message with the place that a careful reader sees in it: an id, several of which one is meant, or none. */
export interface PlaceCase {
  text: string
  form: PlaceForm
  expected: readonly string[]
}

/** `exact`: the official spelling; `other spelling`: short type words, hyphens, capitals run together. */
export type PlaceForm =
  | 'exact'
  | 'bare'
  | 'with district'
  | 'other spelling'
  | 'name alone'
  | 'typo'
  | 'typo-bare'
  | 'joined'
  | 'none'

type Locality = Lexicon['localities'][number]

/**
 * Every locality of the pack in every surface form, and messages that name none. Typing errors, joined spellings and
 * messages without a place were written by hand (`data/nlu/gold-places.jsonl`, `gold-no-places.jsonl`).
 */
export function placeCases(localities: readonly Locality[]): PlaceCase[] {
  const named = localities.flatMap((l) => formsOf(l, localities))
  const written = rowsOf('gold-places.jsonl').map((r) => ({
    text: r.text,
    form: r.form as PlaceForm,
    expected: [r.place ?? ''],
  }))
  const none = rowsOf('gold-no-places.jsonl').map((r) => ({ text: r.text, form: 'none' as const, expected: [] }))
  return [...named, ...written, ...none]
}

function rowsOf(name: string): { text: string; form?: string; place?: string }[] {
  const file = fileURLToPath(new URL(`../../data/nlu/${name}`, import.meta.url))
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

const SHORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  phường: ['P.', 'p '],
  xã: ['X.', 'x '],
  'thị trấn': ['TT ', 'tt. '],
  'thành phố': ['TP ', 'tp.'],
  'thị xã': ['TX ', 'tx. '],
  huyện: ['H.', 'h '],
}

const SENTENCES = [
  '{} rác đổ tràn ra đường mấy bữa nay',
  'tôi muốn phản ánh đèn đường hư ở {} ạ',
  'Cho hỏi ủy ban {} mấy giờ làm việc?',
]

function formsOf(locality: Locality, all: readonly Locality[]): PlaceCase[] {
  const { name, type } = locality
  const typed = `${type} ${name}`
  const inSentences = (form: PlaceForm, words: string, expected: readonly string[]): PlaceCase[] =>
    SENTENCES.map((s) => {
      const text = s.replace('{}', words)
      return { text: form === 'bare' ? bare(text) : text, form, expected }
    })
  const mine = owners(all, (l) => bare(l.name) === bare(name) && l.type === type)
  if (!locality.current) return mine.includes(locality.id) ? inSentences('exact', typed, mine) : []
  const parent = all.find((l) => l.id === locality.parentId)
  const alone = namesakes(locality, all)
  const district = parent === undefined ? [] : [`${name}, ${parent.name}`, `${parent.name}, ${typed}`]
  const shorts = SHORT_TYPES[type]?.map((t) => `${t}${name}`) ?? []
  return [
    ...inSentences('exact', typed, mine),
    ...inSentences('bare', bare(typed), mine),
    ...district.flatMap((d) => [
      ...inSentences('with district', d, mine),
      { text: bare(d), form: 'with district' as const, expected: mine },
    ]),
    ...[...shorts, `${type} ${name.replaceAll(' ', '-')}`, `${type} ${name.replaceAll(' ', '')}`].flatMap((s) =>
      inSentences('other spelling', s, mine),
    ),
    ...[name, bare(name), `ở ${name}`, `đường hư ở ${name}`].map((text) => ({
      text,
      form: 'name alone' as const,
      expected: alone,
    })),
  ]
}

/** Those that exist on the pack's day win over those of other years. */
function owners(all: readonly Locality[], such: (l: Locality) => boolean): string[] {
  const found = all.filter(such)
  const today = found.filter((l) => l.current)
  return (today.length > 0 ? today : found).map((l) => l.id)
}

/** A bare name of a district and of a commune means the district: the commune is asked for next. */
function namesakes(locality: Locality, all: readonly Locality[]): string[] {
  const same = all.filter((l) => l.current && bare(l.name) === bare(locality.name))
  const districts = same.filter((l) => l.level === 'district')
  return (districts.length > 0 ? districts : same).map((l) => l.id)
}

export interface PlaceFigures {
  /** Right and all, by form. For `none` right means that nothing was found. */
  byForm: ReadonlyMap<PlaceForm, { right: number; all: number }>
  /** Among 100 messages that name no place of the province, those in which one was seen. */
  falseHitsPer100: number
  wrong: readonly { text: string; form: PlaceForm; expected: readonly string[]; got: readonly string[] }[]
}

/** @param find what is seen in a text: its place, if any */
export function measurePlaces(
  cases: readonly PlaceCase[],
  find: (text: string) => PlaceMatch | undefined,
): PlaceFigures {
  const byForm = new Map<PlaceForm, { right: number; all: number }>()
  const wrong: { text: string; form: PlaceForm; expected: readonly string[]; got: readonly string[] }[] = []
  for (const { text, form, expected } of cases) {
    const got = idsOf(find(text))
    const right = [...got].sort().join() === [...expected].sort().join()
    const before = byForm.get(form) ?? { right: 0, all: 0 }
    byForm.set(form, { right: before.right + (right ? 1 : 0), all: before.all + 1 })
    if (!right) wrong.push({ text, form, expected, got })
  }
  const none = byForm.get('none') ?? { right: 0, all: 1 }
  return { byForm, falseHitsPer100: (100 * (none.all - none.right)) / none.all, wrong }
}

function idsOf(match: PlaceMatch | undefined): readonly string[] {
  if (match === undefined || match.kind === 'outside') return []
  return match.kind === 'locality' ? [match.localityId] : match.localityIds
}
