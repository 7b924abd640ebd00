import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeModel, encodeModel } from '../../../src/nlp/artefact.ts'
import { buildModel, loadModel, MODEL_FILE, modelOf, trainingCode } from '../../../src/nlp/model-file.ts'
import { readTree } from '../../support/imports.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const FILE = 'data/nlu/train/few.jsonl'

/** A project of its own with every twentieth message, so that it is trained in a moment. */
let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'model-'))
  for (const file of trainingCode(ROOT)) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    cpSync(join(ROOT, file), join(root, file))
  }
  mkdirSync(join(root, dirname(FILE)), { recursive: true })
  const rows = readFileSync(join(ROOT, 'data/nlu/train/first.jsonl'), 'utf8').split('\n')
  writeFileSync(join(root, FILE), rows.filter((_, i) => i % 20 === 0).join('\n'))
})
afterAll(() => rmSync(root, { recursive: true }))

describe('the file of the model', () => {
  it('is missing, then built, then the model that was trained', () => {
    expect(loadModel(root)).toEqual({ kind: 'missing' })
    expect(() => modelOf(root)).toThrow('dist/nlu/model.bin is missing: run "npm run nlu -- train"')
    const { model } = buildModel(root)
    expect(Buffer.from(encodeModel(modelOf(root))).equals(encodeModel(model))).toBe(true)
  })

  it('is the same bytes from the same examples', () => {
    const before = readFileSync(join(root, MODEL_FILE))
    buildModel(root)
    expect(readFileSync(join(root, MODEL_FILE)).equals(before)).toBe(true)
  })

  it('is stale when an example or a line of the code has changed', () => {
    for (const file of [FILE, 'src/nlp/features.ts']) {
      const before = readFileSync(join(root, file), 'utf8')
      writeFileSync(join(root, file), `${before}\n`)
      expect(loadModel(root)).toEqual({ kind: 'stale' })
      writeFileSync(join(root, file), before)
      expect(loadModel(root).kind).toBe('model')
    }
  })

  it('is broken when a byte has changed or the end is missing', () => {
    const good = readFileSync(join(root, MODEL_FILE))
    const flipped = Buffer.from(good)
    flipped[good.length >> 1] = (flipped[good.length >> 1] ?? 0) ^ 1
    for (const bad of [flipped, good.subarray(0, good.length - 4), good.subarray(0, 10), Buffer.alloc(0)]) {
      writeFileSync(join(root, MODEL_FILE), bad)
      expect(loadModel(root)).toEqual({ kind: 'broken' })
    }
  })
})

describe('encodeModel', () => {
  it('refuses bytes that are no model of this format', () => {
    const bytes = encodeModel(buildModel(root).model)
    expect(() => decodeModel(new Uint8Array(2))).toThrow('the model is empty')
    expect(() => decodeModel(bytes.subarray(0, bytes.length - 8))).toThrow('the model is cut off')
    const other = bytes.slice()
    other.set(new TextEncoder().encode('{"format":"lang-nghe nlu 0'), 4)
    expect(() => decodeModel(other)).toThrow('the model is of another format')
  })
})

describe('the code that a model depends on', () => {
  it('is all that training imports, as the program reads it', () => {
    const modules = new Map(readTree(ROOT, ['src']).map((m) => [m.path, m]))
    const code = trainingCode(ROOT)
    const missing = code.flatMap((path) =>
      (modules.get(path)?.imports ?? [])
        .filter((i) => i.specifier.startsWith('.'))
        .map((i) => posix.join(posix.dirname(path), i.specifier))
        .filter((to) => !code.includes(to)),
    )
    expect(missing).toEqual([])
    expect(code).toEqual(expect.arrayContaining(['src/nlp/tokens.ts', 'src/core/text.ts', 'src/nlp/learn/slips.ts']))
    expect(code).not.toContain('src/nlp/places.ts')
  })
})
