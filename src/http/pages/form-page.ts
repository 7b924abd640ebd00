import { type Html, html } from '../html.ts'
import { layout } from './layout.ts'

export interface FormValues {
  what: string
  place: string
  phone: string
  anonymous: boolean
}

export type FormField = 'what' | 'phone' | 'photos'

interface FormPage {
  values: FormValues
  /** What is wrong, under the field that it is about; without a field, above the form. */
  problem: { field: FormField | null; message: string } | null
  /** Proves that the form came from us. */
  token: string
  /** Sent twice, it is filed once. */
  clientId: string
  provinceName: string
}

/** `/gui-phan-anh`: a complaint without scripts. */
export function formPage({ values, problem, token, clientId, provinceName }: FormPage): string {
  const under = (field: FormField): Html | null =>
    problem?.field === field ? html`<p class="problem" id="${field}-loi" role="alert">${problem.message}</p>` : null
  const described = (field: FormField, hint: string): Html =>
    problem?.field === field
      ? html`aria-describedby="${field}-loi ${hint}" aria-invalid="true"`
      : html`aria-describedby="${hint}"`
  const above = problem?.field === null ? html`<p class="problem" role="alert">${problem.message}</p>` : null
  const body = html`<section class="card lead">
<h1>Gửi phản ánh</h1>
${dangerLine()}
<p>Anh/Chị kể việc gì, ở đâu. Gửi xong có mã và ngày hẹn trả lời.</p>
${above}
<form class="form" action="/gui-phan-anh" method="post" enctype="multipart/form-data">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="clientId" value="${clientId}">
<label for="what">Việc gì đang xảy ra?</label>
<textarea id="what" name="what" rows="5" required minlength="5" maxlength="4000" ${described('what', 'what-goi-y')}>${values.what}</textarea>
${under('what')}
<p class="quiet" id="what-goi-y">Ví dụ: đèn đường hư ba hôm nay, tối không thấy đường. Đừng ghi số giấy tờ tùy thân.</p>
<label for="place">Ở đâu?</label>
<input id="place" name="place" value="${values.place}" maxlength="300" autocomplete="off" aria-describedby="place-goi-y">
<p class="quiet" id="place-goi-y">Tên phường, xã; thêm tên đường, số nhà gần đó nếu biết.</p>
<label for="photos">Ảnh (không bắt buộc)</label>
<input id="photos" name="photos" type="file" accept="image/jpeg,image/png,image/webp,image/heic" multiple ${described('photos', 'photos-goi-y')}>
${under('photos')}
<p class="quiet" id="photos-goi-y">Tối đa 5 ảnh JPG, PNG hoặc WebP, mỗi ảnh dưới 8 MB.</p>
<label for="phone">Số điện thoại (không bắt buộc)</label>
<input id="phone" name="phone" type="tel" value="${values.phone}" maxlength="20" autocomplete="tel" ${described('phone', 'phone-goi-y')}>
${under('phone')}
<p class="quiet" id="phone-goi-y">Chỉ đơn vị xử lý phản ánh này xem được.</p>
<label class="check"><input type="checkbox" name="anonymous" value="1"${values.anonymous ? html` checked` : null}> Gửi ẩn danh</label>
<p class="quiet">Gửi ẩn danh thì số điện thoại không được lưu vào phản ánh. Tố cáo cán bộ, đơn vị: hệ thống giữ kín và hỏi lại Anh/Chị trước khi ghi nhận.</p>
<p class="actions"><button class="button big" type="submit">Gửi phản ánh</button></p>
</form>
</section>`
  return layout({ title: 'Gửi phản ánh', provinceName, body, own: true })
}

/** First on every page where something can be told. */
export function dangerLine(): Html {
  return html`<p class="danger one"><strong>Đang nguy hiểm? Gọi ngay</strong> <a href="tel:113"><strong>113</strong> Công an</a> <a href="tel:114"><strong>114</strong> Cháy</a> <a href="tel:115"><strong>115</strong> Cấp cứu</a></p>`
}
