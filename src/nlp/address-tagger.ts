import type { AddressPart } from '../core/understanding.ts'
import { classesOf } from './address-words.ts'
import type { Token } from './tokens.ts'

type Kind = AddressPart['kind']

const KINDS: readonly Kind[] = ['house', 'alley', 'road', 'quarter', 'landmark']
/** `B-` begins a part, `I-` goes on with it, `O` is no address. */
export const TAGS: readonly string[] = ['O', ...KINDS.flatMap((k) => [`B-${k}`, `I-${k}`])]

/** A linear chain over syllables. Whole numbers, so that it is the same everywhere. */
export interface AddressModel {
  /** From tag to tag; the last row is the start of the message. */
  transitions: readonly (readonly number[])[]
  /** Feature -> weight by tag. */
  weights: Readonly<Record<string, readonly number[]>>
}

/** One feature a line, its weights by tag number: "f0duong\t5:31 6:-12". The last lines are the transitions, "~" and row. */
export function writeAddressModel(model: AddressModel): string {
  const line = (name: string, values: readonly number[]): string =>
    `${name}\t${values.flatMap((v, tag) => (v === 0 ? [] : [`${tag}:${v}`])).join(' ')}`
  const features = Object.keys(model.weights).sort()
  return [
    ...features.map((f) => line(`f${f}`, model.weights[f] ?? [])),
    ...model.transitions.map((row, i) => line(`~${i}`, row)),
  ].join('\n')
}

/** The other way round. */
export function readAddressModel(text: string): AddressModel {
  const weights: Record<string, number[]> = {}
  const transitions: number[][] = []
  for (const line of text.split('\n')) {
    const [name = '', sparse = ''] = line.split('\t')
    const values = new Array<number>(TAGS.length).fill(0)
    for (const pair of sparse.split(' ')) {
      const [tag, value] = pair.split(':').map(Number)
      if (tag !== undefined && value !== undefined) values[tag] = value
    }
    if (name.startsWith('~')) transitions.push(values)
    else weights[name.slice(1)] = values
  }
  return { transitions, weights }
}

/** A part as token positions, end exclusive. */
export interface TaggedPart {
  kind: Kind
  from: number
  to: number
}

/** The parts of an address in a message, in order. Time grows with the number of tokens alone. */
export function tagAddress(model: AddressModel, tokens: readonly Token[]): TaggedPart[] {
  return partsOf(bestTags(model, tokens))
}

/** Viterbi: the tags that together weigh most. */
export function bestTags(model: AddressModel, tokens: readonly Token[]): number[] {
  const count = TAGS.length
  const back: Int8Array[] = []
  let scores = new Array<number>(count).fill(0)
  const classes = classesOf(tokens)
  const start = model.transitions[count] ?? []
  tokens.forEach((_, i) => {
    const emission = emissionOf(model, featuresAt(tokens, classes, i))
    const next = new Array<number>(count).fill(Number.NEGATIVE_INFINITY)
    const from = new Int8Array(count)
    for (let tag = 0; tag < count; tag++) {
      const own = emission[tag] ?? 0
      if (i === 0) {
        if (BEFORE[tag]?.length === count) next[tag] = (start[tag] ?? 0) + own
        continue
      }
      for (const before of BEFORE[tag] ?? []) {
        const score = (scores[before] ?? 0) + (model.transitions[before]?.[tag] ?? 0) + own
        if (score > (next[tag] ?? 0)) {
          next[tag] = score
          from[tag] = before
        }
      }
    }
    scores = next
    back.push(from)
  })
  const tags = new Array<number>(tokens.length).fill(0)
  let tag = scores.indexOf(Math.max(...scores))
  for (let i = tokens.length - 1; i >= 0; i--) {
    tags[i] = tag
    tag = back[i]?.[tag] ?? 0
  }
  return tags
}

/** For each tag those that may stand before it: a part goes on only after its own kind. */
const BEFORE: readonly (readonly number[])[] = TAGS.map((name) =>
  TAGS.flatMap((other, i) => (!name.startsWith('I-') || other.slice(2) === name.slice(2) ? [i] : [])),
)

function emissionOf(model: AddressModel, features: readonly string[]): number[] {
  const sum = new Array<number>(TAGS.length).fill(0)
  for (const feature of features) {
    const weights = model.weights[feature]
    if (weights === undefined) continue
    for (let tag = 0; tag < sum.length; tag++) sum[tag] = (sum[tag] ?? 0) + (weights[tag] ?? 0)
  }
  return sum
}

/** What the tagger sees at one token: itself and two neighbours on each side, bare; itself also with accents. */
export function featuresAt(tokens: readonly Token[], classes: readonly string[], at: number): string[] {
  const bareAt = (i: number): string => (tokens[i] === undefined ? '' : wordOf(tokens[i] as Token))
  const [a, b, w, y, z] = [-2, -1, 0, 1, 2].map((d) => bareAt(at + d))
  const [k, l, c, m, n] = [-2, -1, 0, 1, 2].map((d) => classes[at + d] ?? '|')
  const shape = (d: number): string => shapeOf(tokens[at + d])
  return [
    '*',
    `0${w}`,
    `-${b}`,
    `+${y}`,
    `=${a}`,
    `#${z}`,
    `<${b} ${w}`,
    `>${w} ${y}`,
    `{${a} ${b}`,
    `}${y} ${z}`,
    `^${tokens[at]?.text}`,
    `s${shape(0)}`,
    `t${shape(-1)}${shape(0)}`,
    `u${shape(0)}${shape(1)}`,
    `v${b} ${shape(0)}`,
    `c${c}`,
    `d${l} ${c}`,
    `e${c} ${m}`,
    `f${l} ${c} ${m}`,
    `g${k} ${l}`,
    `h${m} ${n}`,
    `i${c} ${shape(0)}${shape(1)}`,
    `j${l} ${shape(0)}`,
  ]
}

/** Numbers are one word: which house it is says nothing. */
function wordOf(token: Token): string {
  return token.kind === 'number' ? '0' : token.bare
}

function shapeOf(token: Token | undefined): string {
  if (token === undefined) return '|'
  if (token.kind === 'number') return token.text.includes('/') ? '9/' : '9'
  if (token.kind !== 'word') return token.text
  return token.capital ? 'A' : 'a'
}

function partsOf(tags: readonly number[]): TaggedPart[] {
  const parts: TaggedPart[] = []
  tags.forEach((tag, i) => {
    const name = TAGS[tag] ?? 'O'
    const last = parts.at(-1)
    if (name.startsWith('B-')) parts.push({ kind: name.slice(2) as Kind, from: i, to: i + 1 })
    else if (name.startsWith('I-') && last !== undefined) last.to = i + 1
  })
  return parts
}
