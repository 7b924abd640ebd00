import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lexicon } from '../core/understanding.ts'
import { candidatesOf } from '../nlp/answer-features.ts'
import type { AnswerModel } from '../nlp/answer-model.ts'
import { indexCards } from '../nlp/answers.ts'
import { type AskedRow, fitAnswers } from '../nlp/learn/fit-answers.ts'
import { tokenise } from '../nlp/tokens.ts'
import { lexiconOf } from '../packs/lexicon.ts'
import { loadPack } from '../packs/load.ts'
import { ANSWER_ROW, type AnswerRow } from './answers.ts'
import { type Command, readOptions } from './command.ts'
import { readRows } from './jsonl.ts'
import { readyToUnderstand } from './shipped.ts'

/** Learns what weighs how much in choosing a card, and writes it down. To be run when model, cards or rows change. */
export const fitAnswersCommand: Command = {
  usage: 'fit-answers',
  run(args, { root, pack, print }) {
    readOptions(args, {})
    const lexicon = lexiconOf(loadPack(join(root, 'data', pack)))
    const rows = readRows(join(root, 'data', 'nlu', 'train-answers.jsonl'), ANSWER_ROW)
    const { understand } = readyToUnderstand(root, lexicon)
    const asked = [...new Set(rows.map((r) => r.source))].flatMap((voice) => {
      const own = rows.filter((r) => r.source === voice)
      const index = indexCards(withoutQuestions(lexicon.cards, new Set(own.map((r) => r.text))))
      return own.map((row): AskedRow => {
        const candidates = candidatesOf(index, tokenise(row.text), understand(row.text))
        const right = candidates.map((c) => row.cards.includes(index.cards[c.card]?.id ?? ''))
        return { source: row.source ?? '', candidates, right, answerable: row.cards.length > 0 }
      })
    })
    const file = join(root, 'src', 'nlp', 'answer-weights.ts')
    writeFileSync(file, sourceOf(fitAnswers(asked), rows))
    print(`${rows.length} questions -> ${file}`)
    return 0
  },
}

/** A question that stands on the card itself would be found too easily. */
function withoutQuestions(cards: Lexicon['cards'], texts: ReadonlySet<string>): Lexicon['cards'] {
  return cards.map((c) => ({ ...c, questions: c.questions.filter((q) => !texts.has(q)) }))
}

function sourceOf(model: AnswerModel, rows: readonly AnswerRow[]): string {
  const weights = Object.entries(model.weights).map(([name, w]) => `    ${name}: ${w},`)
  return `import type { AnswerModel } from './answer-model.ts'

/** Written by \`npm run nlu -- fit-answers\` from ${rows.length} questions of data/nlu/train-answers.jsonl. */
export const ANSWER_MODEL: AnswerModel = {
  weights: {
${weights.join('\n')}
  },
  possible: ${model.possible},
  certain: ${model.certain},
}
`
}
