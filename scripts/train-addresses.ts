import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeAddressModel } from '../src/nlp/address-tagger.ts'
import { addressWeightsFile, trainAddresses } from '../src/nlp/learn/train-addresses.ts'

/** Trains the tagger of addresses on `data/nlu/addresses.jsonl` and writes `src/nlp/address-weights.ts`. */
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const rows = readFileSync(at('data/nlu/addresses.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))
const model = trainAddresses(rows.filter((row) => row.split === 'train'))
writeFileSync(at('src/nlp/address-weights.ts'), addressWeightsFile(writeAddressModel(model)))
console.log(`${Object.keys(model.weights).length} features`)
