import { html } from '../html.ts'
import { layout } from './layout.ts'
import { lookupForm } from './lookup-page.ts'

interface Home {
  provinceName: string
  hotline: { label: string; phone: string }
}

/** `/`: what this is, and the three ways in. */
export function homePage({ provinceName, hotline }: Home): string {
  const body = html`<section class="hero">
<h1>Phản ánh, hỏi đáp với chính quyền ${provinceName}</h1>
<p>Anh/Chị kể chuyện gì, ở đâu. Hệ thống ghi lại, chuyển đúng đơn vị phụ trách và báo kết quả ngay nơi Anh/Chị đã nhắn.</p>
<p class="actions"><a class="button big" href="/chat">Nhắn tin ngay</a></p>
<p class="quiet">Không cần tài khoản. Có thể gửi ẩn danh, kèm ảnh và vị trí.</p>
</section>
<section class="card" aria-labelledby="tra-cuu">
<h2 id="tra-cuu">Tra cứu phản ánh đã gửi</h2>
${lookupForm({ value: '', problem: null })}
</section>
<section class="card" aria-labelledby="goi">
<h2 id="goi">Gọi điện</h2>
<p>${hotline.label}: <a class="phone" href="tel:${hotline.phone.replace(/[^0-9+]/g, '')}">${hotline.phone}</a></p>
<p class="danger"><strong>Đang nguy hiểm?</strong> Gọi ngay <a href="tel:113">113</a> (công an), <a href="tel:114">114</a> (cháy, cứu nạn), <a href="tel:115">115</a> (cấp cứu).</p>
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
