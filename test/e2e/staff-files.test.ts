import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithBrowser } from '../support/browser.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'
import { choose, message, openCase, say, signIn } from './pages.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const PASSWORD = 'mat khau thu nghiem'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const ZALO = { platform: 'zalo', userId: '7300000000000000001' } as const
const SHOTS = 'test-results'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const GARBAGE = 'rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn'

describeWithBrowser('files of an officer in a browser', (executablePath) => {
  let program: Program
  let browser: Browser
  let photo: Buffer
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram({ time: 'machine' })
    await program.context.auth.accounts.add({
      username: 'canbo',
      role: 'officer',
      unitId: PHU_CUONG,
      name: 'Lê Thị Mai',
      password: PASSWORD,
      sealed: false,
    })
    photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2a7' } })
      .jpeg()
      .toBuffer()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function open(viewport: typeof WIDE): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
    const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    return { page, context, errors }
  }

  /** The case of a new visitor of the web chat, in a browser of their own. */
  async function complain(): Promise<{ resident: Awaited<ReturnType<typeof open>>; code: string }> {
    const resident = await open(PHONE)
    await resident.page.goto(`${program.url}/chat`)
    await message(resident.page, 'Anh/Chị cần gì?').waitFor()
    await say(resident.page, GARBAGE)
    for (const label of ['Bỏ qua', 'Gửi']) await choose(resident.page, label)
    const receipt = message(resident.page, /Đã gửi\. Mã PA-/)
    await receipt.waitFor()
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec((await receipt.textContent()) ?? '')?.[0] ?? ''
    await message(resident.page, `${code}: đã chuyển đến`).waitFor()
    return { resident, code }
  }

  async function officerAt(code: string, viewport = WIDE): Promise<Awaited<ReturnType<typeof open>>> {
    const officer = await open(viewport)
    await signIn(officer.page, { base: program.url, username: 'canbo', password: PASSWORD })
    await openCase(officer.page, code)
    return officer
  }

  it('a photo and a paper reach the visitor of the web chat; a reload keeps what is not sent', async () => {
    const { resident, code } = await complain()
    const officer = await officerAt(code)
    const { page } = officer
    await page.getByTestId('compose-text').fill('Đã dọn xong, xin gửi ảnh và biên bản.')
    await page.getByTestId('compose-file').setInputFiles([
      { name: 'Sau khi dọn.jpg', mimeType: 'image/jpeg', buffer: photo },
      { name: 'Biên bản số 12.pdf', mimeType: 'application/pdf', buffer: PDF },
    ])
    const tray = page.getByTestId('compose-files')
    await tray.getByRole('button', { name: 'Bỏ tệp Biên bản số 12.pdf' }).waitFor()
    await tray.locator('[data-state="ready"]').nth(1).waitFor()
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `${SHOTS}/files-composer-1440.png` })
    await page.reload()
    await tray.locator('[data-state="ready"]').nth(1).waitFor()
    expect(await page.getByTestId('compose-text').inputValue()).toContain('Đã dọn xong')
    await page.getByTestId('compose-send').click()
    await page.getByText('Đã gửi câu trả lời.').waitFor()
    await tray.waitFor({ state: 'detached' })

    const picture = resident.page.getByRole('img', { name: 'Sau khi dọn.jpg' })
    await picture.waitFor()
    await expect
      .poll(() => picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(640)
    const paper = resident.page.getByRole('link', { name: /Biên bản số 12\.pdf/ })
    const [download] = await Promise.all([resident.page.waitForEvent('download'), paper.click()])
    expect(download.suggestedFilename()).toBe('Biên bản số 12.pdf')
    await resident.page.screenshot({ path: `${SHOTS}/files-chat-390.png` })
    expect(await violations(resident.page)).toEqual([])
    await page.getByRole('img', { name: 'Sau khi dọn.jpg' }).waitFor()
    await page.screenshot({ path: `${SHOTS}/files-sent-1440.png` })
    expect([...officer.errors, ...resident.errors]).toEqual([])
    await Promise.all([officer, resident].map(({ context }) => context.close()))
  }, 120_000)

  it('a photo and a paper reach a phone on Zalo', async () => {
    await writeOn(program, ZALO, GARBAGE)
    for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, ZALO, label)
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec(heardOn(program, 'zalo', ZALO.userId).join())?.[0] ?? ''
    const { page, context } = await officerAt(code, PHONE)
    await page.getByTestId('compose-text').fill('Xin gửi ảnh và biên bản.')
    await page.getByTestId('compose-file').setInputFiles([
      { name: 'anh.jpg', mimeType: 'image/jpeg', buffer: photo },
      { name: 'bien-ban.pdf', mimeType: 'application/pdf', buffer: PDF },
    ])
    await page.getByTestId('compose-files').locator('[data-state="ready"]').nth(1).waitFor()
    await page.getByTestId('compose-attach').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${SHOTS}/files-composer-390.png` })
    expect(await violations(page)).toEqual([])
    const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(over).toBe(0)
    await page.getByTestId('compose-send').click()
    await page.getByText('Đã gửi câu trả lời.').waitFor()
    await program.context.drain()
    const last = program.sandbox.messages('zalo', ZALO.userId).filter((m) => m.from === 'official')
    const [words, picture, paper] = last.slice(-3)
    expect(words?.text).toContain('Xin gửi ảnh và biên bản.')
    expect(picture?.imageUrl).toBeDefined()
    expect(paper?.file).toMatchObject({ name: 'bien-ban.pdf', size: PDF.length })
    await context.close()
  }, 120_000)

  it('files are dropped, pasted and removed by keyboard; what cannot go says why, a lost line waits for itself', async () => {
    const { resident, code } = await complain()
    const { page, context, errors } = await officerAt(code)
    const tray = page.getByTestId('compose-files')
    const carried = (name: string, type: string, bytes: Buffer) => `(() => {
      const carried = new DataTransfer()
      const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0))
      carried.items.add(new File([bytes], '${name}', { type: '${type}' }))
      return carried
    })()`
    const dataTransfer = await page.evaluateHandle(carried('Keo tha.pdf', 'application/pdf', PDF))
    await page.getByRole('region', { name: 'Soạn tin' }).dispatchEvent('drop', { dataTransfer })
    await tray.getByText('Keo tha.pdf', { exact: true }).waitFor()
    await page.evaluate(`document.querySelector('[data-testid=compose-text]').dispatchEvent(new ClipboardEvent('paste', {
      clipboardData: ${carried('image.png', 'image/jpeg', photo)}, bubbles: true, cancelable: true }))`)
    await tray.getByText('image.jpg', { exact: true }).waitFor()

    await page.getByTestId('compose-file').setInputFiles([
      { name: 'chay.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
      { name: 'to.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([PDF, Buffer.alloc(5 * 1024 * 1024)]) },
      { name: 'gia.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html></html>') },
    ])
    await tray.getByText('Không gửi được loại tệp này').waitFor()
    await tray.getByText('Tệp quá 5 MB').waitFor()
    await tray.getByText('Chỉ gửi được ảnh').waitFor()
    await page.getByTestId('compose-text').fill('Đây ạ.')
    expect(await page.getByTestId('compose-send').isDisabled()).toBe(true)
    await page.screenshot({ path: `${SHOTS}/files-errors-1440.png` })
    expect(await violations(page)).toEqual([])
    for (const name of ['chay.exe', 'to.pdf', 'gia.pdf', 'Keo tha.pdf']) {
      await tray.getByRole('button', { name: `Bỏ tệp ${name}` }).focus()
      await page.keyboard.press('Enter')
      await tray.getByText(name, { exact: true }).waitFor({ state: 'detached' })
      await expect.poll(() => page.evaluate('document.activeElement.dataset.testid')).toBe('compose-attach')
    }

    await context.setOffline(true)
    await page
      .getByTestId('compose-file')
      .setInputFiles([{ name: 'sau.pdf', mimeType: 'application/pdf', buffer: PDF }])
    await tray.locator('[data-state="failed"]').getByRole('button', { name: 'Thử lại' }).waitFor()
    await context.setOffline(false)
    await tray.locator('[data-state="ready"]').filter({ hasText: 'sau.pdf' }).waitFor()
    await page.getByTestId('compose-text').press('Control+Enter')
    await page.getByText('Đã gửi câu trả lời.').waitFor()
    await resident.page.getByRole('link', { name: /sau\.pdf/ }).waitFor()
    expect(await resident.page.getByText('Keo tha.pdf').count()).toBe(0)
    expect(errors).toEqual([])
    await Promise.all([context, resident.context].map((c) => c.close()))
  }, 120_000)
})

/** Breaches of WCAG 2.2 AA, by rule and place. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`,
  )) as string[]
}
