import { v5, v7 } from 'uuid'

/** A new UUIDv7: sorts by time of creation, so keys can be paged by id. Never shown to residents. */
export function newId(): string {
  return v7()
}

const NAMESPACE = '6f0a3a52-6b6e-4c1b-9d4e-2f1c8f7f5a10'

/** The same id for the same text: what is repeated lands in the same place. */
export function stableId(text: string): string {
  return v5(text, NAMESPACE)
}
