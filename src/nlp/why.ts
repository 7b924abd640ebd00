import type { Reading } from './understand.ts'

/** Short reasons for the console, in Vietnamese. Each is a whole line with its values filled in. */
export function reasons(r: Reading, placeNames: ReadonlyMap<string, string>): string[] {
  const lines = [intentLine(r), ...topicLines(r), placeLine(r, placeNames), dangerLine(r), abuseLine(r)]
  return lines.filter((l): l is string => l !== null)
}

function intentLine(r: Reading): string | null {
  const top = r.intents[0]
  return top === undefined ? null : `ý định ${top.id}: ${percent(top.score)}`
}

function topicLines(r: Reading): string[] {
  return r.topics.topics.map((t) => {
    const words = (r.topics.words.get(t.id) ?? []).map((w) => `'${w}'`).join(', ')
    return words === ''
      ? `chủ đề ${t.id}: ${percent(t.score)}`
      : `chủ đề ${t.id}: ${percent(t.score)}, từ khóa ${words}`
  })
}

function placeLine(r: Reading, names: ReadonlyMap<string, string>): string | null {
  if (r.place === undefined) return null
  if (r.place.kind === 'locality') {
    return `địa danh: ${names.get(r.place.localityId) ?? r.place.localityId} (${r.place.rule})`
  }
  if (r.place.kind === 'outside') return `địa danh ngoài tỉnh: ${r.place.name}`
  const list = r.place.localityIds.map((id) => names.get(id) ?? id).join(' / ')
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
