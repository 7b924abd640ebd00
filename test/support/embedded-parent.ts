import { startEmbeddedPostgres } from '../../src/db/embedded.ts'

/** A program that owns a data folder until it is killed or told to stop: prints one line of JSON per event. */
const dataDir = process.argv[2] ?? ''
try {
  const began = performance.now()
  const server = await startEmbeddedPostgres({ dataDir, log: { info: (message) => tell({ log: message }) } })
  tell({ ready: server.connection.host, ms: Math.round(performance.now() - began) })
  process.on('SIGTERM', () => {
    server.stop().then(() => process.exit(0))
  })
  setInterval(() => undefined, 60_000)
} catch (error) {
  tell({ error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}

function tell(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
