import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { staffAccounts } from '../../src/auth/accounts.ts'
import { createAuth } from '../../src/auth/auth.ts'
import { runUserCommand } from '../../src/auth/user-command.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const unitName = (id: string) => (id === 'unit-a' ? 'UBND phường A' : null)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function run(argv: string[], typed = ''): Promise<string[]> {
  const lines: string[] = []
  const accounts = staffAccounts({ db: database.db, clock: systemClock, unitName })
  await runUserCommand({ argv, accounts, askPassword: async () => typed, print: (line) => lines.push(line) })
  return lines
}

async function canSignIn(username: string, password: string): Promise<string> {
  const { sessions } = createAuth({
    db: database.db,
    secret: 'x'.repeat(40),
    publicUrl: 'http://localhost:3000',
    unitName,
  })
  return (await sessions.signIn({ username, password }, { ip: '10.9.0.1', userAgent: null })).kind
}

describe('npm run user', () => {
  it('makes an account with a password that it made and shows once', async () => {
    const [made, shown] = await run(['add', 'Canbo.A', '--name', 'Nguyễn A', '--role', 'officer', '--unit', 'unit-a'])
    expect(made).toBe('Đã tạo tài khoản canbo.a (officer, unit-a).')
    expect(await canSignIn('canbo.a', shown?.split(': ')[1] ?? '')).toBe('signed-in')
    expect(await run(['list'])).toEqual(['canbo.a · officer · unit-a · Nguyễn A'])
  })

  it('takes a typed password without repeating it, changes it, and bars the account', async () => {
    expect(
      await run(['add', 'quanly', '--name', 'Quản lý', '--role', 'manager', '--sealed'], 'mat khau 12345'),
    ).toEqual(['Đã tạo tài khoản quanly (manager).'])
    expect(await canSignIn('quanly', 'mat khau 12345')).toBe('signed-in')
    await run(['passwd', 'quanly'], 'mat khau 67890')
    expect(await canSignIn('quanly', 'mat khau 12345')).toBe('refused')
    expect(await canSignIn('quanly', 'mat khau 67890')).toBe('signed-in')
    await run(['disable', 'quanly'])
    expect(await canSignIn('quanly', 'mat khau 67890')).toBe('refused')
    expect((await run(['list'])).at(-1)).toBe('quanly · manager · - · Quản lý · xem hồ sơ kín · đã khóa')
  })

  it.each([
    [['add', 'canbo.b', '--name', 'B', '--role', 'officer'], /--unit/],
    [['add', 'canbo.b', '--name', 'B', '--role', 'officer', '--unit', 'nope'], /không có đơn vị 'nope'/],
    [['add', 'canbo.b', '--name', 'B', '--role', 'boss'], /--role officer\|dispatcher/],
    [['add', 'canbo.b', '--role', 'manager'], /--name/],
    [['add', 'canbo.b', '--nmae', 'B'], /nmae/],
    [['passwd', 'nobody'], /Không có tài khoản 'nobody'/],
    [['passwd', 'nobody', '--sealed'], /không nhận thêm/],
    [['disable'], /Cách dùng/],
    [[], /Cách dùng/],
    [['list', 'x', 'y'], /Thừa tham số: y/],
  ])('says what is wrong with %j', async (argv, words) => {
    await expect(run(argv)).rejects.toThrow(words)
  })

  it('runs as a program on the database that it is given', async () => {
    const env = { ...process.env, DATABASE_URL: database.url }
    const call = (...args: string[]) =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        const argv = ['--import', 'tsx', 'scripts/user.ts', ...args]
        execFile(process.execPath, argv, { cwd: PROJECT, env }, (error, out, err) => {
          resolve({ code: error === null ? 0 : 1, out, err })
        }).stdin?.end()
      })
    const made = await call('add', 'dieuphoi', '--name', 'Điều phối', '--role', 'dispatcher')
    expect(made.err).toBe('')
    expect(await canSignIn('dieuphoi', /: (\S+)\n$/.exec(made.out)?.[1] ?? '')).toBe('signed-in')
    const again = await call('add', 'dieuphoi', '--name', 'Điều phối', '--role', 'dispatcher')
    expect([again.code, again.out, again.err]).toEqual([1, '', "Tên đăng nhập 'dieuphoi' đã có người dùng.\n"])
  })
})
