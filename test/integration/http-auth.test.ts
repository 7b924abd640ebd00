import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Auth, createAuth } from '../../src/auth/auth.ts'
import { type SettableClock, settableClock } from '../../src/core/clock.ts'
import { DAY, MINUTE } from '../../src/core/durations.ts'
import { newId } from '../../src/core/ids.ts'
import { createDb } from '../../src/db/client.ts'
import { problemOf } from '../../src/http/errors.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const SECRET = createHash('sha256').update('a secret of the test').digest('hex')
const PASSWORD = 'mat khau rat dai 1'
const UNITS: Readonly<Record<string, string>> = { 'unit-a': 'UBND phường A', 'unit-b': 'UBND phường B' }

let database: TestDatabase
let clock: SettableClock
let auth: Auth

beforeAll(async () => {
  database = await createTestDatabase()
  clock = settableClock(new Date())
  auth = createAuth({
    db: database.db,
    secret: SECRET,
    publicUrl: 'http://localhost:3000',
    unitName: (id) => UNITS[id] ?? null,
    clock,
  })
}, 60_000)

afterAll(() => database.drop())

const from = (ip = '10.0.0.1') => ({ ip, userAgent: 'Trình duyệt thử' })

async function officer(unitId = 'unit-a'): Promise<string> {
  const username = `u${newId().slice(-12)}`
  await auth.accounts.add({
    username,
    name: 'Nguyễn Thị Cán',
    role: 'officer',
    unitId,
    sealed: false,
    password: PASSWORD,
  })
  return username
}

async function cookieOf(username: string, password = PASSWORD): Promise<string> {
  const result = await auth.sessions.signIn({ username, password }, from())
  if (result.kind !== 'signed-in') throw new Error(`expected to be signed in, was ${result.kind}`)
  return result.cookie.split(';')[0] ?? ''
}

