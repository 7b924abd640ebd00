import { readFileSync } from 'node:fs'
import type { FactCard, Line, Locality, ProvincePack, Topic } from '../../src/core/index.ts'
import { type Texts, textsOf } from '../../src/packs/texts.ts'

const TEXTS = JSON.parse(
  readFileSync(new URL('../../data/binh-duong-2022/texts.json', import.meta.url), 'utf8'),
) as Texts

function place(id: string, nameVi: string, parentId: string | null, given: Partial<Locality> = {}): Locality {
  const shortVi = nameVi.replace(/^(Phường|Xã|Thị trấn|Thành phố|Thị xã|Huyện) /, '')
  return {
    id,
    gsoCode: id,
    nameVi,
    shortVi,
    type: nameVi.slice(0, nameVi.length - shortVi.length - 1),
    level: parentId === null ? 'district' : 'commune',
    parentId,
    from: null,
    to: null,
    successors: [],
    aliases: [],
    ...given,
  }
}

const PLACES: readonly Locality[] = [
  place('tdm', 'Thành phố Thủ Dầu Một', null),
  place('bc', 'Thị xã Bến Cát', null),
  place('btu', 'Huyện Bắc Tân Uyên', null),
  place('phu-cuong', 'Phường Phú Cường', 'tdm'),
  place('phu-hoa', 'Phường Phú Hòa', 'tdm'),
  place('phu-loi', 'Phường Phú Lợi', 'tdm'),
  place('hiep-thanh', 'Phường Hiệp Thành', 'tdm'),
  place('chanh-my', 'Phường Chánh Mỹ', 'tdm'),
  place('tan-an', 'Phường Tân An', 'tdm'),
  place('old', 'Phường Cũ Kỹ', 'tdm', { to: '2020-01-01' }),
  place('tan-dinh-bc', 'Phường Tân Định', 'bc'),
  place('tan-dinh-btu', 'Xã Tân Định', 'btu'),
]

function topic(id: string, nameVi: string, given: Partial<Topic> = {}): Topic {
  return {
    id,
    nameVi,
    papiItem: null,
    lead: { kind: 'commune' },
    coordinating: [],
    urgency: 'normal',
    intents: ['report_issue'],
    keywords: [],
    ...given,
  }
}

const TOPICS: readonly Topic[] = [
  topic('rac_thai', 'Rác thải tồn đọng, đổ trộm', { keywords: ['rác'] }),
  topic('duong_hu_hong', 'Đường hư hỏng, ổ gà', { keywords: ['đường', 'ổ gà'] }),
  topic('den_duong', 'Đèn đường, chiếu sáng công cộng', { keywords: ['đèn'] }),
  topic('tieng_on', 'Tiếng ồn, karaoke', { keywords: ['karaoke', 'ồn'] }),
  topic('nap_cong', 'Nắp cống, hố ga', { urgency: 'high', keywords: ['nắp cống'] }),
  topic('khac', 'Khác'),
  topic('nhung_nhieu', 'Nhũng nhiễu', { intents: ['denounce'], lead: { kind: 'dispatcher' } }),
  topic('tra_cuu', 'Tra cứu phiếu', { intents: ['ask_status'], lead: { kind: 'system' } }),
  topic('xoa_du_lieu', 'Quyền với dữ liệu', { intents: ['privacy_request'], lead: { kind: 'system' } }),
  topic('khai_sinh', 'Đăng ký khai sinh', { intents: ['ask_procedure'] }),
]

const sure = (text: string): Line => ({ text, confidence: 'A' })

