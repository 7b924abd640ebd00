import { type ParseArgsConfig, parseArgs } from 'node:util'

/** What a command may touch besides the files it is told of. */
export interface Surroundings {
  /** The project's folder. */
  root: string
  /** The pack to use unless another is named: a folder of `data`. */
  pack: string
  /** Writes a line to standard output. */
  print: (line: string) => void
  input: AsyncIterable<string | Buffer>
}

export interface Command {
  /** As one would type it after `npm run nlu --`. */
  usage: string
  /** Ends with the exit code. Throws `UsageError` or an error whose message says what is wrong with a file. */
  run(args: string[], around: Surroundings): number | Promise<number>
}

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

/** The options of a command that takes no words beside them. Throws `UsageError` for others. */
export function readOptions<const T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
