import { mkdirSync, readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { describeWithBrowser } from '../support/browser.ts'
import { type Program, startProgram } from '../support/program.ts'
import { signIn } from './pages.ts'

const PASSWORD = 'mat khau thu nghiem'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SHOTS = 'test-results'
/** Three actions one after the other, on a machine that does other things too. */
const SOON = { timeout: 15_000 }

describeWithBrowser('correcting what the machine read', (executablePath) => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    program = await startProgram({ time: 'machine' })
    for (const [username, role] of [
      ['dieuphoi', 'dispatcher'],
      ['quantri', 'admin'],
    ] as const) {
      const person = { username, role, unitId: null, name: 'Nguyễn Thị Hoa', password: PASSWORD, sealed: false }
      await program.context.auth.accounts.add(person)
    }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    await program.close()
  })

  async function filed(words: string, answers: readonly string[] = []): Promise<string> {
    const visitor = program.visitor()
    await visitor.say(words)
    for (const answer of answers) await visitor.say(answer)
    const labels = (await visitor.state()).messages.at(-1)?.choices.map((c) => c.label) ?? []
    for (const label of labels.includes('Gửi') ? ['Gửi'] : ['Bỏ qua', 'Gửi']) await visitor.tap(label)
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec((await visitor.heard()).join())?.[0] ?? ''
    // What the model of the day guesses is not the subject here.
    await program.database.db.pool.query('update tickets set topic_guesses = $2 where code = $1', [
      code,
      JSON.stringify([
        { id: 'rac_thai', score: 0.86 },
        { id: 'thu_gom_rac', score: 0.41 },
        { id: 'nuoc_thai_kenh', score: 0.09 },
      ]),
    ])
    return code
  }

  async function at(code: string, viewport: typeof WIDE): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    await signIn(page, { base: program.url, username: 'dieuphoi', password: PASSWORD })
    await page.goto(`${program.url}/console/cases/${code}`)
    await page.getByTestId('case-topic').waitFor()
    return { page, context }
  }

  const topicOf = (page: Page): Promise<string | null> => page.getByTestId('case-topic').textContent()
  const stored = async (code: string): Promise<string[]> => {
    const { rows } = await program.database.db.pool.query<{ corrected: string }>(
      'select corrected from nlu_candidates c join tickets t on t.id = c.ticket_id where t.code = $1',
      [code],
    )
    return rows.map((r) => r.corrected)
  }

  it('one key corrects the topic at once, z takes it back, 0 finds another by typing', async () => {
    const code = await filed('rác thải đổ bừa bãi ở phường Phú Hòa')
    const { page, context } = await at(code, WIDE)
    expect(await page.getByTestId('guess-1').textContent()).toContain('rất chắc')
    expect(await page.getByTestId('guess-2').textContent()).toContain('chưa chắc')
    // The answer is held back: what is shown is shown before it.
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/actions', async (route) => {
      await held
      await route.continue()
    })
    await page.keyboard.press('2')
    await expect.poll(() => topicOf(page), SOON).toContain('Lịch và việc thu gom rác')
    await page.getByText('Đã đổi. Trước đó: Rác thải tồn đọng, đổ trộm.').waitFor()
    expect(await stored(code)).toEqual([])
    // Taken back before the first answer came: both go, in order.
    await page.keyboard.press('z')
    await expect.poll(() => topicOf(page), SOON).toContain('Rác thải tồn đọng')
    await page.keyboard.press('3')
    release()
    await expect.poll(() => stored(code), SOON).toEqual(['nuoc_thai_kenh'])
    await page.unroute('**/actions')
    expect(await topicOf(page)).toContain('Nước thải')
    await page.screenshot({ path: `${SHOTS}/corrections-1440.png` })
    await page.keyboard.press('0')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('tieng on')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => topicOf(page), SOON).toContain('Tiếng ồn, karaoke')
    await expect.poll(() => stored(code), SOON).toEqual(['tieng_on'])
    expect(await violations(page)).toEqual([])
    await context.close()
  }, 90_000)

  it('a refused correction is taken off the page again', async () => {
    const code = await filed('đèn đường hư ở Phú Hòa')
    const { page, context } = await at(code, WIDE)
    const before = await topicOf(page)
    await page.route('**/actions', (route) => route.abort())
    await page.keyboard.press('2')
    await page.getByRole('alert').first().waitFor()
    await expect.poll(() => topicOf(page), SOON).toBe(before)
    expect(await stored(code)).toEqual([])
    await context.close()
  }, 60_000)

  it('two places of one name are a key each; the reasons are in Vietnamese; all of it on a phone', async () => {
    const code = await filed('karaoke ồn cả đêm ở Tân Định', ['bỏ qua'])
    const wide = await at(code, WIDE)
    await wide.page.getByTestId('place-5').waitFor()
    await wide.page.screenshot({ path: `${SHOTS}/corrections-place-1440.png` })
    const name = (await wide.page.getByTestId('place-5').textContent()) ?? ''
    await wide.page.keyboard.press('5')
    await expect.poll(() => wide.page.getByTestId('case-place').textContent(), SOON).toContain('Tân Định')
    await expect.poll(() => stored(code), SOON).toHaveLength(1)
    expect(name).toContain('Tân Định')
    await wide.page.keyboard.press('z')
    await wide.page.getByTestId('place-4').waitFor()
    await expect.poll(() => stored(code), SOON).toEqual([])
    await wide.context.close()

    const { page, context } = await at(code, PHONE)
    await page.getByTestId('why-read').locator('summary').click()
    await page.getByText(/lĩnh vực “Tiếng ồn, karaoke”/).waitFor()
    await page.getByTestId('guess-2').click()
    await page.getByTestId('undo-topic').waitFor()
    await page.getByTestId('case-topic').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${SHOTS}/corrections-390.png` })
    expect((await page.getByTestId('guess-2').boundingBox())?.height).toBeGreaterThanOrEqual(44)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.getByTestId('undo-topic').click()
    await expect.poll(() => topicOf(page), SOON).toContain('Tiếng ồn')
    expect(await violations(page)).toEqual([])
    await context.close()
  }, 90_000)

  it('an administrator counts the corrections of a period and takes them out as a file', async () => {
    const code = await filed('xe rác không vô hẻm lấy rác ở phường Phú Cường')
    const dispatcher = await program.staff('dispatcher')
    await dispatcher.act(code, { action: 'set-topic', topicId: 'co_bac' })
    const context = await browser.newContext({ viewport: WIDE, locale: 'vi-VN', acceptDownloads: true })
    const page = await context.newPage()
    await signIn(page, { base: program.url, username: 'quantri', password: PASSWORD })
    await page.getByRole('link', { name: 'Bản sửa' }).click()
    await expect.poll(() => page.getByTestId('corrections-count').textContent(), SOON).toMatch(/^[1-9]\d* bản sửa\.$/)
    await page.screenshot({ path: `${SHOTS}/corrections-page-1440.png` })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải về (JSONL)' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('ban-sua.jsonl')
    expect(readFileSync(await download.path(), 'utf8')).toContain('"status":"to-review"')
    expect(await violations(page)).toEqual([])
    await page.setViewportSize(PHONE)
    await page.screenshot({ path: `${SHOTS}/corrections-page-390.png` })
    await page.getByLabel('Từ ngày').fill('2099-01-01')
    await page.getByRole('alert').waitFor()
    await context.close()
  }, 60_000)
})
