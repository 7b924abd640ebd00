import { CASE_KINDS, type DayString } from '../core/index.ts'
import { groupBy } from './group.ts'
import type { Report } from './problems.ts'
import type { RawPack, Row } from './read.ts'

type DeadlineRow = Row<RawPack['deadlines']['rows'][number]['value']>
type TopicRow = RawPack['topics']['rows'][number]['value']

/** References of topics, menu and cards; gaps and overlaps of deadlines; sense of the calendar. */
export function checkRules(raw: RawPack, report: Report): void {
  checkTopics(raw, report)
  checkDeadlines(raw, report)
  checkCalendar(raw, report)
  checkCards(raw, report)
  checkEmergencies(raw, report)
}

function checkTopics(raw: RawPack, report: Report): void {
  const phones = new Set(raw.emergencies.rows.flatMap((e) => e.value.numbers.map((n) => n.phone)))
  for (const { file, index, value: topic } of raw.topics.rows) {
    checkLead(topic.lead, ['lead'])
    topic.coordinating.forEach((l, i) => {
      checkLead(l, ['coordinating', i])
    })
    const twice = topic.keywords.find((k, i) => topic.keywords.indexOf(k) !== i)
    if (twice !== undefined) report(file, [index, 'keywords'], `"${twice}" viết hai lần`)
    const placeDecides = ['commune', 'district', 'commune-police'].includes(topic.lead.kind)
    if (placeDecides && topic.unasked?.some((u) => u !== 'photo') === true) {
      report(file, [index, 'unasked'], 'đơn vị giải quyết tùy theo nơi xảy ra, nên phải hỏi nơi')
    }

    function checkLead(lead: TopicRow['lead'], path: PropertyKey[]): void {
      if (lead.kind === 'unit' && !raw.units.ids.has(lead.unitId)) {
        report(file, [index, ...path, 'unitId'], `không có đơn vị "${lead.unitId}"`)
      }
      if (lead.kind === 'emergency' && !phones.has(lead.number)) {
        report(file, [index, ...path, 'number'], `số ${lead.number} không có trong emergencies.json`)
      }
    }
  }
  raw.pack?.menuTopics.forEach((id, i) => {
    if (!raw.topics.ids.has(id)) report('pack.json', ['menuTopics', i], `không có chủ đề "${id}"`)
  })
}

/** Every kind of case always has one rule for each step, whatever its urgency, and never two at once. */
function checkDeadlines(raw: RawPack, report: Report): void {
  const groups = groupBy(raw.deadlines.rows, ({ value: r }) => `${r.caseKind} ${r.step} ${r.urgency ?? '*'}`)
  for (const group of groups.values()) checkChain(group, { mustBeWhole: group[0]?.value.urgency === null, report })
  for (const kind of CASE_KINDS) {
    for (const step of ['first-response', 'resolve'] as const) {
      if (!groups.has(`${kind} ${step} *`)) report('deadlines.json', [], `thiếu thời hạn chung "${step}" cho ${kind}`)
    }
  }
}

function checkChain(group: DeadlineRow[], o: { mustBeWhole: boolean; report: Report }): void {
  const inOrder = group.toSorted((a, b) => (a.value.from ?? '').localeCompare(b.value.from ?? ''))
  let reached: DayString | null = ''
  for (const { file, index, value } of inOrder) {
    const from: DayString = value.from ?? ''
    if (value.to !== null && from >= value.to) o.report(file, [index, 'to'], 'ngày kết thúc không sau ngày bắt đầu')
    if (reached === null || from < reached)
      o.report(file, [index, 'from'], `"${value.id}" chồng thời gian với mục khác`)
    else if (o.mustBeWhole && from > reached) o.report(file, [index, 'from'], `có khoảng trống trước "${value.id}"`)
    reached = value.to
  }
  const last = inOrder.at(-1)
  if (o.mustBeWhole && reached !== null && last !== undefined) {
    o.report(last.file, [last.index, 'to'], `không còn thời hạn nào từ ${reached}`)
  }
}

function checkCalendar(raw: RawPack, report: Report): void {
  const { calendar, pack } = raw
  if (calendar === null) return
  const file = 'calendar.json'
  if (pack !== null && pack.timeZone !== calendar.timeZone) report(file, ['timeZone'], `khác múi giờ của pack.json`)
  if (calendar.coversFrom >= calendar.coversTo) report(file, ['coversTo'], 'phải sau coversFrom')
  const week: Readonly<Record<string, readonly { from: number; to: number }[]>> = calendar.week
  if (Object.keys(week).length === 0) report(file, ['week'], 'không có ngày làm việc nào')
  for (const [weekday, hours] of Object.entries(week)) {
    hours.forEach((h, i) => {
      if (h.from >= h.to || h.from < (hours[i - 1]?.to ?? 0)) {
        report(file, ['week', weekday, i], 'giờ phải tăng dần, không chồng nhau')
      }
    })
  }
  for (const day of Object.keys(calendar.daysOff)) {
    if (week[weekdayOf(day)] === undefined) report(file, ['daysOff', day], 'vốn là ngày nghỉ trong tuần')
  }
  calendar.workedWeekends.forEach((day, i) => {
    if (week[weekdayOf(day)] !== undefined) report(file, ['workedWeekends', i], `${day} vốn là ngày làm việc`)
    if (week['5'] === undefined)
      report(file, ['workedWeekends', i], 'làm bù theo giờ thứ Sáu mà thứ Sáu không làm việc')
    if (calendar.daysOff[day] !== undefined) report(file, ['workedWeekends', i], `${day} cũng có trong daysOff`)
  })
  for (let year = Number(calendar.coversFrom.slice(0, 4)); year <= Number(calendar.coversTo.slice(0, 4)); year++) {
    if (!Object.keys(calendar.daysOff).some((d) => d.startsWith(`${year}-`))) {
      report(file, ['daysOff'], `năm ${year} chưa có ngày nghỉ nào`)
    }
  }
}

/** 1 Monday .. 7 Sunday. */
function weekdayOf(day: DayString): string {
  return String(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1)
}

function checkCards(raw: RawPack, report: Report): void {
  for (const { file, index, value: card } of raw.cards.rows) {
    if (card.topicId !== null && !raw.topics.ids.has(card.topicId)) {
      report(file, [index, 'topicId'], `không có chủ đề "${card.topicId}"`)
    }
    card.related.forEach((id, i) => {
      if (!raw.cards.ids.has(id)) report(file, [index, 'related', i], `không có thẻ "${id}"`)
      if (id === card.id) report(file, [index, 'related', i], 'thẻ không thể dẫn về chính nó')
    })
    let reached: DayString | null = ''
    card.versions.forEach((v, i) => {
      const from: DayString = v.from ?? ''
      if (v.to !== null && from >= v.to) report(file, [index, 'versions', i, 'to'], 'không sau ngày bắt đầu')
      if (reached === null || from < reached)
        report(file, [index, 'versions', i, 'from'], 'chồng thời gian với bản trước')
      reached = v.to
    })
  }
}

function checkEmergencies(raw: RawPack, report: Report): void {
  for (const kind of ['fire', 'violence', 'medical', 'self-harm', 'child'] as const) {
    const found = raw.emergencies.rows.filter((e) => e.value.kind === kind).length
    if (found !== 1) report('emergencies.json', [], `loại "${kind}" phải có đúng một mục, đang có ${found}`)
  }
}
