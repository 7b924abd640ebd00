interface Listen {
  /** Asks for the conversation anew. */
  changed: () => Promise<'ok' | 'failed'>
  connection: (state: 'up' | 'down') => void
}

export interface Listening {
  /** An answer is expected: without a stream, ask soon again. */
  hurry(): void
}

/** A stream that has not said hello so long after it began is held up by something in between (ms). */
const SILENCE_MS = 10_000
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000

/**
 * Hears that the conversation changed. A lost stream begins again, each time after a longer wait; until it is back, or
 * where nothing lets a stream through, the conversation is asked for by itself.
 */
export function listen({ changed, connection }: Listen): Listening {
  let live = false
  let tries = 0
  let polls = 0
  let polling: ReturnType<typeof setTimeout> | undefined

  const poll = (): void => {
    clearTimeout(polling)
    polling = setTimeout(async () => {
      polls++
      const result = await changed()
      if (live) return
      connection(result === 'ok' ? 'up' : 'down')
      poll()
    }, waitAfter(polls))
  }
  const lost = (): void => {
    live = false
    polls = 0
    poll()
  }
  function open(): void {
    const source = new EventSource('/api/chat/stream')
    const silent = setTimeout(lost, SILENCE_MS)
    source.addEventListener('changed', () => void changed())
    source.addEventListener('hello', () => {
      clearTimeout(silent)
      clearTimeout(polling)
      const hadGap = !live && tries + polls > 0
      live = true
      tries = 0
      connection('up')
      if (hadGap) void changed()
    })
    source.onerror = () => {
      clearTimeout(silent)
      source.close()
      if (live) connection('down')
      if (live || tries === 0) lost()
      tries++
      setTimeout(open, waitAfter(tries))
    }
  }
  open()
  return {
    hurry: () => {
      if (live) return
      polls = 0
      poll()
    },
  }
}

/** Twice as long each time, up to a minute; a third of it by chance, so that not everybody comes back at once. */
export function waitAfter(tries: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10))
  const [chance = 0] = crypto.getRandomValues(new Uint8Array(1))
  return whole * (1 - chance / 255 / 3)
}
