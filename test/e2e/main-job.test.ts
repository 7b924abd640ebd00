import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram } from '../support/program.ts'
import { acceptCase, choose, figure, message, openCase, say, signIn, write } from './pages.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const PASSWORD = 'mat khau thu nghiem'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
/** `UPDATE_IMAGES=1`: the README's pictures are made anew. */
const IMAGES = process.env.UPDATE_IMAGES === '1' ? 'docs/images' : null
const SHOTS = 'test-results'

describeWithBrowser('the main job in a browser', (executablePath) => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram({ time: 'machine' })
    for (const [username, role, unitId] of [
      ['canbo', 'officer', PHU_CUONG],
      ['lanhdao', 'manager', null],
    ] as const) {
      const name = role === 'officer' ? 'Lê Thị Mai' : 'Trần Văn Bình'
      await program.context.auth.accounts.add({ username, role, unitId, name, password: PASSWORD, sealed: false })
    }
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function open(viewport: {
    width: number
    height: number
  }): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
    const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    return { page, context, errors }
  }

  it('a resident complains in the web chat, an officer answers, the resident hears back, a manager sees it', async () => {
    const resident = await open(PHONE)
    await resident.page.goto(`${program.url}/chat`)
    await message(resident.page, 'Anh/Chị cần gì?').waitFor()
    await say(resident.page, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
    await message(resident.page, 'Anh/Chị gửi thêm ảnh').waitFor()
    await shot(resident.page, 'chat-390')
    await choose(resident.page, 'Bỏ qua')
    await message(resident.page, 'Gửi phản ánh này đến UBND phường Phú Cường?').waitFor()
    await choose(resident.page, 'Gửi')
    const receipt = message(resident.page, /Đã gửi\. Mã PA-/)
    await receipt.waitFor()
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec((await receipt.textContent()) ?? '')?.[0] ?? ''
    await message(resident.page, `${code}: đã chuyển đến`).waitFor()

    const officer = await open(WIDE)
    await signIn(officer.page, { base: program.url, username: 'canbo', password: PASSWORD })
    await officer.page.locator(`[data-code="${code}"]`).waitFor()
    await shot(officer.page, 'inbox-1440')
    expect(await violations(officer.page)).toEqual([])
    await openCase(officer.page, code)
    await acceptCase(officer.page)
    await write(officer.page, 'reply', 'Chào Anh/Chị, chiều nay đội vệ sinh đến dọn.')
    await message(resident.page, 'chiều nay đội vệ sinh đến dọn').waitFor()
    await dismissNotices(officer.page)
    await shot(officer.page, 'case-1440', IMAGES === null ? undefined : 'console.png')
    expect(await violations(officer.page)).toEqual([])
    await write(officer.page, 'resolve', 'Đã dọn sạch lúc 15 giờ.')
    await message(resident.page, 'Đã dọn sạch lúc 15 giờ').waitFor()
    await message(resident.page, 'hài lòng với kết quả').waitFor()
    await choose(resident.page, 'Rất hài lòng')
    await shot(resident.page, 'chat-result-390', IMAGES === null ? undefined : 'conversation.png')
    expect(await violations(resident.page)).toEqual([])

    const manager = await open(WIDE)
    await signIn(manager.page, { base: program.url, username: 'lanhdao', password: PASSWORD })
    await manager.page.goto(`${program.url}/console/dashboard`)
    await expect.poll(() => figure(manager.page, 'received').first().textContent()).toBe('1')
    await shot(manager.page, 'dashboard-1440')
    expect(await violations(manager.page)).toEqual([])
    await figure(manager.page, 'received').first().click()
    await manager.page.locator(`[data-code="${code}"]`).waitFor()
    expect(await manager.page.locator('[data-code]').count()).toBe(1)

    await resident.page.goto(`${program.url}/phieu/${code}`)
    await resident.page.getByText('Đã dọn sạch lúc 15 giờ.').waitFor()
    await shot(resident.page, 'phieu-390')
    expect(await violations(resident.page)).toEqual([])
    expect([...resident.errors, ...officer.errors, ...manager.errors]).toEqual([])
    await Promise.all([resident, officer, manager].map(({ context }) => context.close()))
  }, 120_000)

  it('an officer finds, accepts and answers a case by keyboard alone', async () => {
    const visitor = program.visitor()
    await visitor.say('đèn đường hư ở hẻm 12 đường Yersin phường Phú Cường')
    for (const label of ['Bỏ qua', 'Gửi']) await visitor.tap(label)
    const { page, context } = await open(WIDE)
    await signIn(page, { base: program.url, username: 'canbo', password: PASSWORD })
    await page.locator('[data-code]').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByTestId('action-accept').waitFor()
    await page.keyboard.press('a')
    await page.getByText('Đã tiếp nhận phiếu.').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('Chào Anh/Chị, thợ đến thay bóng chiều nay.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Đã gửi câu trả lời.').waitFor()
    await expect.poll(async () => (await visitor.heard()).join()).toContain('thay bóng chiều nay')
    await context.close()
  }, 60_000)

  it('an officer returns a case on a phone, and is back in the inbox', async () => {
    const visitor = program.visitor()
    await visitor.say('ổ gà trước số 45 Yersin phường Phú Cường, xe té hoài')
    for (const label of ['Bỏ qua', 'Gửi']) await visitor.tap(label)
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec((await visitor.heard()).join())?.[0] ?? ''
    const { page, context } = await open(PHONE)
    await signIn(page, { base: program.url, username: 'canbo', password: PASSWORD })
    await openCase(page, code)
    await page.getByTestId('action-return').click()
    await page.getByRole('dialog').locator('textarea').fill('Đoạn đường này do thành phố quản lý')
    await page.getByTestId('dialog-submit').click()
    await page.getByText('Đã trả lại phiếu.').waitFor()
    await program.context.drain()
    await page.getByRole('heading', { name: 'Hộp việc' }).waitFor()
    await page.locator(`[data-code="${code}"]`).waitFor({ state: 'detached' })
    await shot(page, 'returned-390')
    await context.close()
  }, 60_000)

  it('the sandbox phone takes a message through the real adapter and shows the answer', async () => {
    const { page, context } = await open(WIDE)
    await page.goto(`${program.url}/sandbox`)
    const phone = page.getByRole('region', { name: 'Kiểu Zalo' })
    await phone.getByPlaceholder('Nhắn tin').fill('làm khai sinh cần giấy tờ gì')
    await phone.getByRole('button', { name: 'Gửi', exact: true }).click()
    await phone.getByText('Giấy chứng sinh').waitFor()
    await shot(page, 'sandbox-1440')
    await context.close()
  }, 60_000)

  it('nothing runs off a phone’s screen', async () => {
    const { page, context } = await open(PHONE)
    await signIn(page, { base: program.url, username: 'lanhdao', password: PASSWORD })
    for (const path of ['/console/cases?tab=all', '/console/dashboard', '/', '/phieu', '/chat', '/sandbox']) {
      await page.goto(program.url + path)
      await page.waitForLoadState('domcontentloaded')
      const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      expect([path, over]).toEqual([path, 0])
      await shot(page, `phone${path.replace(/[^a-z]+/g, '-')}`)
    }
    await context.close()
  }, 60_000)
})

async function shot(page: Page, name: string, image?: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
  if (IMAGES !== null && image !== undefined) await page.screenshot({ path: join(IMAGES, image) })
}

/** Closes the short notices that lie over the page. */
async function dismissNotices(page: Page): Promise<void> {
  const notices = page.getByRole('alert').getByRole('button')
  for (let left = await notices.count(); left > 0; left = await notices.count()) {
    const notice = await notices.first().elementHandle()
    await notice?.click()
    await notice?.waitForElementState('hidden')
  }
}
