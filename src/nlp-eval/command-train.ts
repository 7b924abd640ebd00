import type { Figures } from '../nlp/learn/head-trainer.ts'
import { buildModel, loadModel, MODEL_FILE } from '../nlp/model-file.ts'
import { type Command, readOptions } from './command.ts'

/** Trains on data/nlu/train, writes the model and says how good it is by cross-validation. */
export const trainCommand: Command = {
  usage: 'train [--if-changed]',
  run(args, { root, print }) {
    const options = readOptions(args, { 'if-changed': { type: 'boolean', default: false } })
    if (options['if-changed'] && loadModel(root).kind === 'model') print('model of understanding: up to date')
    else train(root, print)
    return 0
  },
}

function train(root: string, print: (line: string) => void): void {
  const began = performance.now()
  const { messages, spellings, figures } = buildModel(root)
  const trained = performance.now()
  print(`model of understanding: ${messages} messages, ${spellings} spellings, ${seconds(trained - began)}`)
  for (const [name, head] of Object.entries(figures)) print(`  ${name.padEnd(8)} ${line(head)}`)
  const { kind } = loadModel(root)
  if (kind !== 'model') throw new Error(`${MODEL_FILE} is ${kind} right after it was made`)
  print(`  loaded in ${(performance.now() - trained).toFixed(0)} ms`)
}

/** Cross-validated: on messages as written, by voices that were not learned from. */
function line(f: Figures): string {
  const share = `right ${percent(f.accuracy)}, macro-F1 ${percent(f.macroF1)}, ECE ${f.ece.toFixed(3)}`
  return `${share}, 95% sure of ${percent(f.coverageAt95)} (${f.rows} messages, each by a voice held back)`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
