import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { decodeModel, encodeModel } from './artefact.ts'
import { type Training, trainModel } from './learn/train.ts'
import { loadExamples } from './load-examples.ts'
import type { TrainedModel } from './model.ts'

/** Where the trained model lies, from the root of the project. Built, never checked in. */
export const MODEL_FILE = 'dist/nlu/model.bin'
const EXAMPLES = 'data/nlu/train'

/** What is run to make a model; what these files import decides too what is learned. */
const MAKERS = ['src/nlp/learn/train.ts', 'src/nlp/artefact.ts', 'src/nlp/load-examples.ts']

/** Why a file gives no model: it is not there, it was made from other examples or code, its bytes are damaged. */
export type ModelFault = 'missing' | 'stale' | 'broken'

export type LoadedModel = { kind: 'model'; model: TrainedModel } | { kind: ModelFault }

/**
 * The model in the file, if it was made from today's examples by today's code and is whole: first 32 bytes the
 * SHA-256 of what it was made from, then that of the model, then the model.
 * @param root the project's folder
 */
export function loadModel(root: string): LoadedModel {
  const bytes = readIfThere(join(root, MODEL_FILE))
  if (bytes === null) return { kind: 'missing' }
  const model = bytes.subarray(64)
  if (bytes.length < 64 || !sha256(model).equals(bytes.subarray(32, 64))) return { kind: 'broken' }
  if (!ingredients(root).equals(bytes.subarray(0, 32))) return { kind: 'stale' }
  return { kind: 'model', model: decodeModel(model) }
}

/** Trains on the examples and writes the file, whole or not at all: a program beside this one never reads half. */
export function buildModel(root: string): Training {
  const made = ingredients(root)
  const training = trainModel(loadExamples(join(root, EXAMPLES)))
  const model = encodeModel(training.model)
  const file = join(root, MODEL_FILE)
  const aside = `${file}.${process.pid}`
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(aside, Buffer.concat([made, sha256(model), model]))
    renameSync(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
  return training
}

/** The model of the file. Throws an error that says what is wrong with it and how to make it. */
export function modelOf(root: string): TrainedModel {
  const loaded = loadModel(root)
  if (loaded.kind === 'model') return loaded.model
  throw new Error(`${MODEL_FILE} is ${loaded.kind}: run "npm run nlu -- train"`)
}

/** SHA-256 over names and contents of the examples and of the code that learns from them. */
function ingredients(root: string): Buffer {
  const hash = createHash('sha256')
  const names = readdirSync(join(root, EXAMPLES)).filter((name) => name.endsWith('.jsonl'))
  const files = [...names.map((name) => `${EXAMPLES}/${name}`), ...trainingCode(root)]
  for (const file of files.sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest()
}

/** The files of ours, from the root, that training is made of: those that make the model, and all they import. */
export function trainingCode(root: string): string[] {
  const reached = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, from = ''] of text.matchAll(/ from '(\.[^']+)'/g)) follow(posix.join(posix.dirname(file), from))
  }
  for (const file of MAKERS) follow(file)
  return [...reached].sort()
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
