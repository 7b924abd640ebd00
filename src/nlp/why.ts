import type { IntentId, Lexicon } from '../core/understanding.ts'
import type { Reading } from './understand.ts'

export interface Names {
  places: ReadonlyMap<string, string>
  /** Told apart from namesakes: with what they lie in. */
  placesApart: ReadonlyMap<string, string>
  topics: ReadonlyMap<string, string>
}

export function namesOf({ localities, topics }: Lexicon): Names {
  const places = new Map(localities.map((l) => [l.id, l.name]))
  const placesApart = localities.map(({ id, name, parentId }) => {
    const parent = parentId === null ? undefined : places.get(parentId)
    return [id, parent === undefined ? name : `${name} (${parent})`] as const
  })
  return { places, placesApart: new Map(placesApart), topics: new Map(topics.map((t) => [t.id, t.name])) }
}

/** Short reasons for the console, in Vietnamese. Each is a whole line with its values filled in. */
export function reasons(r: Reading, names: Names): string[] {
  const lines = [intentLine(r), ...topicLines(r, names.topics), placeLine(r, names), dangerLine(r), abuseLine(r)]
  return lines.filter((l): l is string => l !== null)
}

function intentLine(r: Reading): string | null {
  const top = r.intents[0]
  return top === undefined ? null : `ý định: ${INTENT_VI[top.id]} (${percent(top.score)})`
}

function topicLines(r: Reading, names: ReadonlyMap<string, string>): string[] {
  return r.topics.topics.map((t) => {
    const words = (r.topics.words.get(t.id) ?? []).map((w) => `'${w}'`).join(', ')
    const name = names.get(t.id) ?? t.id
    return words === ''
      ? `lĩnh vực “${name}”: ${percent(t.score)}`
      : `lĩnh vực “${name}”: ${percent(t.score)}, từ khóa ${words}`
  })
}

function placeLine(r: Reading, { places, placesApart }: Names): string | null {
  if (r.place === undefined) return null
  if (r.place.kind === 'locality') {
    return `địa danh: ${places.get(r.place.localityId) ?? r.place.localityId} (${r.place.rule})`
  }
  if (r.place.kind === 'outside') return `địa danh ngoài tỉnh: ${r.place.name}`
  const list = r.place.localityIds.map((id) => placesApart.get(id) ?? id).join(' / ')
  return `địa danh trùng tên, cần hỏi lại: ${list} (${r.place.rule})`
}

function dangerLine({ danger }: Reading): string | null {
  switch (danger.kind) {
    case 'none':
      return null
    case 'now':
      return `khẩn cấp: '${danger.phrase}'`
    case 'near':
      return `có thể thành nguy hiểm: '${danger.phrase}'`
    case 'serious':
      return `nghiêm trọng nhưng không phải đang xảy ra: '${danger.phrase}'`
  }
}

function abuseLine(r: Reading): string | null {
  return r.abuse.kind === 'none' ? null : `lời lẽ không phù hợp: '${r.abuse.phrase}'`
}

function percent(score: number): string {
  return `${Math.round(score * 100)}%`
}

const INTENT_VI: Readonly<Record<IntentId, string>> = {
  report_issue: 'phản ánh một việc',
  suggest: 'kiến nghị',
  ask_procedure: 'hỏi thủ tục',
  ask_public_info: 'hỏi thông tin công khai',
  ask_election: 'hỏi về bầu cử',
  ask_hotline: 'hỏi về tổng đài',
  ask_contact: 'hỏi địa chỉ, số liên hệ',
  ask_status: 'hỏi phiếu đến đâu',
  complaint_formal: 'khiếu nại',
  denounce: 'tố cáo',
  emergency: 'khẩn cấp',
  consult_feedback: 'góp ý dự thảo',
  dialogue_register: 'đăng ký tiếp dân, đối thoại',
  survey_rating: 'đánh giá kết quả',
  privacy_request: 'yêu cầu về dữ liệu cá nhân',
  talk_to_human: 'muốn gặp cán bộ',
  greeting: 'chào hỏi, cảm ơn',
  menu: 'xem mục lục',
  stop: 'không nhận tin nữa',
  abuse: 'lời lẽ xúc phạm hoặc phá rối',
  off_topic: 'chuyện ngoài phạm vi',
  unknown: 'chưa hiểu',
}
