import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY } from '../../src/core/durations.ts'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram, writeOn } from '../support/program.ts'
import { signIn } from './pages.ts'

const PASSWORD = 'mat khau thu nghiem'
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const SHOTS = 'test-results'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describeWithBrowser('channels in the console', (executablePath) => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram()
    for (const [username, role] of [
      ['dieuphoi', 'dispatcher'],
      ['lanhdao', 'manager'],
    ] as const) {
      await program.context.auth.accounts.add({
        username,
        role,
        unitId: null,
        name: 'Nguyễn Văn Thử',
        password: PASSWORD,
        sealed: false,
      })
    }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function enter(username: string, size: keyof typeof SIZES = 'wide'): Promise<Page> {
    const context = await browser.newContext({
      viewport: SIZES[size],
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
    })
    const page = await context.newPage()
    await page.clock.setFixedTime(program.clock.now())
    await signIn(page, { base: program.url, username, password: PASSWORD })
    return page
  }

  async function hasNoAxeProblems(page: Page): Promise<void> {
    await page.evaluate(AXE)
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)
    })
    expect(found).toEqual([])
  }

  it('show that consent is missing, and an administrator gives it again', async () => {
    await writeOn(program, { platform: 'zalo', userId: '7300000000000000001' }, 'xin chào')
    await program.context.sweep()
    program.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    await writeOn(program, { platform: 'zalo', userId: '7300000000000000001' }, 'xin chào')
    const page = await enter('dieuphoi')
    await page.getByRole('link', { name: 'Kênh', exact: true }).click()
    const zalo = page.locator('[data-channel="zalo"]')
    await zalo.getByTestId('channel-state').getByText('Cần cấp quyền lại').waitFor()
    await page.screenshot({ path: `${SHOTS}/channels-wide.png`, fullPage: true })
    await hasNoAxeProblems(page)
    await zalo.getByRole('link', { name: 'Kết nối lại Zalo' }).click()
    await page.getByText('Đã kết nối Zalo').first().waitFor()
    await page.goto(`${program.url}/console/channels`)
    await zalo.getByTestId('channel-state').getByText('Hoạt động').waitFor()
    const manager = await enter('lanhdao', 'phone')
    await manager.goto(`${program.url}/console/channels`)
    await manager.locator('[data-channel="web"]').waitFor()
    expect(await manager.getByRole('link', { name: 'Kết nối lại Zalo' }).count()).toBe(0)
    await manager.screenshot({ path: `${SHOTS}/channels-phone.png`, fullPage: true })
    await hasNoAxeProblems(manager)
  })

  it('show in a case that a message waits, and what can be done', async () => {
    const at = { platform: 'zalo', userId: '7300000000000000002' } as const
    await writeOn(program, at, 'gặp cán bộ')
    const dispatcher = await program.staff('dispatcher')
    const code = (await dispatcher.inbox('?tab=all'))[0]?.code ?? ''
    program.clock.advance(8 * DAY)
    await dispatcher.act(code, { action: 'resolve', text: 'Đã sửa xong đèn đường.' })
    await program.context.drain()
    for (const size of ['wide', 'phone'] as const) {
      const page = await enter('dieuphoi', size)
      await page.goto(`${program.url}/console/cases/${code}`)
      await page.getByTestId('waiting').getByText('tin chưa đến người dân').waitFor()
      await page.screenshot({ path: `${SHOTS}/case-waiting-${size}.png`, fullPage: true })
      await hasNoAxeProblems(page)
    }
  })
})