export const BIRTH: FactCard = {
  id: 'khai-sinh',
  intent: 'ask_procedure',
  topicId: 'khai_sinh',
  titleVi: 'Đăng ký khai sinh',
  keywords: ['khai sinh'],
  questions: [],
  versions: [
    {
      from: null,
      to: '2025-07-01',
      summary: [],
      papers: [sure('Giấy chứng sinh')],
      place: sure('UBND cấp xã nơi cha hoặc mẹ cư trú'),
      time: sure('Ngay trong ngày'),
      fee: null,
      online: null,
      note: null,
      legalBasis: sure('Luật Hộ tịch 2014, Điều 15'),
      link: null,
    },
    {
      from: '2025-07-01',
      to: null,
      summary: [sure('Đăng ký trong 60 ngày kể từ ngày sinh.')],
      papers: [sure('Giấy chứng sinh'), { text: 'Giấy tờ cư trú', confidence: 'C' }],
      place: sure('Trung tâm Phục vụ hành chính công cấp xã bất kỳ'),
      time: sure('Ngay trong ngày'),
      fee: sure('Miễn phí khi đúng hạn'),
      online: sure('Toàn trình'),
      note: null,
      legalBasis: sure('Luật Hộ tịch 2014, Điều 15'),
      link: 'https://dichvucong.gov.vn',
    },
  ],
  sourceVi: 'Cổng dịch vụ công',
  checkedOn: '2026-07-30',
  related: ['ket-hon', 'chung-thuc'],
}

export const MARRIAGE: FactCard = { ...BIRTH, id: 'ket-hon', titleVi: 'Đăng ký kết hôn', topicId: null, related: [] }
export const COPIES: FactCard = {
  ...BIRTH,
  id: 'chung-thuc',
  titleVi: 'Chứng thực bản sao',
  topicId: null,
  related: [],
}
export const VOTING: FactCard = {
  ...BIRTH,
  id: 'bo-phieu',
  intent: 'ask_election',
  titleVi: 'Giờ bỏ phiếu',
  topicId: 'lich_bau_cu',
  related: [],
}

function byId<T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((x) => [x.id, x]))
}

/** A made-up province, small enough to read, with the real texts. Its flows behave as in any other. */
export function smallPack(given: Partial<ProvincePack> = {}): ProvincePack {
  return {
    id: 'small',
    version: '1',
    nameVi: 'Tỉnh Thử',
    timeZone: 'Asia/Ho_Chi_Minh',
    standsAt: null,
    hotline: { label: 'Tổng đài 1022', phone: '02741022' },
    units: new Map([
      [
        'u-phu-cuong',
        {
          id: 'u-phu-cuong',
          nameVi: 'UBND phường Phú Cường',
          kind: 'commune',
          localityId: 'phu-cuong',
          parentId: null,
          from: null,
          to: null,
          successors: [],
          phone: null,
        },
      ],
    ]),
    localities: byId(PLACES),
    topics: byId(TOPICS),
    deadlineRules: [],
    calendar: {
      id: 'c',
      timeZone: 'Asia/Ho_Chi_Minh',
      week: {
        1: [
          { from: 450, to: 690 },
          { from: 810, to: 1020 },
        ],
      },
      daysOff: {},
      workedWeekends: [],
      coversFrom: '2022-01-01',
      coversTo: '2027-01-01',
    },
    cards: byId([BIRTH, MARRIAGE, COPIES, VOTING]),
    emergencies: [
      { kind: 'fire', numbers: [{ phone: '114', labelVi: 'Cứu hỏa 114' }] },
      { kind: 'violence', numbers: [{ phone: '113', labelVi: 'Công an 113' }] },
      { kind: 'medical', numbers: [{ phone: '115', labelVi: 'cấp cứu' }] },
      {
        kind: 'self-harm',
        numbers: [
          { phone: '115', labelVi: 'Cấp cứu 115' },
          { phone: '111', labelVi: 'Tư vấn 111' },
        ],
      },
      { kind: 'child', numbers: [{ phone: '111', labelVi: 'Bảo vệ trẻ em 111' }] },
    ],
    menuTopics: ['rac_thai', 'duong_hu_hong', 'den_duong', 'tieng_on', 'khac'],
    text: textsOf(TEXTS),
    ...given,
  }
}
