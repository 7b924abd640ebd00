import { html } from '../html.ts'
import { layout } from './layout.ts'

interface ErrorPage {
  status: number
  code: string
  message: string
  requestId: string
  provinceName: string
}

/** Says what to do next; the request id is for whoever is asked for help. */
export function errorPage({ status, code, message, requestId, provinceName }: ErrorPage): string {
  const title = status === 404 ? 'Không tìm thấy' : status === 429 ? 'Đợi một lát' : 'Chưa thực hiện được'
  const support = status >= 500 ? html`<p class="quiet">Mã hỗ trợ: <code>${requestId}</code> (${code})</p>` : null
  const body = html`<section class="card lead">
<h1>${title}</h1>
<p>${message}</p>
<p class="actions"><a class="button" href="/">Về trang đầu</a> <a class="button plain" href="/phieu">Tra cứu mã phản ánh</a></p>
${support}
</section>`
  return layout({ title, provinceName, body, noindex: true })
}
