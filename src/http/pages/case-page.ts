import { dayIn, weekdayInstantIn } from '../dates.ts'
import { type Html, html } from '../html.ts'
import type { PublicCase } from '../services.ts'
import { layout } from './layout.ts'

interface CasePageInput {
  found: PublicCase
  provinceName: string
  timeZone: string
}

/** `/phieu/<code>`: what a neighbour may know. Shows only what `PublicCase` holds. */
export function casePage({ found, provinceName, timeZone }: CasePageInput): string {
  const at = weekdayInstantIn(timeZone)
  const body = html`<article class="card lead case">
<p class="code">${found.code}</p>
<h1>${found.topic ?? (found.sealed ? 'Hồ sơ được giữ kín' : 'Phản ánh')}</h1>
<p>${stateMark(found)}</p>
${facts(found, at)}
${result(found)}
${timeline(found, at, dayIn(timeZone))}
</article>
<p class="actions"><a class="button plain" href="/phieu">Tra cứu mã khác</a> <a class="button plain" href="/chat">Nhắn tin</a></p>`
  return layout({ title: found.code, provinceName, body, noindex: true })
}

/** A word and a sign, never colour alone. */
function stateMark(found: PublicCase): Html {
  const [kind, sign] = found.answeredAt !== null ? ['done', '✓'] : found.overdue ? ['late', '!'] : ['open', '•']
  const late = found.overdue
    ? html` <span class="state late"><span aria-hidden="true">!</span> Quá hạn trả lời</span>`
    : null
  const main = html`<span class="state ${kind === 'late' ? 'open' : kind}"><span aria-hidden="true">${kind === 'late' ? '•' : sign}</span> ${found.statusText}</span>`
  return html`${main}${late}`
}

function facts(found: PublicCase, at: (at: Date) => string): Html {
  const rows: [string, Html | string | null][] = [
    ['Nơi xảy ra', found.place],
    ['Đơn vị phụ trách', found.unit],
    ['Tiếp nhận', time(found.filedAt, at)],
    ['Hẹn trả lời trước', found.dueAt === null ? null : time(found.dueAt, at)],
    ['Đã trả lời', found.answeredAt === null ? null : time(found.answeredAt, at)],
  ]
  const shown = rows.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  )
  return html`<dl class="facts">${shown}</dl>`
}

function result(found: PublicCase): Html | null {
  if (found.sealed) return html`<p class="note">Nội dung hồ sơ này không công khai để bảo vệ người gửi.</p>`
  if (found.resultText === null || found.resultText === '') return null
  const paragraphs = found.resultText
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`)
  return html`<section class="result"><h2>Kết quả</h2>${paragraphs}</section>`
}

function timeline(found: PublicCase, at: (at: Date) => string, day: (at: Date) => string): Html | null {
  if (found.steps.length === 0) return null
  const steps = found.steps.map(
    (step) =>
      html`<li><span class="when" title="${at(step.at)}">${day(step.at)}</span> <span class="what">${step.text}</span></li>`,
  )
  return html`<section><h2>Diễn biến</h2><ol class="timeline">${steps}</ol></section>`
}

function time(when: Date, at: (at: Date) => string): Html {
  return html`<time datetime="${when.toISOString()}">${at(when)}</time>`
}
