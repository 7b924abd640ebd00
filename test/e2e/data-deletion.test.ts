import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram, writeOn } from '../support/program.ts'
import { signIn } from './pages.ts'

const PASSWORD = 'mat khau thu nghiem'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SHOTS = 'test-results'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AT = { platform: 'messenger', userId: '7100000000000001' } as const

describeWithBrowser('a request to delete personal data', (executablePath) => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram({ time: 'machine' })
    const account = { username: 'dieuphoi', role: 'dispatcher', unitId: null, name: 'Lê Thị Mai' } as const
    await program.context.auth.accounts.add({ ...account, password: PASSWORD, sealed: false })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function looked(page: Page, name: string): Promise<void> {
    for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await page.screenshot({ path: join(SHOTS, `data-${name}-${size}.png`), fullPage: true })
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
    }
    await page.evaluate(AXE)
    const found = await page.evaluate('axe.run(document).then((r) => r.violations.map((v) => v.id))')
    expect(found).toEqual([])
    await page.setViewportSize(WIDE)
  }

  it('comes from the phone, is carried out by a dispatcher, and its page says so without scripts', async () => {
    await writeOn(program, AT, 'xin chào')
    const phone = await (await browser.newContext({ viewport: WIDE, locale: 'vi-VN' })).newPage()
    await phone.goto(`${program.url}/sandbox`)
    await phone.getByRole('button', { name: 'Xin xóa dữ liệu' }).click()
    const link = phone.getByRole('link', { name: /^XD-/ })
    const code = (await link.textContent()) ?? ''
    await phone.screenshot({ path: join(SHOTS, 'data-phones-wide.png') })
    await program.context.sweep()

    const plain = await browser.newContext({ viewport: WIDE, locale: 'vi-VN', javaScriptEnabled: false })
    const status = await plain.newPage()
    await status.goto(`${program.url}/xoa-du-lieu/${code}`)
    await status.getByText('Đang xử lý').waitFor()

    const desk = await (await browser.newContext({ viewport: WIDE, locale: 'vi-VN' })).newPage()
    await signIn(desk, { base: program.url, username: 'dieuphoi', password: PASSWORD })
    await desk.getByRole('link', { name: 'Dữ liệu' }).click()
    await desk.getByText('Đã biết là dữ liệu của ai.').waitFor()
    await looked(desk, 'list')
    await desk.getByRole('button', { name: 'Xóa dữ liệu' }).click()
    await desk.getByText('Không thể lấy lại sau khi xóa.').waitFor()
    // the dialog fades in: contrast is judged when it stands
    await desk.waitForFunction('document.getAnimations().length === 0')
    await looked(desk, 'dialog')
    await desk.getByTestId('data-delete').click()
    await desk.getByText(/Lê Thị Mai xử lý/).waitFor()

    await status.reload()
    await status.getByText('Đã xóa', { exact: false }).first().waitFor()
    const scripted = await (await browser.newContext({ viewport: WIDE, locale: 'vi-VN' })).newPage()
    for (const [name, path] of [
      ['status', `/xoa-du-lieu/${code}`],
      ['ask', '/xoa-du-lieu'],
      ['wrong', '/xoa-du-lieu/XD-222'],
      ['privacy', '/quyen-rieng-tu'],
    ] as const) {
      await scripted.goto(program.url + path)
      await looked(scripted, name)
    }
  })
})
