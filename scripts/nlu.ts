import { fileURLToPath } from 'node:url'
import { type Command, UsageError } from '../src/nlp-eval/command.ts'
import { evalCommand } from '../src/nlp-eval/command-eval.ts'
import { fitAnswersCommand } from '../src/nlp-eval/command-fit-answers.ts'
import { footprintCommand } from '../src/nlp-eval/command-footprint.ts'
import { trainCommand } from '../src/nlp-eval/command-train.ts'
import { understandCommand } from '../src/nlp-eval/command-understand.ts'
import { exportCandidatesCommand } from './nlu-candidates.ts'
import { turnsCommand } from './nlu-turns.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const COMMANDS: Readonly<Record<string, Command>> = {
  'export-candidates': exportCandidatesCommand,
  turns: turnsCommand,
  eval: evalCommand,
  'fit-answers': fitAnswersCommand,
  footprint: footprintCommand,
  train: trainCommand,
  understand: understandCommand,
}

/** `npm run nlu -- <command>`: measures, trains and explains how messages are understood (docs/nlu.md). */
async function main([name = '', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    const usages = Object.values(COMMANDS).map((c) => `  npm run nlu -- ${c.usage}`)
    console.error(`${name === '' ? 'Which command?' : `No command "${name}".`}\n${usages.join('\n')}`)
    return 2
  }
  try {
    const print = (line: string) => console.log(line)
    return await command.run(args, { root: ROOT, pack: 'binh-duong-2022', print, input: process.stdin })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error instanceof UsageError ? `${error.message}\n  npm run nlu -- ${command.usage}` : error.message)
    return error instanceof UsageError ? 2 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
