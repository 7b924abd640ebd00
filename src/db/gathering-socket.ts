import { Socket } from 'node:net'

/**
 * A socket for a connection of `pg` that sends together the statements of one turn of the event loop: `pg` corks and
 * uncorks around each, and each write wakes a process of PostgreSQL, on two cores often in our place.
 */
export class GatheringSocket extends Socket {
  #uncorks = 0

  override uncork(): void {
    if (this.#uncorks++ > 0) return
    // Comes after all promises that are ready now: what they send goes along.
    process.nextTick(() => {
      const times = this.#uncorks
      this.#uncorks = 0
      for (let i = 0; i < times; i++) super.uncork()
    })
  }
}
