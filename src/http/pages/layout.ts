import { type Html, html } from '../html.ts'

interface Layout {
  title: string
  provinceName: string
  body: Html
  /** Keeps the page out of search engines. */
  noindex?: true
  /** Shows the sender's own words, to the sender alone. */
  own?: true
  /** Loads this address after a while, without a script. */
  again?: { seconds: number; url: string }
}

/** The frame of every server-rendered page: no script, one style sheet, readable without it. */
export function layout({ title, provinceName, body, noindex, own, again }: Layout): string {
  const robots = noindex === true ? html`<meta name="robots" content="noindex, nofollow">` : null
  const reload =
    again === undefined ? null : html`<meta http-equiv="refresh" content="${again.seconds};url=${again.url}">`
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Lắng Nghe</title>
<meta name="color-scheme" content="light dark">
${robots}
${reload}
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%230a6b68' d='M4 6h24v16H15l-7 6v-6H4z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/assets/portal.css">
</head>
<body>
<a class="skip" href="#noi-dung">Đến nội dung chính</a>
<header class="top">
<div class="wrap top-row">
<a class="brand" href="/"><span class="brand-name">Lắng Nghe</span> <span class="brand-place">${provinceName}</span></a>
<nav class="top-nav" aria-label="Chính"><a href="/chat">Trò chuyện</a> <a href="/phieu">Tra cứu</a></nav>
</div>
</header>
<main id="noi-dung" class="wrap">
${body}
</main>
<footer class="foot"><div class="wrap">
<p>${own === true ? OWN : PUBLIC}</p>
<p><a href="/quyen-rieng-tu">Quyền riêng tư</a> · <a href="/console">Dành cho cán bộ</a></p>
</div></footer>
</body>
</html>
`.text
}

const PUBLIC = 'Trang này chỉ hiển thị thông tin công khai, không có tên hay số điện thoại của người gửi.'
const OWN = 'Chỉ trình duyệt này xem được cuộc trò chuyện. Dùng chung máy thì xem xong Anh/Chị xóa cookie của trang.'
