import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bare } from '../core/text.ts'
import type { Entity } from '../core/understanding.ts'
import type { AddressExample } from '../nlp/learn/train-addresses.ts'

export type AddressCase = AddressExample & { source: string; split: 'train' | 'gold' }

/** Messages with the pieces of their address marked by hand; the voices of `gold` are not among those of `train`. */
export function addressCases(): AddressCase[] {
  const file = fileURLToPath(new URL('../../data/nlu/addresses.jsonl', import.meta.url))
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

export interface AddressFigures {
  /** F1 over the letters that belong to an address, 0..1. */
  letters: number
  /** F1 over pieces that begin and end right and are of the right kind, 0..1. */
  pieces: number
}

/** @param find the address seen in a text, if any */
export function measureAddresses(
  cases: readonly AddressCase[],
  form: 'written' | 'bare',
  find: (text: string) => Entity | null,
): AddressFigures {
  const letters = { hit: 0, seen: 0, there: 0 }
  const pieces = { hit: 0, seen: 0, there: 0 }
  for (const { text, parts } of cases) {
    const written = form === 'bare' ? bare(text) : text
    const entity = find(written)
    const found = locate(written, entity)
    const there = parts.map((p) => `${p.kind} ${p.start} ${p.end}`)
    pieces.there += there.length
    pieces.seen += found.length
    pieces.hit += found.filter((p) => there.includes(`${p.kind} ${p.start} ${p.end}`)).length
    const inside = (list: readonly { start: number; end: number }[], i: number): boolean =>
      list.some((p) => i >= p.start && i < p.end)
    for (let i = 0; i < written.length; i++) {
      const [is, seen] = [inside(parts, i), inside(found, i)]
      letters.there += is ? 1 : 0
      letters.seen += seen ? 1 : 0
      letters.hit += is && seen ? 1 : 0
    }
  }
  const f1 = (n: { hit: number; seen: number; there: number }): number => (2 * n.hit) / Math.max(1, n.seen + n.there)
  return { letters: f1(letters), pieces: f1(pieces) }
}

/** Where the pieces of an address stand in its text: they are in order. */
function locate(text: string, entity: Entity | null): { kind: string; start: number; end: number }[] {
  let from = entity?.span.start ?? 0
  return (entity?.parts ?? []).map((part) => {
    const start = text.indexOf(part.text, from)
    from = start + part.text.length
    return { kind: part.kind, start, end: from }
  })
}
