import { z } from 'zod'
import { type Command, readOptions } from './command.ts'
import { boundedLines } from './lines.ts'
import { loadShipped } from './shipped.ts'

/** Longer lines are refused: no message is as long, and a file without line breaks would fill the memory. */
const LONGEST_LINE = 64 * 1024

const ROW = z.union([z.string(), z.object({ text: z.string() }).transform((row) => row.text)])

/**
 * Reads `{"text": ...}` or a JSON string from each line of standard input and prints one `Understanding` a line, in the
 * same order; an empty line is passed over. A line that cannot be read becomes `{"line", "error"}`, and the command
 * ends with 1 when there was any.
 */
export const understandCommand: Command = {
  usage: 'understand [--pack <name>] < file.jsonl',
  async run(args, { root, pack, print, input }) {
    const options = readOptions(args, { pack: { type: 'string', default: pack } })
    const { understand } = loadShipped(root, options.pack)
    let bad = 0
    let number = 0
    for await (const line of boundedLines(input, LONGEST_LINE)) {
      number++
      if (line.kind === 'text' && line.text.trim() === '') continue
      const row = line.kind === 'text' ? rowOf(line.text) : { error: `longer than ${LONGEST_LINE} characters` }
      if ('error' in row) bad++
      print(JSON.stringify('error' in row ? { line: number, ...row } : understand(row.text)))
    }
    return bad === 0 ? 0 : 1
  },
}

function rowOf(line: string): { text: string } | { error: string } {
  try {
    const parsed = ROW.safeParse(JSON.parse(line))
    return parsed.success ? { text: parsed.data } : { error: 'neither {"text": "..."} nor a string' }
  } catch {
    return { error: 'not JSON' }
  }
}
