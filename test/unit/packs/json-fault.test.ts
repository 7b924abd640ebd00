import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFaultLine } from '../../../src/packs/json-fault.ts'

describe('the line on which JSON breaks', () => {
  it.each([
    ['[\n  1,\n  oops\n]', 3],
    ['{"a": 1,\n}', 2],
    ['{"a" 1}', 1],
    ['{"a": "open\n"}', 1],
    ['[1]\n\n]', 3],
    ['', 1],
    ['[1\n2]', 2],
  ])('%j: line %i', (text, line) => {
    expect(jsonFaultLine(text)).toBe(line)
  })

  it('finds none in anything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonFaultLine(JSON.stringify(value, null, 2))).toBeNull()
      }),
    )
  })

  it('agrees with JSON.parse on text that was damaged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', ',', ']', 'x', '\n'), (value, at, put) => {
        const text = JSON.stringify(value, null, 1)
        const cut = at % (text.length + 1)
        const damaged = text.slice(0, cut) + put + text.slice(cut + 1)
        expect(jsonFaultLine(damaged) === null).toBe(parses(damaged))
      }),
    )
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