describe('signing in', () => {
  it('gives a cookie that is read back as the person, the role and the unit', async () => {
    const username = await officer()
    const result = await auth.sessions.signIn({ username: username.toUpperCase(), password: PASSWORD }, from())
    expect(result).toMatchObject({
      kind: 'signed-in',
      me: {
        username,
        name: 'Nguyễn Thị Cán',
        role: 'officer',
        unit: { id: 'unit-a', name: 'UBND phường A' },
        sealed: false,
      },
    })
    if (result.kind !== 'signed-in') return
    expect(result.cookie).toMatch(/HttpOnly/i)
    expect(result.cookie).toMatch(/SameSite=Lax/i)
    expect(result.cookie).not.toMatch(/Secure/i)
    const session = await auth.sessions.read(result.cookie.split(';')[0] ?? '')
    expect(session?.actor).toEqual({
      userId: result.me.userId,
      name: 'Nguyễn Thị Cán',
      role: 'officer',
      unitId: 'unit-a',
      sealed: false,
    })
  })

  it('keeps no password in clear and marks the cookie Secure where the address is https', async () => {
    const username = await officer()
    const { rows } = await database.db.pool.query<{ password: string }>(
      'select a.password from staff_account a join staff_user u on u.id = a.user_id where u.username = $1',
      [username],
    )
    expect(rows[0]?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
    const secure = createAuth({
      db: database.db,
      secret: 'x'.repeat(40),
      publicUrl: 'https://langnghe.example.vn',
      unitName: (id) => UNITS[id] ?? null,
      clock,
    })
    const result = await secure.sessions.signIn({ username, password: PASSWORD }, from())
    expect(result.kind === 'signed-in' && result.cookie).toMatch(/^__Secure-ln_staff.*Secure/i)
  })

  it('refuses a wrong password, an unknown name and a changed cookie alike', async () => {
    const username = await officer()
    const wrong = await auth.sessions.signIn({ username, password: 'sai mat khau 123' }, from('10.0.1.1'))
    const unknown = await auth.sessions.signIn({ username: 'khong-co-ai', password: PASSWORD }, from('10.0.1.1'))
    const strange = await auth.sessions.signIn({ username: "x' or 1=1 --", password: PASSWORD }, from('10.0.1.1'))
    expect([wrong, unknown, strange]).toEqual([{ kind: 'refused' }, { kind: 'refused' }, { kind: 'refused' }])
    const cookie = await cookieOf(username)
    expect(await auth.sessions.read(cookie.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')).replace('=', '=z'))).toBeNull()
    expect(await auth.sessions.read('')).toBeNull()
  })
})

describe('lockout', () => {
  it('locks a name after five wrong passwords for fifteen minutes, even against the right one', async () => {
    const username = await officer()
    for (let i = 0; i < 5; i++) {
      expect(await auth.sessions.signIn({ username, password: `sai ${i}` }, from(`10.1.0.${i}`))).toEqual({
        kind: 'refused',
      })
    }
    const locked = await auth.sessions.signIn({ username, password: PASSWORD }, from('10.1.0.9'))
    expect(locked).toMatchObject({ kind: 'locked' })
    expect(locked.kind === 'locked' && locked.retryAfterSeconds).toBe(900)
    clock.advance(15 * MINUTE + 1000)
    expect(await auth.sessions.signIn({ username, password: PASSWORD }, from('10.1.0.9'))).toMatchObject({
      kind: 'signed-in',
    })
  })

  it('answers an unknown name as a known one, so that names cannot be found out', async () => {
    const kinds: string[] = []
    for (let i = 0; i < 6; i++) {
      kinds.push((await auth.sessions.signIn({ username: 'nguoi-la', password: 'x' }, from(`10.2.0.${i}`))).kind)
    }
    expect(kinds).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'locked'])
  })

  it('lets no more than five of many tries at the same moment reach the password', async () => {
    const username = await officer()
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) => auth.sessions.signIn({ username, password: 'sai' }, from(`10.3.0.${i}`))),
    )
    expect(results.filter((r) => r.kind === 'refused')).toHaveLength(5)
    expect(results.filter((r) => r.kind === 'locked')).toHaveLength(7)
  })

  it('forgets wrong passwords after a right one, and after the window', async () => {
    const username = await officer()
    const wrong = () => auth.sessions.signIn({ username, password: 'sai' }, from('10.4.0.1'))
    for (let i = 0; i < 4; i++) await wrong()
    await cookieOf(username)
    for (let i = 0; i < 4; i++) expect((await wrong()).kind).toBe('refused')
    clock.advance(15 * MINUTE + 1000)
    for (let i = 0; i < 4; i++) expect((await wrong()).kind).toBe('refused')
  })

  it('locks an address after thirty tries whatever the names', async () => {
    const kinds = new Set<string>()
    for (let i = 0; i < 30; i++) {
      kinds.add((await auth.sessions.signIn({ username: `ten-${i}`, password: 'x' }, from('10.5.0.1'))).kind)
    }
    expect(kinds).toEqual(new Set(['refused']))
    const username = await officer()
    expect((await auth.sessions.signIn({ username, password: PASSWORD }, from('10.5.0.1'))).kind).toBe('locked')
    expect((await auth.sessions.signIn({ username, password: PASSWORD }, from('10.5.0.2'))).kind).toBe('signed-in')
  })
})

