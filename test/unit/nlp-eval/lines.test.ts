import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { boundedLines, type Line } from '../../../src/nlp-eval/lines.ts'

async function linesOf(...chunks: (string | Buffer)[]): Promise<Line[]> {
  const lines: Line[] = []
  for await (const line of boundedLines(Readable.from(chunks), 10)) lines.push(line)
  return lines
}

const text = (line: string): Line => ({ kind: 'text', text: line })

it('joins what chunks have torn, also inside a letter', async () => {
  const bytes = Buffer.from('đường\nnhư\n')
  expect(await linesOf(bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5))).toEqual([
    text('đường'),
    text('như'),
  ])
})

it('gives the last line without its end, and empty lines', async () => {
  expect(await linesOf('a\n\nb')).toEqual([text('a'), text(''), text('b')])
})

it('drops a line that is too long, however it comes, and goes on', async () => {
  expect(await linesOf('0123456789', '0', '1\nok\n', `${'x'.repeat(50)}\n0123456789`)).toEqual([
    { kind: 'too long' },
    text('ok'),
    { kind: 'too long' },
    text('0123456789'),
  ])
})
