import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIGURES } from '../../../src/db/queries/report-conditions.ts'
import { figures } from '../../../src/http/contract/dashboard.ts'
import { FIGURE_DEFINITIONS } from '../../../src/reports/definitions.ts'

describe('definitions of figures', () => {
  it('are one for each figure of the contract, and each set of cases belongs to one', () => {
    expect(Object.keys(FIGURE_DEFINITIONS).sort()).toEqual(Object.keys(figures.shape).sort())
    expect(new Set(Object.values(FIGURE_DEFINITIONS).map((d) => d.set))).toEqual(new Set(FIGURES))
  })

  it('are explained in docs/figures.md, each under its own name', () => {
    const text = readFileSync('docs/figures.md', 'utf8')
    const missing = Object.keys(FIGURE_DEFINITIONS).filter((key) => !text.includes(`\`${key}\``))
    expect(missing).toEqual([])
  })
})