describe('sessions', () => {
  it('are listed, and one can be ended from another', async () => {
    const username = await officer()
    const [here, there] = [await cookieOf(username), await cookieOf(username)]
    const { items } = await auth.sessions.list(here)
    expect(items).toHaveLength(2)
    expect(items.filter((row) => row.current)).toHaveLength(1)
    const other = items.find((row) => !row.current)
    await auth.sessions.end(here, other?.id ?? '')
    expect(await auth.sessions.read(there)).toBeNull()
    expect(await auth.sessions.read(here)).not.toBeNull()
  })

  it('cannot be ended by somebody else, who does not learn that they exist', async () => {
    const [mine, theirs] = [await cookieOf(await officer()), await cookieOf(await officer())]
    const id = (await auth.sessions.list(theirs)).items[0]?.id ?? ''
    await expect(auth.sessions.end(mine, id)).rejects.toMatchObject({ kind: 'not-found' })
    expect(await auth.sessions.read(theirs)).not.toBeNull()
  })

  it('end on signing out, and the answer takes the cookie away', async () => {
    const cookie = await cookieOf(await officer())
    const { cookie: gone } = await auth.sessions.signOut(cookie)
    expect(gone).toMatch(/Max-Age=0/i)
    expect(await auth.sessions.read(cookie)).toBeNull()
    await auth.sessions.signOut('')
  })

  it('end after twelve hours', async () => {
    const cookie = await cookieOf(await officer())
    await database.db.pool.query("update staff_session set expires_at = now() - interval '1 second'")
    expect(await auth.sessions.read(cookie)).toBeNull()
    const fresh = await cookieOf(await officer())
    const { items } = await auth.sessions.list(fresh)
    const left = Date.parse(items[0]?.expiresAt ?? '') - Date.parse(items[0]?.createdAt ?? '')
    expect(Math.abs(left - DAY / 2)).toBeLessThan(MINUTE)
  })

  it('end at once when the account is disabled or gets a new password', async () => {
    const username = await officer()
    const first = await cookieOf(username)
    await auth.accounts.setPassword(username, 'mat khau moi 2')
    expect(await auth.sessions.read(first)).toBeNull()
    const second = await cookieOf(username, 'mat khau moi 2')
    await auth.accounts.disable(username)
    expect(await auth.sessions.read(second)).toBeNull()
    expect(await auth.sessions.signIn({ username, password: 'mat khau moi 2' }, from())).toEqual({ kind: 'refused' })
    const { rows } = await database.db.pool.query(
      'select 1 from staff_session s join staff_user u on u.id = s.user_id where u.username = $1',
      [username],
    )
    expect(rows).toHaveLength(0)
  })
})

describe('without a database', () => {
  it('says that it cannot be reached, instead of refusing whoever asks', async () => {
    const cookie = await cookieOf(await officer())
    const lost = createDb({ url: 'postgres://nobody:x@127.0.0.1:1/none' })
    const cut = createAuth({ db: lost, secret: SECRET, publicUrl: 'http://localhost:3000', unitName: () => null })
    await expect(cut.sessions.read(cookie)).rejects.toMatchObject({ kind: 'unavailable' })
    const error = await cut.sessions.signIn({ username: 'abc', password: PASSWORD }, from()).catch((e: unknown) => e)
    expect(problemOf(error)?.status).toBe(503)
    await lost.close()
  })
})

describe('accounts', () => {
  it('refuse what does not fit, saying which', async () => {
    const good = {
      username: 'can.bo',
      name: 'Cán Bộ',
      role: 'officer',
      unitId: 'unit-a',
      sealed: false,
      password: PASSWORD,
    } as const
    const code = (change: object) =>
      auth.accounts.add({ ...good, ...change }).then(
        () => 'made',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      )
    expect(await code({ unitId: null })).toBe('account.unit-needed')
    expect(await code({ unitId: 'unit-z' })).toBe('account.unknown-unit')
    expect(await code({ role: 'manager' })).toBe('account.unit-refused')
    expect(await code({ password: 'ngan' })).toBe('account.bad-password')
    expect(await code({ username: 'có dấu' })).toBe('account.bad-username')
    expect(await code({ name: ' ' })).toBe('account.name-needed')
    expect(await code({})).toBe('made')
    expect(await code({ username: 'CAN.BO' })).toBe('account.exists')
  })

  it('of the demo are made once, and get a new password at every start', async () => {
    const people = [
      { username: 'dieuphoi', name: 'Điều phối', role: 'dispatcher', unitId: null, sealed: false },
      { username: 'canbo', name: 'Cán bộ', role: 'officer', unitId: 'unit-b', sealed: false },
    ] as const
    const first = await auth.accounts.ensureDemo(people)
    const second = await auth.accounts.ensureDemo(people)
    expect(second.map((each) => each.username)).toEqual(['dieuphoi', 'canbo'])
    expect(second[0]?.password).not.toBe(first[0]?.password)
    expect(
      (await auth.sessions.signIn({ username: 'dieuphoi', password: first[0]?.password ?? '' }, from())).kind,
    ).toBe('refused')
    expect(
      (await auth.sessions.signIn({ username: 'dieuphoi', password: second[0]?.password ?? '' }, from())).kind,
    ).toBe('signed-in')
    expect((await auth.accounts.list()).filter((each) => each.username === 'canbo')).toHaveLength(1)
  })
})
