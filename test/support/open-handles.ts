import { afterAll } from 'vitest'

/**
 * A test file that leaves a server, a database connection or a child process open fails, by name of what is open.
 * Not counted: sockets over TCP (HTTP clients keep some for a while) and timers.
 */
const COUNTED = ['TCPServerWrap', 'PipeWrap', 'PipeServerWrap', 'ProcessWrap', 'FSEventWrap']
const CLOSED_WITHIN_MS = 3_000

const before = open()

// Set-up files come first, so this runs after all of the test file's own hooks.
afterAll(async () => {
  const until = performance.now() + CLOSED_WITHIN_MS
  let left = leftOpen()
  while (left.length > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    left = leftOpen()
  }
  if (left.length > 0) throw new Error(`left open by this file: ${left.join(', ')}`)
})

function leftOpen(): string[] {
  const now = open()
  return COUNTED.map((kind) => ({ kind, more: (now.get(kind) ?? 0) - (before.get(kind) ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ kind, more }) => `${more} ${kind}`)
}

function open(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}
