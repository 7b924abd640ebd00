import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isValidOn, type ProvincePack, type Topic } from '../../../src/core/index.ts'
import { effectiveDay, localityOn, type RoutingDecision, routeCase, unitOn } from '../../../src/tickets/routing.ts'
import { livingPack, planPack } from '../../support/pack.ts'

const plan = planPack()
const living = livingPack()
const today = new Date('2026-11-23T14:05+07:00')
const then = new Date('2022-10-05T08:00+07:00')

function route(topicId: string | null, localityId: string | null, o: { pack?: ProvincePack; at?: Date } = {}) {
  return routeCase({ pack: o.pack ?? plan, topicId, localityId, at: o.at ?? today })
}

function unitIn(decision: RoutingDecision): string {
  return decision.kind === 'unit' ? decision.unitId : `dispatchers: ${decision.why.join(' ')}`
}

const namesOn = (pack: ProvincePack, id: string, at: Date) => localityOn(pack, id, at).map((l) => l.nameVi)

describe('the day that counts', () => {
  it('is never after the day on which the pack stands still', () => {
    expect(effectiveDay(plan, today)).toBe('2022-10-01')
    expect(effectiveDay(plan, new Date('2022-09-30T23:59+07:00'))).toBe('2022-09-30')
  })

  it('is the real day, in the zone of the pack, for a pack that lives', () => {
    expect(effectiveDay(living, today)).toBe('2026-11-23')
    expect(effectiveDay(living, new Date('2025-06-30T17:00Z'))).toBe('2025-07-01')
  })
})

describe('a place on a day', () => {
  it('is itself while it exists', () => {
    expect(namesOn(plan, '25747-2022', today)).toEqual(['Phường Phú Cường'])
    expect(namesOn(living, '25747-2022', then)).toEqual(['Phường Phú Cường'])
  })

  it('is followed to the new ward since 1 July 2025, although the code was used again', () => {
    expect(namesOn(living, '25747-2022', today)).toEqual(['Phường Thủ Dầu Một'])
    expect(namesOn(living, '25747-2022', new Date('2025-06-30T23:59+07:00'))).toEqual(['Phường Phú Cường'])
  })

  it('is several when it was split', () => {
    expect(namesOn(living, '25741-2022', today)).toEqual(['Phường Thủ Dầu Một', 'Phường Phú Lợi'])
  })

  it('leads from a name of today back to the places of 2022', () => {
    expect(namesOn(plan, '25747-2025', today)).toHaveLength(5)
    expect(namesOn(plan, '25822-2025', today)).toEqual(['Thị trấn Lai Uyên'])
  })

  it('passes through the renaming on the way', () => {
    const in2024 = new Date('2024-06-01T09:00+07:00')
    expect(namesOn(living, '25840-2022', in2024)).toEqual(['Phường An Điền'])
    expect(namesOn(living, '25840-2022', today)).toEqual(['Phường Long Nguyên'])
    expect(namesOn(plan, '25840-2025', today)).toEqual(['Xã Long Nguyên', 'Phường Mỹ Phước', 'Xã An Điền'])
    expect(namesOn(living, '723-2022', in2024)).toEqual(['Thành phố Tân Uyên'])
  })

  it('stays what it is where nothing changed', () => {
    expect(namesOn(living, '25846-2022', today)).toEqual(['Phường Thới Hòa'])
  })

  it('is nothing for an abolished district and an unknown id', () => {
    expect(namesOn(living, '718-2022', today)).toEqual([])
    expect(namesOn(living, '00000-1999', today)).toEqual([])
  })

  it('always leads somewhere, for every commune of every year on both days', () => {
    for (const l of plan.localities.values()) {
      if (l.level !== 'commune') continue
      for (const at of [then, today]) expect(localityOn(living, l.id, at).length, l.id).toBeGreaterThan(0)
    }
  })
})

describe('routing by the lead of the topic', () => {
  it('gives a commune matter to the People’s Committee of the place', () => {
    const decision = route('rac_thai', '25747-2022')
    expect(unitIn(decision)).toBe('ubnd-25747-2022')
    expect(decision.why.join(' ')).toContain('UBND cấp xã')
  })

  it('gives the same matter to the new ward when the pack lives', () => {
    expect(unitIn(route('rac_thai', '25747-2022', { pack: living }))).toBe('ubnd-25747-2025')
    expect(unitIn(route('rac_thai', '25747-2022', { pack: living, at: then }))).toBe('ubnd-25747-2022')
  })

  it('gives theft to the police of the commune', () => {
    expect(unitIn(route('mat_trom', '25942-2022'))).toBe('ca-25942-2022')
  })

  it('gives a district matter to the district of the commune, or of the district itself', () => {
    expect(unitIn(route('ngap_nuoc', '25747-2022'))).toBe('ubnd-718-2022')
    expect(unitIn(route('ngap_nuoc', '718-2022'))).toBe('ubnd-718-2022')
    expect(unitIn(route('ngap_nuoc', '25888-2022', { pack: living, at: new Date('2024-01-10T09:00+07:00') }))).toBe(
      'ubnd-723-2023',
    )
  })

  it('knows the district even when only a ward of 2025 was named, if all its parts lie in one', () => {
    expect(unitIn(route('ngap_nuoc', '25747-2025'))).toBe('ubnd-718-2022')
    expect(unitIn(route('ngap_nuoc', '25768-2025'))).toContain('Cần hỏi thêm')
  })

  it('gives a district matter to the commune once districts are gone', () => {
    const decision = route('ngap_nuoc', '25747-2022', { pack: living })
    expect(unitIn(decision)).toBe('ubnd-25747-2025')
    expect(decision.why.join(' ')).toContain('Không còn cấp huyện')
  })

  it('gives a department matter to the department without a place, with those who work along', () => {
    expect(route('bao_luc', null).kind).toBe('dispatchers')
    expect(unitIn(route('tuyen_sinh_lop1', null))).toBe('so-giao-duc-dao-tao')
    expect(route('khoi_bui', '25747-2022')).toMatchObject({
      unitId: 'so-tai-nguyen-moi-truong',
      coordinating: ['ubnd-25747-2022'],
    })
  })

  it('still finds the lead when a coordinating commune is unknown, and says so', () => {
    const decision = route('khoi_bui', null)
    expect(decision).toMatchObject({ unitId: 'so-tai-nguyen-moi-truong', coordinating: [] })
    expect(decision.why.join(' ')).toContain('phối hợp')
  })

  it('finds a unit for every commune-led topic in every commune of 2022', () => {
    for (const topic of plan.topics.values()) {
      if (topic.lead.kind !== 'commune' && topic.lead.kind !== 'commune-police') continue
      for (const l of plan.localities.values()) {
        if (l.level !== 'commune' || !l.id.endsWith('-2022')) continue
        expect(route(topic.id, l.id).kind, `${topic.id} in ${l.id}`).toBe('unit')
      }
    }
  })
})

