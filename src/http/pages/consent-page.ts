import { html } from '../html.ts'
import { layout } from './layout.ts'

/** Zalo's consent is kept: messages that waited go out by themselves. */
export function consentPage(provinceName: string): string {
  const title = 'Đã kết nối Zalo'
  const body = html`<section class="card lead">
<h1>${title}</h1>
<p>Hệ thống đã nhận quyền của Zalo OA. Các tin đang chờ sẽ tự gửi đi trong khoảng 15 phút.</p>
<p class="actions"><a class="button" href="/console">Về bảng làm việc</a></p>
</section>`
  return layout({ title, provinceName, body, noindex: true })
}
