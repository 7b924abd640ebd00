import { type Html, html } from '../html.ts'
import { layout } from './layout.ts'

interface Lookup {
  value: string
  /** Null: nothing wrong yet. */
  problem: string | null
}

/** The look-up form; works without scripts. */
export function lookupForm({ value, problem }: Lookup): Html {
  const wrong = problem === null ? null : html`<p class="problem" id="ma-loi" role="alert">${problem}</p>`
  const described =
    problem === null ? html`aria-describedby="ma-goi-y"` : html`aria-describedby="ma-loi ma-goi-y" aria-invalid="true"`
  return html`<form class="lookup" action="/phieu" method="get" role="search">
<label for="ma">Mã phản ánh</label>
<div class="row">
<input id="ma" name="ma" value="${value}" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="PA-2611-7K3QM" ${described}>
<button class="button" type="submit">Tra cứu</button>
</div>
${wrong}
<p class="quiet" id="ma-goi-y">Mã có trong tin nhắn xác nhận. Viết thường hay thiếu dấu gạch vẫn được.</p>
</form>`
}

/** `/phieu` */
export function lookupPage({ provinceName, ...lookup }: Lookup & { provinceName: string }): string {
  const body = html`<section class="card lead">
<h1>Tra cứu phản ánh</h1>
${lookupForm(lookup)}
<p class="quiet">Không nhớ mã? Nhắn “hồ sơ của tôi” ở nơi Anh/Chị đã gửi (Zalo, Messenger hoặc <a href="/chat">trò chuyện trên trang này</a>).</p>
</section>`
  return layout({ title: 'Tra cứu phản ánh', provinceName, body, noindex: true })
}
