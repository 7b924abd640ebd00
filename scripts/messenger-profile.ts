import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runProfileCommand } from '../src/channels/messenger/profile-command.ts'
import { loadConfig } from '../src/config/config.ts'
import { demoChannelSecrets } from '../src/config/demo-secrets.ts'
import { readEnvironment } from '../src/config/env.ts'
import { systemClock } from '../src/core/clock.ts'
import { StartupProblem } from '../src/core/errors.ts'
import { loadPack } from '../src/packs/load.ts'

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url))

/** `npm run messenger:profile [-- --apply]`: the Page's greeting, menu and questions from the pack. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { apply: { type: 'boolean', default: false } } })
  const { config, secrets } = loadConfig({ argv: [], environment: readEnvironment(PROJECT_DIR) })
  const { messenger } = config.channels
  const isSandbox = messenger.kind === 'sandbox'
  const known = isSandbox ? demoChannelSecrets(config.dataDir).messenger : secrets.messenger
  if (known === null) throw new StartupProblem('Kênh Messenger đang tắt: hãy điền các biến MESSENGER_ trong .env.')
  const profile = loadPack(join(PROJECT_DIR, 'data', config.packId)).pageProfile
  if (profile === undefined)
    throw new StartupProblem(`Gói dữ liệu ${config.packId} không có pageProfile trong pack.json.`)
  await runProfileCommand({
    graph: {
      ...known,
      graphBase: isSandbox ? `http://127.0.0.1:${config.port}/sandbox/graph` : messenger.graphBase,
      graphVersion: messenger.graphVersion,
      timeoutMs: 10_000,
    },
    profile,
    mode: values.apply ? 'apply' : 'show',
    calls: callsIn(join(config.dataDir, 'messenger-profile-calls.json')),
    now: () => systemClock.now(),
    print: (line) => console.log(line),
    signal: AbortSignal.timeout(60_000),
  })
}

/** Times only; a file that is missing or damaged counts as none. */
function callsIn(path: string) {
  return {
    recent: (): Date[] => {
      try {
        return z.array(z.coerce.date()).parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return []
      }
    },
    keep: (calls: Date[]): void => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify(calls))
    },
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
