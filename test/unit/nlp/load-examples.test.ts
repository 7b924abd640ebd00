import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadExamples } from '../../../src/nlp/load-examples.ts'

const ROW = { text: 'đèn tắt rồi', intent: 'report_issue', topic: 'den_duong', form: 'clean', source: 'x/y' }

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'examples-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function write(name: string, ...rows: unknown[]): void {
  writeFileSync(join(dir, name), rows.map((r) => (typeof r === 'string' ? r : JSON.stringify(r))).join('\n'))
}

describe('loadExamples', () => {
  it('reads all files of the folder, by name, with what is not labelled left open', () => {
    write('b.jsonl', { ...ROW, text: 'hai', place: { ambiguous: ['1', '2'] }, urgency: 'high', alsoTopics: ['ngap'] })
    write('a.jsonl', { ...ROW, text: 'một' }, '', { ...ROW, text: 'một nữa', place: null })
    write('notes.txt', 'not a row')
    const rows = loadExamples(dir)
    expect(rows.map((r) => [r.text, r.place, r.urgency])).toEqual([
      ['một', undefined, undefined],
      ['một nữa', null, undefined],
      ['hai', { ambiguous: ['1', '2'] }, 'high'],
    ])
    expect(rows[2]?.alsoTopics).toEqual(['ngap'])
  })

  it.each([
    ['{"text": ', 'a.jsonl:2: not JSON'],
    [{ ...ROW, intent: 'report' }, 'a.jsonl:2: intent: '],
    [{ ...ROW, form: 'loud' }, 'a.jsonl:2: form: '],
    [{ ...ROW, text: '  ' }, 'a.jsonl:2: text: '],
    [{ ...ROW, topics: 'x' }, 'a.jsonl:2: row: '],
  ])('names file and line of a row that it cannot use: %j', (bad, message) => {
    write('a.jsonl', ROW, bad)
    expect(() => loadExamples(dir)).toThrow(message)
  })

  it('refuses a folder without rows', () => {
    write('a.jsonl', '')
    expect(() => loadExamples(dir)).toThrow('no examples')
  })
})
