import { findCaseCodes } from '../../core/case-code.ts'
import type { ChatMessage } from '../contract/chat.ts'
import { type Html, html } from '../html.ts'
import { dangerLine } from './form-page.ts'
import { layout } from './layout.ts'

interface AnswerPage {
  /** Since the resident's last words. */
  answers: readonly ChatMessage[]
  /** The resident's own last words, oldest first. */
  said: readonly ChatMessage[]
  /** Null: all that will come now is here. Else the address that asks again. */
  waiting: string | null
  problem: string | null
  token: string
  clientId: string
  provinceName: string
}

/** `/gui-phan-anh/tra-loi`: the answer to what was just sent, and the question that is left, without scripts. */
export function answerPage(page: AnswerPage): string {
  const { answers, waiting, provinceName } = page
  const codes = [...new Set(answers.flatMap((message) => findCaseCodes(message.text)))]
  const calls = answers.some((message) => message.calls.length > 0)
  const title = titleOf({ waiting, codes, answers })
  const body = html`<section class="card lead">
<h1>${title}</h1>
${calls ? null : dangerLine()}
${codes.map((code) => html`<p><a class="button big" href="/phieu/${code}">${code}</a></p>`)}
${waiting === null ? null : html`<p role="status">Hệ thống đang đọc. Trang tự tải lại; chưa thấy thì bấm <a href="${waiting}">tải lại</a>.</p>`}
${answers.map(answered)}
${waiting === null ? reply(page) : null}
${heard(page.said)}
<p class="actions"><a class="button plain" href="/chat">Xem cả cuộc trò chuyện</a> <a class="button plain" href="/gui-phan-anh">Gửi phản ánh khác</a></p>
</section>`
  return layout({
    title,
    provinceName,
    body,
    noindex: true,
    own: true,
    ...(waiting === null ? {} : { again: { seconds: 3, url: waiting } }),
  })
}

function titleOf(input: { waiting: string | null; codes: readonly string[]; answers: readonly ChatMessage[] }): string {
  if (input.waiting !== null) return 'Đã nhận, đang ghi'
  if (input.codes.length > 0) return 'Đã ghi nhận'
  const last = input.answers.at(-1)
  return last === undefined ? 'Chưa có tin nào' : last.choices.length > 0 ? 'Anh/Chị cho biết thêm' : 'Trả lời'
}

function answered(message: ChatMessage): Html {
  const calls = message.calls.map(
    ({ phone, label }) => html`<li><a href="tel:${phone.replace(/[^0-9+]/g, '')}"><strong>${label}</strong></a></li>`,
  )
  const link = message.link
  const pages = message.items.map(
    ({ title, subtitle, url }) =>
      html`<li><a href="${isOpenable(url) ? url : '#'}" rel="noreferrer">${title}</a>${subtitle === undefined ? null : html`<br>${subtitle}`}</li>`,
  )
  return html`<div class="said${calls.length > 0 ? html` danger` : null}">
${lines(message.text)}
${calls.length === 0 ? null : html`<ul>${calls}</ul>`}
${pages.length === 0 ? null : html`<ul>${pages}</ul>`}
${link === null || !isOpenable(link.url) ? null : html`<p><a href="${link.url}" rel="noreferrer">${link.label}</a></p>`}
</div>`
}

/** Web addresses and our own pages. */
function isOpenable(url: string): boolean {
  return /^(https?:\/\/|\/(?!\/))/.test(url)
}

function lines(text: string): Html[] {
  return text.split('\n').map((line) => html`<p>${line}</p>`)
}

/** The choices of the last question as buttons, and a box for one's own words. */
function reply({ answers, token, clientId, problem }: AnswerPage): Html | null {
  const last = answers.at(-1)
  if (last === undefined) return null
  const buttons = last.choices.map(
    ({ id, label }) => html`<button class="button plain" type="submit" name="choice" value="${id}">${label}</button> `,
  )
  const wrong = problem === null ? null : html`<p class="problem" id="text-loi" role="alert">${problem}</p>`
  const hidden = html`<input type="hidden" name="token" value="${token}"><input type="hidden" name="clientId" value="${clientId}">`
  return html`${
    buttons.length === 0
      ? null
      : html`<form class="form" action="/gui-phan-anh/tra-loi" method="post" aria-label="Lựa chọn trả lời">${hidden}<p class="actions">${buttons}</p></form>`
  }
<form class="form" action="/gui-phan-anh/tra-loi" method="post">${hidden}
<label for="text">${buttons.length > 0 ? 'Hoặc viết câu trả lời' : 'Viết thêm'}</label>
<textarea id="text" name="text" rows="3" required maxlength="4000"${problem === null ? null : html` aria-invalid="true" aria-describedby="text-loi"`}></textarea>
${wrong}
<p class="actions"><button class="button" type="submit">Gửi</button></p>
</form>`
}

/** What was said is kept, and shown. */
function heard(said: readonly ChatMessage[]): Html | null {
  if (said.length === 0) return null
  const each = said.map(({ text, imageUrl }) => {
    const photo = imageUrl === null ? null : html`<p><img src="${imageUrl}" alt="Ảnh đã gửi" width="160"></p>`
    return html`<blockquote class="mine">${lines(text)}${photo}</blockquote>`
  })
  return html`<h2>Anh/Chị đã gửi</h2>
${each}`
}
