import { html } from '../html.ts'
import { layout } from './layout.ts'

interface PrivacyPage {
  provinceName: string
  /** The pack's sections, in order. */
  policy: readonly { title: string; text: string }[]
}

/** `/quyen-rieng-tu`: what is kept, for what, how long, and how to have it deleted. Read by platforms' reviewers too. */
export function privacyPage({ provinceName, policy }: PrivacyPage): string {
  const title = 'Quyền riêng tư'
  const sections = policy.map(
    ({ title: heading, text }) =>
      html`<section><h2>${heading}</h2>${text
        .split(/\n+/)
        .filter((line) => line.trim() !== '')
        .map((line) => html`<p>${line}</p>`)}</section>`,
  )
  const body = html`<article class="card lead">
<h1>${title}</h1>
${sections}
</article>
<p class="actions"><a class="button" href="/xoa-du-lieu">Yêu cầu xóa dữ liệu</a> <a class="button plain" href="/">Về trang đầu</a></p>`
  return layout({ title, provinceName, body })
}
