import { v7 } from 'uuid'

/** A new UUIDv7: sorts by time of creation, so keys can be paged by id. Never shown to residents. */
export function newId(): string {
  return v7()
}
