interface Listen {
  changed: () => void
  connection: (state: 'up' | 'down') => void
}

const AGAIN_MS = 5000

/** Hears that the conversation changed. Reconnects for ever, and asks anew after every gap. */
export function listen({ changed, connection }: Listen): void {
  const source = new EventSource('/api/chat/stream')
  let hadGap = false
  source.addEventListener('changed', () => changed())
  source.onopen = () => {
    connection('up')
    if (hadGap) changed()
    hadGap = false
  }
  source.onerror = () => {
    hadGap = true
    connection('down')
    if (source.readyState !== EventSource.CLOSED) return
    // Refused for good by the browser (an error status): begin again.
    setTimeout(() => {
      changed()
      listen({ changed, connection })
    }, AGAIN_MS)
  }
}
