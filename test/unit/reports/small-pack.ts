import type { Locality, ProvincePack, Topic, Unit } from '../../../src/core/pack.ts'

/** Two units, two topics, a district with a commune: enough to name the rows of a report. */
export function smallPack(): ProvincePack {
  return {
    id: 'test',
    version: '1',
    nameVi: 'Tỉnh Thử',
    timeZone: 'Asia/Ho_Chi_Minh',
    standsAt: null,
    hotline: { label: '1022', phone: '1022' },
    units: byId([unit('u1', 'UBND phường Một'), unit('u2', 'UBND phường Hai')]),
    localities: byId([locality('d1', 'Thành phố Một', null), locality('d1c1', 'Phường Một', 'd1')]),
    topics: byId([topic('rac', 'Rác thải'), topic('den', 'Đèn đường')]),
    deadlineRules: [],
    calendar: {
      id: 'test',
      timeZone: 'Asia/Ho_Chi_Minh',
      week: {},
      daysOff: {},
      workedWeekends: [],
      coversFrom: '2026-01-01',
      coversTo: '2026-12-31',
    },
    cards: new Map(),
    emergencies: [],
    menuTopics: [],
    text: (key) => key,
  }
}

function byId<T extends { id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}

function unit(id: string, nameVi: string): Unit {
  return {
    id,
    nameVi,
    kind: 'commune',
    localityId: null,
    parentId: null,
    from: null,
    to: null,
    successors: [],
    phone: null,
  }
}

function locality(id: string, nameVi: string, parentId: string | null): Locality {
  const level = parentId === null ? 'district' : 'commune'
  const dates = { from: null, to: null, successors: [], aliases: [] }
  return { id, gsoCode: id, nameVi, shortVi: nameVi, type: 'phường', level, parentId, ...dates }
}

function topic(id: string, nameVi: string): Topic {
  const lead = { kind: 'commune' } as const
  return { id, nameVi, papiItem: null, lead, coordinating: [], urgency: 'normal', intents: [], keywords: [] }
}
