import type { Locator, Page } from 'playwright-core'

/** What a person does on the pages, by the names that people and screen readers know. */

/** Opens the console and signs in; the inbox is shown when resolved. */
export async function signIn(page: Page, who: { base: string; username: string; password: string }): Promise<void> {
  await page.goto(`${who.base}/console`)
  await page.getByLabel('Tên đăng nhập').fill(who.username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByRole('heading', { name: 'Hộp việc' }).waitFor()
}

/** Opens a case from the list that is shown. */
export async function openCase(page: Page, code: string): Promise<void> {
  await page.locator(`[data-code="${code}"]`).click()
  await page.getByTestId('case-code').waitFor()
}

export async function acceptCase(page: Page): Promise<void> {
  await page.getByTestId('action-accept').click()
  await page.getByText('Đã tiếp nhận phiếu.').waitFor()
}

const MODES = {
  reply: { tab: 'Trả lời', done: 'Đã gửi câu trả lời.' },
  ask: { tab: 'Hỏi thêm', done: 'Đã gửi câu hỏi.' },
  resolve: { tab: 'Kết quả', done: 'Đã gửi kết quả cho người dân.' },
  note: { tab: 'Ghi chú nội bộ', done: 'Đã lưu ghi chú.' },
} as const

/** Writes to the resident or, with `note`, to colleagues; resolved when the server has taken it. */
export async function write(page: Page, mode: keyof typeof MODES, text: string): Promise<void> {
  await page.getByRole('region', { name: 'Soạn tin' }).getByText(MODES[mode].tab, { exact: true }).click()
  await page.getByTestId('compose-text').fill(text)
  await page.getByTestId('compose-send').click()
  await page.getByText(MODES[mode].done).waitFor()
}

export type CardKey = 'received' | 'open' | 'overdue' | 'onTimeShare' | 'firstResponse' | 'resolution'

/** The number of a dashboard card, as a link to the list behind it. */
export function figure(page: Page, key: CardKey): Locator {
  return page.getByTestId(`card-${key}`).getByRole('link')
}

/** Says something in the web chat. */
export async function say(page: Page, text: string): Promise<void> {
  const input = page.getByLabel('Tin nhắn của Anh/Chị')
  await input.fill(text)
  await input.press('Enter')
}

/** Presses one of the choices that are offered now. */
export async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole('group', { name: 'Lựa chọn trả lời' }).getByRole('button', { name: label, exact: true }).click()
}

/** A message in the web chat that holds this text. */
export function message(page: Page, text: string | RegExp): Locator {
  return page.getByRole('log').getByRole('article').filter({ hasText: text }).last()
}
