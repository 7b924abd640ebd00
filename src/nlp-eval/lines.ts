export type Line = { kind: 'text'; text: string } | { kind: 'too long' }

/** The lines of a stream as they come; of a line longer than `longest` characters nothing is kept. */
export async function* boundedLines(input: AsyncIterable<string | Buffer>, longest: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let pending = ''
  let dropped = false
  const ended = (): Line => {
    const line: Line = dropped || pending.length > longest ? { kind: 'too long' } : { kind: 'text', text: pending }
    pending = ''
    dropped = false
    return line
  }
  for await (const chunk of input) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n')
    for (const [i, part] of parts.entries()) {
      if (i > 0) yield ended()
      if (dropped) continue
      pending += part
      if (pending.length <= longest) continue
      pending = ''
      dropped = true
    }
  }
  pending += decoder.decode()
  if (pending !== '' || dropped) yield ended()
}
