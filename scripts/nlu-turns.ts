import { type Command, readOptions } from '../src/nlp-eval/command.ts'
import { tellTurns } from '../test/support/turns.ts'

/** How many messages a resident writes until the case has its code. */
export const turnsCommand: Command = {
  usage: 'turns [--list]',
  run: (args, { print }) => {
    const { list } = readOptions(args, { list: { type: 'boolean' } })
    tellTurns({ detail: list === true ? 'each' : 'sums', print })
    return 0
  },
}
