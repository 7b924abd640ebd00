import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram } from '../support/program.ts'

const SHOTS = 'test-results'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

describeWithBrowser('the page of the sandbox phones', (executablePath) => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram({ time: 'machine' })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-sync'] })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function open(viewport: { width: number; height: number }): Promise<{ page: Page; errors: string[] }> {
    const page = await (await browser.newContext({ viewport, locale: 'vi-VN' })).newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (entry) => entry.type() === 'error' && errors.push(entry.text()))
    await page.goto(`${program.url}/sandbox`)
    await page.getByText('Tạo sự cố của nền tảng').click()
    return { page, errors }
  }
  const standing = (page: Page) => page.locator('.standing li').allTextContents()
  const faults = async () =>
    ((await (await fetch(`${program.url}/sandbox/api/faults`)).json()) as { faults: Record<string, unknown>[] }).faults

  it('switches every fault on and all of them off, for the chosen platform, place and number of times', async () => {
    const { page, errors } = await open(WIDE)
    await page.getByText('Không có sự cố nào đang chờ.').waitFor()
    await page.getByLabel('Nền tảng', { exact: true }).selectOption({ label: 'Kiểu Zalo' })
    await page.getByLabel('Số lần').selectOption({ label: '3 lần' })
    await page.getByLabel('Khi hệ thống gọi để').selectOption({ label: 'Đổi khóa (Zalo)' })
    await page.getByRole('button', { name: 'Lỗi 504 kèm trang HTML' }).click()
    await page.getByText('Kiểu Zalo: Lỗi 504 kèm trang HTML (còn 3 lần)').waitFor()
    expect(await faults()).toMatchObject([{ kind: 'http', status: 504, platform: 'zalo', where: 'token', times: 3 }])
    await page.getByRole('button', { name: 'Bỏ mọi sự cố' }).click()
    await page.getByText('Không có sự cố nào đang chờ.').waitFor()

    await page.getByLabel('Nền tảng', { exact: true }).selectOption({ label: 'Cả hai' })
    await page.getByLabel('Khi hệ thống gọi để').selectOption({ label: 'Gửi tin' })
    await page.getByLabel('Số lần').selectOption({ label: 'Đến khi bỏ' })
    const groups = page.locator('.fault-group')
    const labels = await groups.locator('.buttons > .button').allTextContents()
    const once = labels.filter((label) => label !== '1.000 tin cùng lúc')
    expect(once.length).toBeGreaterThan(22)
    for (const label of once) {
      await page.getByRole('button', { name: label, exact: true }).click()
      await page.getByText(`Đã đặt: ${label}.`).waitFor()
    }
    const lines = await standing(page)
    // What happens at once does not wait; the rest waits on both platforms under the name of its button.
    const atOnce = [
      'Khóa truy cập hết hạn',
      'Khóa truy cập bị thu hồi',
      'Quên các tệp đã tải lên',
      'Hết thời gian trả lời',
    ]
    const waiting = once.filter((label) => !atOnce.includes(label))
    expect(lines.sort()).toEqual(
      waiting.flatMap((label) => ['Zalo', 'Messenger'].map((on) => `Kiểu ${on}: ${label} (Đến khi bỏ)`)).sort(),
    )
    await page.getByRole('button', { name: 'Bỏ mọi sự cố' }).click()
    await page.getByText('Không có sự cố nào đang chờ.').waitFor()
    expect(await faults()).toEqual([])
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('answers with the platform’s own error code, and says what is no code', async () => {
    const { page, errors } = await open(PHONE)
    await page.getByLabel('Nền tảng', { exact: true }).selectOption({ label: 'Kiểu Messenger' })
    await page.getByLabel('Mã lỗi').fill('mười')
    await page.getByRole('button', { name: 'Trả mã lỗi này' }).click()
    await page.getByText('mã lỗi phải là số').waitFor()
    await page.getByLabel('Mã lỗi').fill('10')
    await page.getByLabel('Mã phụ').fill('2018278')
    await page.getByRole('button', { name: 'Trả mã lỗi này' }).click()
    await page.getByText('Kiểu Messenger: Mã lỗi 10/2018278 (còn 1 lần)').waitFor()
    const phone = page.getByRole('region', { name: 'Kiểu Messenger' })
    await phone.getByLabel('Nhắn tin').fill('xin chào')
    await phone.getByRole('button', { name: 'Gửi', exact: true }).click()
    await vi.waitFor(async () => expect(await faults()).toEqual([]), { timeout: 15_000 })
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('shows a webhook that the platform has switched off, and switches it on again', async () => {
    const { page, errors } = await open(PHONE)
    await page.getByText('Kiểu Zalo: đang gửi tin về hệ thống.').waitFor()
    await page.getByRole('button', { name: 'Thử địa chỉ của Kiểu Zalo' }).click()
    await page.getByText('Kiểu Zalo: địa chỉ trả lời đúng.').waitFor()
    await page.getByRole('button', { name: 'Thử địa chỉ của Kiểu Messenger' }).click()
    await page.getByText('Kiểu Messenger: địa chỉ trả lời đúng.').waitFor()
    await fetch(`${program.url}/sandbox/graph/v25.0/${program.secrets.messenger.pageId}/subscribed_apps`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${program.secrets.messenger.pageToken}` },
    })
    await page.reload()
    await page.getByText('Tạo sự cố của nền tảng').click()
    await page.getByText('Kiểu Messenger: nền tảng đã ngừng gửi tin vì lỗi kéo dài.').waitFor()
    await page.screenshot({ path: `${SHOTS}/sandbox-390.png`, fullPage: true })
    expect(await overflow(page)).toBe(0)
    expect(await problems(page)).toEqual([])
    await page.setViewportSize(WIDE)
    await page.screenshot({ path: `${SHOTS}/sandbox-1440.png`, fullPage: true })
    expect(await problems(page)).toEqual([])
    await page.getByRole('button', { name: 'Bật lại Kiểu Messenger' }).click()
    await page.getByText('Kiểu Messenger: đang gửi tin về hệ thống.').waitFor()
    const phone = page.getByRole('region', { name: 'Kiểu Messenger' })
    await phone.getByRole('button', { name: 'Người mới' }).click()
    await phone.getByLabel('Nhắn tin').fill('xin chào')
    await phone.getByRole('button', { name: 'Gửi', exact: true }).click()
    await phone.locator('[data-from="official"]').first().waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('sends a thousand messages in one moment, and every one is kept', async () => {
    const { page, errors } = await open(WIDE)
    await page.getByLabel('Nền tảng', { exact: true }).selectOption({ label: 'Kiểu Messenger' })
    await page.getByRole('button', { name: '1.000 tin cùng lúc' }).click()
    await page.getByRole('region', { name: 'Kiểu Messenger' }).getByText('Phản ánh số 1000', { exact: true }).waitFor()
    await program.sandbox.idle()
    const { rows } = await program.database.db.pool.query<{ n: number }>(
      "select count(*)::int as n from inbound_messages where channel = 'messenger' and provider_message_id like 'm\\_%'",
    )
    expect(rows[0]?.n).toBeGreaterThanOrEqual(1000)
    expect(errors).toEqual([])
    await page.context().close()
  })
})

/** Pixels that stand out sideways. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>
}

async function problems(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`,
  )) as string[]
}
