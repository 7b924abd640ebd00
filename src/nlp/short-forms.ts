import { ABBREVIATIONS } from './abbreviations.ts'

/** A short form and what stands beside it, without accents, in small letters. */
export interface Surroundings {
  /** As written. */
  raw: string
  /** Up to two words before, nearest last; numbers as written. */
  before: string
  /** Up to two words after. */
  after: string
  /** The next word has a capital. */
  capitalAfter: boolean
  /** All words within four on either side. */
  near: string
}

interface Sense {
  means: string
  before?: RegExp
  after?: RegExp
  near?: RegExp
  written?: RegExp
  /** A capital must follow. */
  capital?: true
}

const NUMBER = /^\d/
const NUMBER_BEFORE = /(^| )\d[\d.,]*$/

/** Short forms with several meanings: the first that fits its surroundings, else the last. All of our own writing. */
const SENSES: Readonly<Record<string, readonly Sense[]>> = {
  k: [{ means: 'nghìn', before: NUMBER_BEFORE }, { means: 'k', before: /benh vien$/ }, { means: 'không' }],
  kp: [
    { means: 'khu phố', after: NUMBER },
    { means: 'khu phố', before: /(^| )(o|tai|truong|thu|hoa|thuoc|cua|trong|ban|khap|dan|moi)$/ },
    { means: 'không phải', after: /^(toi|tui|em|e|la|vay|v|z|do|vi|ai|minh|m|dau|loi|nhu|chi|j|gi|ko|k|a|ban)( |$)/ },
    { means: 'khu phố' },
  ],
  p: [
    { means: 'phường', written: /^P/, after: /^\.? ?[a-zđ\d]/ },
    { means: 'phường', before: /(^| )(kp|pho|to|hem|ap|duong|ngo|kiet|nha|so) \d[\d/]*$/ },
    { means: 'phút', before: NUMBER_BEFORE },
    { means: 'phường', after: NUMBER },
    { means: 'phường', capital: true },
    { means: 'phải', before: /(^| )(co|k|ko|khong|thi|cung|deu|toan|luon|minh|em|dan)$/ },
    { means: 'phải', after: /^(lam|di|nop|dong|mat|co|ko|k|khong|chiu|cho|len|goi|ra|bo|de|sua|ngui)( |$)/ },
    { means: 'p' },
  ],
  đt: [
    { means: 'đường tỉnh', after: /^7\d\d( |$)/ },
    { means: 'đất', near: /thua|to ban do/ },
    { means: 'điện thoại' },
  ],
  dt: [
    { means: 'đường tỉnh', after: /^7\d\d( |$)/ },
    { means: 'diện tích', after: /^[\d.,]+ ?m/ },
    { means: 'diện tích', near: /(^| )(dat|thua|m2|met vuong)( |$)/ },
    { means: 'điện thoại' },
  ],
  hs: [
    { means: 'học sinh', before: /(^| )(em|cac|nhieu|may|huynh|cho|nam|nu)$/ },
    { means: 'học sinh', near: /(^| )(truong|lop|hoc|cap|thcs|thpt|tieu|mam|non|thay|giao|tan|day|thi)( |$)/ },
    { means: 'hồ sơ' },
  ],
  cc: [
    { means: 'chung cư', capital: true },
    { means: 'chung cư', before: /(^| )(o|tai|trong|khu|toa|cu dan|block)$/ },
    { means: 'công chứng', before: /(^| )(phong|vp|van phong|di|ban|hop dong)$/ },
    { means: 'công chứng', after: /^(giay|hop dong|mua|ban|uy quyen|o dau)/ },
    { means: 'cc', before: /(^| )(nhu|an|cai)$/ },
    { means: 'cc', after: /^(gi|j|nha|bon|may)( |$)/ },
    { means: 'căn cước' },
  ],
  ng: [
    { means: 'nguyễn', capital: true, before: /(^| )(duong|ten|ong|ba|anh|chi|toi|la|hem)$/ },
    { means: 'nguyễn', after: /^(van|thi|trai|hue|dinh|an ninh|tri phuong|chi thanh|du)( |$)/ },
    { means: 'người' },
  ],
  đk: [
    { means: 'điều kiện', before: /(^| )(du|co|can|dap ung|hoan canh|nhung|cac|theo|thieu|kho)$/ },
    { means: 'điều kiện', after: /^(gi|j|de|nao|ra sao|kinh te|song|the nao)( |$)/ },
    { means: 'được', after: /^(k|ko|khong|hok|hong|chua)( |$)/ },
    { means: 'đăng ký' },
  ],
  nv: [{ means: 'như vậy', before: /(^| )(la|lam|de|sao|the)$/ }, { means: 'nhân viên' }],
  nc: [{ means: 'nói chuyện', before: /(^| )(ngoi|muon|de)$/ }, { means: 'nước' }],
  bn: [{ means: 'bạn', after: /^(oi|a|nay|cho)( |$)/ }, { means: 'bao nhiêu' }],
  bt: [
    { means: 'bê tông', before: /(^| )(duong|do|xe|tram|ong|san|hem)$/ },
    { means: 'bình thường', before: /(^| )(van|nhu|lai|cung)$/ },
    { means: 'biết' },
  ],
  mn: [{ means: 'mầm non', before: /(^| )(truong|lop|giao vien|gv)$/ }, { means: 'mọi người' }],
  gt: [
    { means: 'giao thông', before: /(^| )(tai nan|an toan|den|vi pham|luat|tham gia|un tac|phan luong)$/ },
    { means: 'giấy tờ' },
  ],
  tl: [{ means: 'tỉnh lộ', after: NUMBER }, { means: 'trả lời' }],
  bh: [
    { means: 'bảo hiểm', before: /(^| )(the|dong|mua|tien|co|co quan|so|huong)$/ },
    { means: 'bảo hiểm', after: /^(y te|xa hoi|that nghiep|yt|xh|tn)( |$)/ },
    { means: 'bây giờ' },
  ],
  sn: [{ means: 'số nhà', after: NUMBER }, { means: 'sinh nhật' }],
  đc: [{ means: 'địa chỉ', after: /^(: )?\d+(\/|$| )/ }, { means: 'được' }],
  dc: [{ means: 'địa chỉ', after: /^(: )?\d+\// }, { means: 'được' }],
  kh: [{ means: 'khách hàng', before: /(^| )(cua|ma|so|cskh|la|quy)$/ }, { means: 'không' }],
  hn: [{ means: 'hà nội', before: /(^| )(o|tai|ra|tu)$/ }, { means: 'hôm nay' }],
}
const ALIASES: Readonly<Record<string, string>> = { dk: 'đk', kô: 'k' }

/** The words that a short form stands for, one space between. Undefined: it is none. */
export function writtenOut(word: string, around: () => Surroundings): string | undefined {
  const senses = SENSES[ALIASES[word] ?? word]
  if (senses === undefined) return ABBREVIATIONS.get(word)
  const at = around()
  return (senses.find((s) => fits(s, at)) ?? senses.at(-1))?.means
}

function fits(sense: Sense, at: Surroundings): boolean {
  return (
    (sense.before?.test(at.before) ?? true) &&
    (sense.after?.test(at.after) ?? true) &&
    (sense.near?.test(at.near) ?? true) &&
    (sense.written?.test(at.raw) ?? true) &&
    (sense.capital === undefined || at.capitalAfter)
  )
}
