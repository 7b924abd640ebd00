import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PlaceMatch } from '../../../src/core/understanding.ts'
import { findPlace, indexPlaces } from '../../../src/nlp/places.ts'
import { tokenise } from '../../../src/nlp/tokens.ts'
import { measurePlaces, type PlaceFigures, type PlaceForm, placeCases } from '../../../src/nlp-eval/place-cases.ts'
import { lexiconOf } from '../../../src/packs/lexicon.ts'
import { loadPack } from '../../../src/packs/load.ts'

const lexicon = lexiconOf(loadPack(fileURLToPath(new URL('../../../data/binh-duong-2022', import.meta.url))))
const index = indexPlaces(lexicon.localities, lexicon.outside)
const find = (text: string): PlaceMatch | undefined => findPlace(index, tokenise(text)).match
const read = (text: string): string => {
  const match = find(text)
  if (match === undefined) return ''
  if (match.kind === 'outside') return `outside: ${match.name}`
  return match.kind === 'locality' ? match.localityId : `? ${[...match.localityIds].sort().join(' ')}`
}

describe('every locality of the pack', () => {
  let figures: PlaceFigures
  beforeAll(() => {
    figures = measurePlaces(placeCases(lexicon.localities), find)
  })

  // A little under what is measured (docs/decisions/020).
  it.each<[PlaceForm, number]>([
    ['exact', 0.995],
    ['bare', 0.995],
    ['with district', 0.995],
    ['other spelling', 0.99],
    ['name alone', 0.99],
    ['typo', 0.98],
    ['typo-bare', 0.96],
    ['joined', 0.98],
  ])('is found in the form "%s"', (form, floor) => {
    const { right, all } = figures.byForm.get(form) ?? { right: 0, all: 0 }
    expect(all).toBeGreaterThanOrEqual(100)
    expect(right / all).toBeGreaterThanOrEqual(floor)
  })

  it('is hardly ever seen where none is named, though the words are much like one', () => {
    expect(figures.byForm.get('none')?.all).toBeGreaterThanOrEqual(500)
    expect(figures.falseHitsPer100).toBeLessThanOrEqual(1)
  })
})

describe('of several places', () => {
  it.each([
    ['tôi ở phường Phú Cường, đèn đường phường Phú Lợi hư hết', '25744-2022'],
    ['dân Dĩ An đi qua Lái Thiêu thấy rác ngập', '25966-2022'],
    ['quê em ở Tân Uyên, giờ trọ bị cúp điện ở Bình Chuẩn', '25969-2022'],
    ['bãi rác ở phường Hiệp Thành gần chợ Phú Cường', '25741-2022'],
    ['không phải phường Phú Hòa mà phường Phú Thọ', '25753-2022'],
    ['Khu phố Bình Hòa, phường Bình Nhâm mất nước', '25984-2022'],
    ['tôi ở tân định bến cát', '25852-2022'],
    ['bến cát nha em, phường tân định', '25852-2022'],
    ['chuyển hộ khẩu từ Phú Giáo về Dĩ An', '724-2022'],
    ['đường từ Phú Cường đến Phú Thọ ngập', '? 25747-2022 25753-2022'],
    ['Phú Lợi và Phú Hòa đều cúp nước', '? 25744-2022 25750-2022'],
  ])('"%s" speaks of %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('names of other years', () => {
  it.each([
    ['phường Bình Dương rác nhiều', '25760-2025'],
    ['p. Chánh Hiệp mất nước', '25771-2025'],
    ['phường Thủ Dầu Một', '25747-2025'],
    ['thành phố Thủ Dầu Một', '718-2022'],
    ['phường Long Nguyên', '25840-2025'],
    ['xã Long Nguyên', '25828-2022'],
    ['phường An Điền', '25840-2024'],
    ['ở Bình Dương thì nộp ở đâu', ''],
  ])('"%s" is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('a place beyond the province', () => {
  it.each([
    ['đường ở Quận 9 ngập quá', 'outside: Quận 9'],
    ['rac q9 khong ai don', 'outside: Quận 9'],
    ['đèn hư ở Q.12', 'outside: Quận 12'],
    ['Biên Hòa', 'outside: Biên Hòa'],
    ['ngã tư đèn hư, Biên Hòa', 'outside: Biên Hòa'],
    ['quận Tân Bình kẹt xe', 'outside: Quận Tân Bình'],
    ['ở quận 9 về Dĩ An thấy rác', '724-2022'],
    ['quê Thanh Hóa vô đây làm', ''],
    ['em ở Gò Vấp xuống thăm bà con', ''],
    ['tôi dân Nghệ An bị quỵt lương', ''],
    ['hộ khẩu Long An làm căn cước được không', ''],
  ])('in "%s" is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})