describe('what a person must decide', () => {
  it.each([
    ['no topic', null, '25747-2022', 'Chưa rõ chủ đề'],
    ['a topic that is no more', 'khong_co', '25747-2022', 'không còn trong danh mục'],
    ['no place for a commune matter', 'rac_thai', null, 'Chưa rõ địa bàn'],
    ['an unknown place', 'rac_thai', '1-1', 'không có trong danh mục'],
    ['a commune matter known by its district only', 'rac_thai', '718-2022', 'cần biết xã, phường'],
    ['a ward of 2025 made of several of 2022', 'rac_thai', '25747-2025', 'Cần hỏi thêm'],
    ['an emergency', 'chay_no', '25747-2022', '114'],
    ['a matter of open competence', 'gop_y_du_thao', '25747-2022', 'thẩm quyền'],
    ['a matter of the system', 'xoa_du_lieu', '25747-2022', 'hệ thống'],
    ['a matter that names an accused', 'nhan_hoi_lo_dia_chinh', '25747-2022', 'tố cáo'],
  ])('%s', (_, topicId, localityId, reason) => {
    const decision = route(topicId, localityId)
    expect(decision.kind).toBe('dispatchers')
    expect(decision.why.join(' ')).toContain(reason)
  })

  it('takes every sealed case and every request, whatever the topic', () => {
    for (const caseKind of ['TC', 'YC'] as const) {
      const o = { pack: plan, topicId: 'rac_thai', localityId: '25747-2022', at: today, caseKind }
      expect(routeCase(o).kind).toBe('dispatchers')
    }
  })

  it('takes a commune that was split, today, and names the parts', () => {
    const decision = route('rac_thai', '25741-2022', { pack: living })
    expect(decision.kind).toBe('dispatchers')
    expect(decision.why.join(' ')).toContain('Phường Thủ Dầu Một, Phường Phú Lợi')
  })
})

describe('a department that was merged or split', () => {
  const gone = (share: 'full' | 'partial', ids: string[]): ProvincePack => {
    const units = new Map(living.units)
    const old = units.get('so-giao-thong-van-tai')
    if (old === undefined) throw new Error('the pack lost its transport department')
    units.set(old.id, { ...old, to: '2025-03-01', successors: ids.map((id) => ({ id, share })) })
    const topics = new Map<string, Topic>(living.topics)
    const topic = topics.get('giao_thong')
    if (topic === undefined) throw new Error('the pack lost its traffic topic')
    topics.set(topic.id, { ...topic, lead: { kind: 'unit', unitId: old.id } })
    return { ...living, units, topics }
  }

  it('is followed to its single successor', () => {
    const pack = gone('full', ['so-xay-dung'])
    expect(unitIn(route('giao_thong', null, { pack }))).toBe('so-xay-dung')
    expect(unitIn(route('giao_thong', null, { pack, at: then }))).toBe('so-giao-thong-van-tai')
    expect(unitOn(pack, 'so-giao-thong-van-tai', today).map((u) => u.id)).toEqual(['so-xay-dung'])
  })

  it('goes to a person when its work was divided, or nobody took it', () => {
    expect(route('giao_thong', null, { pack: gone('partial', ['so-xay-dung', 'cong-an-tinh']) }).kind).toBe(
      'dispatchers',
    )
    expect(route('giao_thong', null, { pack: gone('full', []) }).kind).toBe('dispatchers')
  })
})

describe('whatever is asked', () => {
  it('names only bodies that exist on the effective day, and always says why', () => {
    const day = fc.date({ min: new Date('2021-01-01T00:00Z'), max: new Date('2027-12-31T00:00Z'), noInvalidDate: true })
    const topicId = fc.constantFrom(null, ...plan.topics.keys())
    const localityId = fc.constantFrom(null, ...plan.localities.keys())
    fc.assert(
      fc.property(fc.constantFrom(plan, living), topicId, localityId, day, (pack, topic, place, at) => {
        const decision = routeCase({ pack, topicId: topic, localityId: place, at })
        expect(decision.why.length).toBeGreaterThan(0)
        expect(decision.why.join('')).not.toMatch(/[{}]|undefined/)
        if (decision.kind === 'dispatchers') return
        for (const id of [decision.unitId, ...decision.coordinating]) {
          const unit = pack.units.get(id)
          expect(unit && isValidOn(unit, effectiveDay(pack, at)), id).toBe(true)
        }
        expect(decision.coordinating).not.toContain(decision.unitId)
      }),
      { numRuns: 3000 },
    )
  })
})
