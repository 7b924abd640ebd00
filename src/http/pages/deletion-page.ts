import { weekdayInstantIn } from '../dates.ts'
import { type Html, html } from '../html.ts'
import type { PublicDataRequest } from '../services.ts'
import { layout } from './layout.ts'

interface DeletionPage {
  provinceName: string
  timeZone: string
  hotline: { label: string; phone: string }
  /** As it stands in the address; empty: the page on which one asks. */
  typed: string
  found: PublicDataRequest | null
}

/** `/xoa-du-lieu`: how to ask for it; with a code, what has become of a request. Nothing personal, no scripts. */
export function deletionPage(input: DeletionPage): string {
  const { provinceName, found, typed } = input
  const title = found === null ? 'Xóa dữ liệu cá nhân' : 'Yêu cầu xóa dữ liệu'
  const body = found === null ? ask(input) : state(input, found)
  return typed === '' ? layout({ title, provinceName, body }) : layout({ title, provinceName, body, noindex: true })
}

function ask({ typed, hotline }: DeletionPage): Html {
  const problem =
    typed === ''
      ? null
      : html`<p class="problem" id="ma-loi" role="alert">Không tìm thấy yêu cầu nào có mã này. Anh/Chị xem lại từng ký tự.</p>`
  const described = problem === null ? null : html`aria-describedby="ma-loi" aria-invalid="true"`
  return html`<section class="card lead">
<h1>Xóa dữ liệu cá nhân</h1>
<p>Anh/Chị nhắn “xóa dữ liệu của tôi” ở chính nơi đã gửi phản ánh (Zalo, Messenger hoặc <a href="/chat">trò chuyện trên trang này</a>), rồi bấm “Xóa dữ liệu”. Hệ thống gửi lại mã để theo dõi.</p>
<p>Không còn dùng nơi đã gửi? Gọi ${hotlineLink(hotline)} và đọc mã phản ánh.</p>
</section>
<section class="card" aria-labelledby="theo-doi">
<h2 id="theo-doi">Theo dõi yêu cầu đã gửi</h2>
<form class="lookup" action="/xoa-du-lieu" method="get">
<label for="ma">Mã yêu cầu</label>
<div class="row">
<input id="ma" name="ma" value="${typed}" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="XD-…" ${described}>
<button class="button" type="submit">Xem</button>
</div>
${problem}
</form>
</section>
${whatHappens()}`
}

const STATES = {
  open: { kind: 'open', sign: '•', words: 'Đang xử lý' },
  deleted: { kind: 'done', sign: '✓', words: 'Đã xóa' },
  'nothing-found': { kind: 'open', sign: '•', words: 'Không tìm thấy dữ liệu' },
} as const

const SENTENCES: Readonly<Record<PublicDataRequest['state'], string>> = {
  open: 'Yêu cầu đã được ghi nhận. Bộ phận phụ trách đang kiểm tra và sẽ xóa; Anh/Chị mở lại trang này để xem kết quả.',
  deleted: 'Dữ liệu cá nhân đã được xóa khỏi hệ thống.',
  'nothing-found':
    'Không tìm thấy dữ liệu nào gắn với yêu cầu này. Nếu Anh/Chị đã từng gửi phản ánh, hãy gọi điện và đọc mã phản ánh.',
}

function state({ timeZone, hotline }: DeletionPage, found: PublicDataRequest): Html {
  const at = weekdayInstantIn(timeZone)
  const { kind, sign, words } = STATES[found.state]
  const settled = found.settledAt === null ? null : html`<div><dt>Xử lý xong</dt><dd>${at(found.settledAt)}</dd></div>`
  return html`<article class="card lead case">
<p class="code">${found.code}</p>
<h1>Yêu cầu xóa dữ liệu</h1>
<p><span class="state ${kind}"><span aria-hidden="true">${sign}</span> ${words}</span></p>
<p>${SENTENCES[found.state]}</p>
<dl class="facts">
<div><dt>Tiếp nhận</dt><dd>${at(found.receivedAt)}</dd></div>
${settled}
</dl>
<p>Cần hỏi thêm: ${hotlineLink(hotline)}.</p>
</article>
${whatHappens()}
<p class="actions"><a class="button plain" href="/quyen-rieng-tu">Quyền riêng tư</a></p>`
}

function whatHappens(): Html {
  return html`<section class="card" aria-labelledby="xoa-gi">
<h2 id="xoa-gi">Xóa gì, giữ gì</h2>
<p><strong>Xóa:</strong> tin nhắn, ảnh và tệp, tên, số điện thoại, tài khoản đã dùng để nhắn. Phản ánh chưa xong được đóng lại.</p>
<p><strong>Giữ theo quy định về lưu trữ:</strong> hồ sơ không có thông tin cá nhân (lĩnh vực, xã phường, đơn vị, ngày giờ, kết quả đã công bố) và hồ sơ mà luật buộc phải giữ.</p>
</section>`
}

function hotlineLink({ label, phone }: DeletionPage['hotline']): Html {
  const address = `tel:${phone.replace(/[^0-9+]/g, '')}`
  return html`<a class="phone" href="${address}">${label.includes(phone) ? label : `${label} (${phone})`}</a>`
}
