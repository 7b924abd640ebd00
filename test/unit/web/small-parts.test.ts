import { describe, expect, it } from 'vitest'
import { bare } from '../../../src/core/text.ts'
import { caseFilter } from '../../../src/http/contract/cases.ts'
import { deliveryWord } from '../../../web/console/features/case/delivery-word.ts'
import { wilson } from '../../../web/console/features/dashboard/wilson.ts'
import { keepValid, parseSearch, stringifySearch } from '../../../web/console/lib/search-params.ts'
import { fold, matches } from '../../../web/shared/fold.ts'
import * as deskEn from '../../../web/shared/i18n/en.ts'
import * as chatEn from '../../../web/shared/i18n/en-chat.ts'
import * as deskVi from '../../../web/shared/i18n/vi.ts'
import * as chatVi from '../../../web/shared/i18n/vi-chat.ts'

describe('what became of a message', () => {
  it('is told by its state, and by the reason where that asks for other words', () => {
    expect(deliveryWord('sent', null)).toBe('sent')
    expect(deliveryWord('pending', 'file: the store does not answer')).toBe('pending')
    expect(deliveryWord('window-closed', 'resident-stopped')).toBe('stopped')
    expect(deliveryWord('rejected', 'messenger:551 recipient-unavailable')).toBe('rejected')
    expect(deliveryWord('rejected', 'resident-wrote')).toBe('not-needed')
    expect(deliveryWord('rejected', 'given-up: network: ECONNREFUSED')).toBe('given-up')
    expect(deliveryWord('rejected', 'file: too large for zalo (6000000 bytes)')).toBe('file')
    expect(deliveryWord('rejected', 'upload: zalo:-210 too-large')).toBe('file')
  })
})

describe('searching without accents', () => {
  it('folds as the server does', () => {
    for (const text of ['Phường Phú Cường', 'ĐƯỜNG ĐẤT', 'Bến Cát', 'ổ gà']) expect(fold(text)).toBe(bare(text))
  })

  it('finds every word in any order', () => {
    expect(matches('UBND phường Phú Cường', 'cuong ubnd')).toBe(true)
    expect(matches('UBND phường Phú Cường', 'phu hoa')).toBe(false)
  })
})

describe('the address of a list', () => {
  it('keeps what is valid and drops the rest', () => {
    const search = parseSearch('?tab=overdue&q=2026&status=nonsense&figure=received&x=1')
    expect(keepValid(caseFilter, search)).toEqual({ tab: 'overdue', q: '2026', figure: 'received' })
  })

  it('leaves empty values out', () => {
    expect(stringifySearch({ tab: 'all', q: '', topic: undefined })).toBe('?tab=all')
    expect(stringifySearch({})).toBe('')
  })
})

it('the interval of a share is that of Wilson', () => {
  // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
  const { low, high } = wilson(81, 263)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
  expect(wilson(10, 10).high).toBe(1)
})

describe('catalogues', () => {
  const variables = (catalogue: object): Map<string, string[]> => {
    const found = new Map<string, string[]>()
    const walk = (value: unknown, path: string): void => {
      if (typeof value === 'string') found.set(path, (value.match(/\{\{\w+\}\}/g) ?? []).toSorted())
      else for (const [key, child] of Object.entries(value as object)) walk(child, `${path}.${key}`)
    }
    walk(catalogue, '')
    return found
  }

  it('say the same things with the same variables in both languages', () => {
    expect(variables(deskEn.desk)).toEqual(variables(deskVi.desk))
    expect(variables(chatEn.chat)).toEqual(variables(chatVi.chat))
  })

  it('never leave a text empty', () => {
    const empty = (catalogue: object): string[] => JSON.stringify(catalogue).match(/"\w+":"\s*"/g) ?? []
    expect([deskVi.desk, deskEn.desk, chatVi.chat, chatEn.chat].flatMap(empty)).toEqual([])
  })
})
