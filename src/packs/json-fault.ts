/** Inside a string: control characters below U+0020 must be escaped, those from U+007F need not. */
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const TOKEN = new RegExp(`${STRING.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, 'uy')

/** The line (from 1) on which a text stops being JSON; null: it is JSON. `JSON.parse` of Node 20 does not tell. */
export function jsonFaultLine(text: string): number | null {
  try {
    const end = spaces(text, value(text, 0))
    return end === text.length ? null : lineAt(text, end)
  } catch (fault) {
    if (fault instanceof Fault) return lineAt(text, fault.at)
    throw fault
  }
}

class Fault extends Error {
  readonly at: number
  constructor(at: number) {
    super('not JSON')
    this.at = at
  }
}

/** Each reader returns the offset behind what it read. */
function value(text: string, from: number): number {
  const at = spaces(text, from)
  if (text[at] === '[') return items(text, at, ']', value)
  if (text[at] === '{') return items(text, at, '}', pair)
  return token(text, at, TOKEN)
}

function pair(text: string, from: number): number {
  const colon = spaces(text, token(text, spaces(text, from), STRING))
  if (text[colon] !== ':') throw new Fault(colon)
  return value(text, colon + 1)
}

function items(text: string, open: number, close: string, item: (text: string, from: number) => number): number {
  let at = spaces(text, open + 1)
  if (text[at] === close) return at + 1
  for (;;) {
    at = spaces(text, item(text, at))
    if (text[at] === close) return at + 1
    if (text[at] !== ',') throw new Fault(at)
    at++
  }
}

function token(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at
  if (!pattern.test(text)) throw new Fault(at)
  return pattern.lastIndex
}

function spaces(text: string, from: number): number {
  let at = from
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++
  return at
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}
