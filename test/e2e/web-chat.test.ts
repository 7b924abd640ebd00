import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram } from '../support/program.ts'
import { choose, message, say } from './pages.ts'

const SHOTS = 'test-results'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const KB = 1024

describeWithBrowser('the web chat', (executablePath) => {
  let program: Program
  let browser: Browser
  let site: Server
  let siteUrl = ''
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    site = createServer((req, res) => page(program.url, req.url ?? '/', res))
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    program = await startProgram({ time: 'machine', embedOrigins: [siteUrl] })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
    site.closeAllConnections()
    site.close()
  })

  /** A page of an authority: its own styles, a strict policy, one script tag of ours. */
  function page(chat: string, path: string, res: ServerResponse): void {
    const csp = `default-src 'none'; style-src 'unsafe-inline'; script-src ${chat}; frame-src ${chat}`
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
    const style = '<style>button,section,iframe{display:none !important;font:40px serif;color:lime}</style>'
    res.end(
      `<!doctype html><html lang="vi"><title>Phường</title>${style}<h1>Phường ${path.length}</h1><script src="${chat}/widget.js" async></script></html>`,
    )
  }

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<{
    page: Page
    context: BrowserContext
    errors: string[]
  }> {
    const context = await browser.newContext({
      viewport: PHONE,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      ...options,
    })
    const opened = await context.newPage()
    const errors: string[] = []
    opened.on('pageerror', (error) => errors.push(error.message))
    return { page: opened, context, errors }
  }

  it('files a complaint without scripts, and shows its code', async () => {
    const { page, context } = await open({ javaScriptEnabled: false })
    await page.goto(`${program.url}/chat`)
    await page.getByRole('link', { name: 'mẫu gửi phản ánh' }).click()
    await page.getByLabel('Việc gì đang xảy ra?').fill('Đèn đường hư ba hôm nay, tối không thấy đường')
    await page.getByLabel('Ở đâu?').fill('gần cây xăng')
    await page.getByLabel('Số điện thoại (không bắt buộc)').fill('0912345678')
    await shot(page, 'form-390')
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click()
    await page
      .getByRole('heading', { name: 'Trả lời' })
      .or(page.getByRole('heading', { name: /cho biết thêm/ }))
      .waitFor()
    await shot(page, 'form-asks-390')
    await page.getByRole('textbox').fill('phường Phú Cường')
    await page.getByRole('button', { name: 'Gửi', exact: true }).last().click()
    await page.getByRole('button', { name: 'Gửi', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Đã ghi nhận' }).waitFor()
    await shot(page, 'form-done-390')
    await page.getByRole('link', { name: /^PA-/ }).click()
    await page.getByText('UBND phường Phú Cường').first().waitFor()
    await context.close()
  }, 60_000)

  it('is readable for everyone: the form, its errors and its answers', async () => {
    const { page, context } = await open({ viewport: WIDE })
    await page.goto(`${program.url}/gui-phan-anh`)
    expect(await violations(page)).toEqual([])
    await shot(page, 'form-1440')
    await page.getByLabel('Việc gì đang xảy ra?').fill('Nhà hàng xóm đang cháy lớn, phường Phú Cường')
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click()
    await page.getByRole('link', { name: /114/ }).first().waitFor()
    expect(await violations(page)).toEqual([])
    await shot(page, 'form-danger-1440')
    await context.close()
  }, 60_000)

  it('opens in a frame on another site, by keyboard, and leaves the page its own styles', async () => {
    const { page, context, errors } = await open({ viewport: WIDE })
    await page.goto(siteUrl)
    const button = page.getByRole('button', { name: 'Phản ánh, hỏi đáp' })
    await button.waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const frame = page.frameLocator('iframe')
    await frame.getByText('Anh/Chị cần gì?').waitFor()
    await frame.locator('#input:focus').waitFor()
    await page.keyboard.type('làm khai sinh cần giấy tờ gì')
    await page.keyboard.press('Enter')
    await frame.getByText('Giấy chứng sinh').first().waitFor()
    await shot(page, 'widget-1440')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.className')).toBe('open')
    const font = await page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    expect(font).not.toContain('system-ui')
    expect(errors).toEqual([])
    await context.close()
  }, 60_000)

  it('tells of unread answers while closed, and is open again where it was left open', async () => {
    const { page, context } = await open({ viewport: WIDE })
    await page.goto(siteUrl)
    await page.getByRole('button', { name: 'Phản ánh, hỏi đáp' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('Anh/Chị cần gì?').waitFor()
    await page.goto(`${siteUrl}/khac`)
    await page.getByRole('dialog').waitFor()
    await page.frameLocator('iframe').getByText('Anh/Chị cần gì?').waitFor()
    await page.getByRole('button', { name: 'Đóng' }).click()
    // The same visitor writes in another window: the answer comes while the frame is closed.
    const other = await context.newPage()
    await other.goto(`${program.url}/chat`)
    await message(other, 'Anh/Chị cần gì?').waitFor()
    await say(other, 'làm khai sinh cần giấy tờ gì')
    await page.getByRole('button', { name: /Phản ánh, hỏi đáp: \d+ tin mới/ }).waitFor()
    await shot(page, 'widget-unread-1440')
    await page.getByRole('button', { name: /tin mới/ }).click()
    await page.getByRole('button', { name: 'Phản ánh, hỏi đáp', exact: true }).waitFor()
    await context.close()
  }, 60_000)

  it('fills a phone’s screen when opened, not before', async () => {
    const { page, context } = await open()
    await page.goto(siteUrl)
    await page.getByRole('button', { name: 'Phản ánh, hỏi đáp' }).click()
    await page.frameLocator('iframe').getByText('Anh/Chị cần gì?').waitFor()
    expect(await page.getByRole('dialog').boundingBox()).toEqual({ x: 0, y: 0, ...PHONE })
    await shot(page, 'widget-390')
    await page.reload()
    await page.getByRole('button', { name: 'Phản ánh, hỏi đáp' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await context.close()
  }, 60_000)

  it('is framed by nobody who is not on the list, and then offers its own page', async () => {
    const { page, context } = await open({ viewport: WIDE })
    // Another origin than the listed one.
    await page.goto(siteUrl.replace('127.0.0.1', 'localhost'))
    await page.clock.install()
    await page.getByRole('button', { name: 'Phản ánh, hỏi đáp' }).click()
    await page.clock.runFor(1000)
    await expect.poll(() => page.frames().some((frame) => frame.url().startsWith('chrome-error:'))).toBe(true)
    await page.clock.runFor(9000)
    await page.getByText('Chưa mở được khung trò chuyện ở đây.').waitFor()
    await shot(page, 'widget-refused-1440')
    await context.close()
  }, 60_000)

  it('is small: the widget under 4 kB', () => {
    const script = readFileSync('web/dist/assets/widget.js')
    expect(gzipSync(script).length).toBeLessThanOrEqual(4 * KB)
  })

  it('still hears its answers where streams are blocked', async () => {
    const { page, context } = await open()
    await page.route('**/api/chat/stream', (route) => route.abort())
    await page.goto(`${program.url}/chat`)
    await message(page, 'Anh/Chị cần gì?').waitFor()
    await say(page, 'làm khai sinh cần giấy tờ gì')
    await message(page, 'Giấy chứng sinh').waitFor()
    await context.close()
  }, 60_000)

  it('keeps what is written offline, sends it when the net is back, and resumes after a reload', async () => {
    const { page, context } = await open()
    await page.goto(`${program.url}/chat`)
    await message(page, 'Anh/Chị cần gì?').waitFor()
    await context.setOffline(true)
    await say(page, 'rác thải đổ bừa bãi ở phường Phú Cường')
    await page.getByText('Chưa gửi được.').waitFor()
    await context.setOffline(false)
    await message(page, 'Anh/Chị gửi thêm ảnh').waitFor()
    await page.reload()
    await message(page, 'Anh/Chị gửi thêm ảnh').waitFor()
    await choose(page, 'Bỏ qua')
    await message(page, 'số điện thoại').waitFor()
    await context.close()
  }, 60_000)

  it('sends the place only after a yes, and says what to do when there is none', async () => {
    const allowed = await open({ permissions: ['geolocation'], geolocation: { latitude: 10.98, longitude: 106.65 } })
    await allowed.page.goto(`${program.url}/chat`)
    await message(allowed.page, 'Anh/Chị cần gì?').waitFor()
    await allowed.page.getByRole('button', { name: 'Gửi vị trí' }).click()
    await allowed.page.getByText('Vị trí chỉ dùng cho phản ánh này').waitFor()
    expect(await violations(allowed.page)).toEqual([])
    await allowed.page.getByRole('group').getByRole('button', { name: 'Gửi vị trí' }).click()
    await allowed.page.getByRole('link', { name: 'Mở bản đồ' }).waitFor()
    await allowed.context.close()

    const refused = await open({ permissions: [] })
    await refused.page.goto(`${program.url}/chat`)
    await message(refused.page, 'Anh/Chị cần gì?').waitFor()
    await refused.page.getByRole('button', { name: 'Gửi vị trí' }).click()
    await refused.page.getByRole('group').getByRole('button', { name: 'Gửi vị trí' }).click()
    await refused.page.getByRole('alert').getByText('Chưa lấy được vị trí').waitFor()
    await refused.context.close()
  }, 60_000)

  it('takes a photo that was chosen by keyboard', async () => {
    const { page, context } = await open()
    await page.goto(`${program.url}/chat`)
    await message(page, 'Anh/Chị cần gì?').waitFor()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Gửi ảnh' }).focus()
    await page.keyboard.press('Enter')
    const buffer = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
      .png()
      .toBuffer()
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer })
    await page.getByRole('img', { name: 'Ảnh đã gửi' }).waitFor()
    await message(page, 'Đã nhận ảnh')
      .or(message(page, /việc gì|chuyện gì/i))
      .waitFor()
    expect(await violations(page)).toEqual([])
    await context.close()
  }, 60_000)

  it('comes to a phone on a weak net in few bytes', async () => {
    const { page, context } = await open()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: (400 * 1000) / 8,
      uploadThroughput: (400 * 1000) / 8,
    })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const sizes = new Map<string, number>()
    const urls = new Map<string, string>()
    cdp.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url))
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sizes.set(urls.get(requestId) ?? requestId, encodedDataLength)
    })
    const began = performance.now()
    await page.goto(`${program.url}/chat`)
    await page.getByLabel('Tin nhắn của Anh/Chị').waitFor()
    const usable = performance.now() - began
    await message(page, 'Anh/Chị cần gì?').waitFor()
    const greeted = performance.now() - began
    await page.waitForFunction("document.fonts.status === 'loaded'")
    const listed = [...sizes].map(([url, bytes]) => `${new URL(url).pathname} ${bytes}`).join('\n  ')
    const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
    console.log(
      `/chat at 400 kbit/s, 400 ms, CPU/4: ${(total / KB).toFixed(1)} kB, can be written in after ${(usable / 1000).toFixed(1)} s, greeted after ${(greeted / 1000).toFixed(1)} s\n  ${listed}`,
    )
    expect(total).toBeLessThan(60 * KB)
    await context.close()
  }, 120_000)
})

async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
