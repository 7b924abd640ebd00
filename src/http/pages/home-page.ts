import { type Html, html } from '../html.ts'
import { layout } from './layout.ts'
import { lookupForm } from './lookup-page.ts'

interface Home {
  provinceName: string
  hotline: { label: string; phone: string }
}

/** `/`: what this is, and the three ways in. */
export function homePage({ provinceName, hotline }: Home): string {
  const body = html`<section class="hero">
<p class="quiet">${provinceName}</p>
<h1>Phản ánh, hỏi đáp với chính quyền</h1>
<p>Anh/Chị kể chuyện gì, ở đâu. Hệ thống ghi lại, chuyển đúng đơn vị phụ trách và báo kết quả ngay nơi Anh/Chị đã nhắn.</p>
<p class="actions"><a class="button big" href="/chat">Nhắn tin ngay</a> <a class="button big plain" href="/gui-phan-anh">Điền mẫu gửi phản ánh</a></p>
<p class="quiet">Không cần tài khoản. Có thể gửi ẩn danh, kèm ảnh và vị trí.</p>
</section>
<section class="card" aria-labelledby="tra-cuu">
<h2 id="tra-cuu">Tra cứu phản ánh đã gửi</h2>
${lookupForm({ value: '', problem: null })}
</section>
<section class="card" aria-labelledby="goi">
<h2 id="goi">Gọi điện</h2>
${hotlineLine(hotline)}
<div class="danger">
<p><strong>Đang nguy hiểm? Gọi ngay:</strong></p>
<ul>
<li><a href="tel:113"><strong>113</strong> Công an</a></li>
<li><a href="tel:114"><strong>114</strong> Cháy, cứu nạn</a></li>
<li><a href="tel:115"><strong>115</strong> Cấp cứu</a></li>
</ul>
</div>
</section>
<section class="card" aria-labelledby="cach-lam">
<h2 id="cach-lam">Sau khi gửi</h2>
<ol class="how">
<li>Anh/Chị nhận mã phản ánh và ngày hẹn trả lời.</li>
<li>Đơn vị phụ trách xử lý; cần hỏi thêm sẽ nhắn lại cho Anh/Chị.</li>
<li>Có kết quả, Anh/Chị nhận tin và chấm điểm. Chưa hài lòng thì phản ánh được mở lại.</li>
</ol>
</section>`
  return layout({ title: 'Phản ánh, hỏi đáp', provinceName, body })
}

function hotlineLine({ label, phone }: Home['hotline']): Html {
  const address = `tel:${phone.replace(/[^0-9+]/g, '')}`
  // "Tổng đài 1022" needs no second "1022".
  if (label.includes(phone)) return html`<p><a class="phone" href="${address}">${label}</a></p>`
  return html`<p>${label}: <a class="phone" href="${address}">${phone}</a></p>`
}
