import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { ROLES, type Role } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import {
  allStaff,
  changePassword,
  disableStaff,
  findStaff,
  insertStaff,
  type StaffRow,
  updateStaff,
} from '../db/queries/staff.ts'
import { generatePassword, hashOf, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords.ts'

export interface StaffAccount {
  userId: string
  username: string
  name: string
  role: Role
  unitId: string | null
  sealed: boolean
  disabledAt: Date | null
}

export interface NewAccount {
  /** 3 to 30 of a-z 0-9 . _ - */
  username: string
  name: string
  role: Role
  /** A unit of the pack: needed for officers, refused for the others. */
  unitId: string | null
  sealed: boolean
  password: string
}

export interface StaffAccounts {
  /** Throws `Refusal`: account.exists, account.bad-username, account.bad-password, account.unit-needed, account.unknown-unit ... */
  add(account: NewAccount): Promise<StaffAccount>
  /** Ends every session of the account. Throws `Refusal('not-found', 'account.not-found')`. */
  setPassword(username: string, password: string): Promise<void>
  /** Ends every session at once; signing in is refused from now on. */
  disable(username: string): Promise<void>
  list(): Promise<StaffAccount[]>
  /** Makes these accounts or brings them to this state; each gets a new password, told only here. Demo only. */
  ensureDemo(people: readonly Omit<NewAccount, 'password'>[]): Promise<{ username: string; password: string }[]>
}

interface AccountDeps {
  db: Db
  clock: Clock
  /** Null: the pack has no such unit. */
  unitName(unitId: string): string | null
}

export function staffAccounts(deps: AccountDeps): StaffAccounts {
  const { db, clock } = deps
  const known = async (username: string): Promise<StaffRow> => {
    const row = await findStaff(db.orm, normalUsername(username))
    if (row === null) throw new Refusal('not-found', 'account.not-found', `Không có tài khoản '${username}'.`)
    return row
  }
  const add: StaffAccounts['add'] = async ({ password, ...account }) => {
    const person = checked(account, deps)
    checkPassword(password)
    const id = newId()
    const made = await insertStaff(db, { ...person, id, passwordHash: await hashOf(password), now: clock.now() })
    if (!made) throw new Refusal('conflict', 'account.exists', `Tên đăng nhập '${person.username}' đã có người dùng.`)
    return { ...person, userId: id, disabledAt: null }
  }
  const setPassword: StaffAccounts['setPassword'] = async (username, password) => {
    checkPassword(password)
    const { id } = await known(username)
    await changePassword(db, { userId: id, passwordHash: await hashOf(password), now: clock.now() })
  }
  return {
    add,
    setPassword,
    disable: async (username) => {
      const { id } = await known(username)
      await disableStaff(db, { userId: id, now: clock.now() })
    },
    list: async () => (await allStaff(db.orm)).map(accountOf),
    ensureDemo: async (people) => {
      const made: { username: string; password: string }[] = []
      for (const each of people) {
        const person = checked(each, deps)
        const password = generatePassword()
        const row = await findStaff(db.orm, person.username)
        if (row === null) await add({ ...person, password })
        else {
          await updateStaff(db.orm, { ...withoutUsername(person), userId: row.id, now: clock.now() })
          await setPassword(person.username, password)
        }
        made.push({ username: person.username, password })
      }
      return made
    },
  }
}

export function normalUsername(username: string): string {
  return username.trim().toLowerCase()
}

export const USERNAME = /^[a-z0-9][a-z0-9._-]{2,29}$/

function checked(account: Omit<NewAccount, 'password'>, { unitName }: AccountDeps): Omit<NewAccount, 'password'> {
  const username = normalUsername(account.username)
  const name = account.name.trim()
  if (!USERNAME.test(username)) {
    throw new Refusal(
      'invalid',
      'account.bad-username',
      'Tên đăng nhập gồm 3 đến 30 ký tự a-z 0-9 . _ - và bắt đầu bằng chữ hoặc số.',
    )
  }
  if (name === '') throw new Refusal('invalid', 'account.name-needed', 'Tài khoản cần có họ tên (--name).')
  if (!isRole(account.role))
    throw new Refusal('invalid', 'account.bad-role', `Vai trò là một trong: ${ROLES.join(', ')}.`)
  if (account.role === 'officer' && account.unitId === null) {
    throw new Refusal('invalid', 'account.unit-needed', 'Cán bộ (officer) phải thuộc một đơn vị (--unit <mã đơn vị>).')
  }
  if (account.role !== 'officer' && account.unitId !== null) {
    throw new Refusal('invalid', 'account.unit-refused', `Vai trò ${account.role} không thuộc đơn vị nào: bỏ --unit.`)
  }
  if (account.unitId !== null && unitName(account.unitId) === null) {
    throw new Refusal('invalid', 'account.unknown-unit', `Bộ dữ liệu không có đơn vị '${account.unitId}'.`)
  }
  return { ...account, username, name }
}

function checkPassword(password: string): void {
  if (password.length >= MIN_PASSWORD_LENGTH && password.length <= MAX_PASSWORD_LENGTH) return
  throw new Refusal(
    'invalid',
    'account.bad-password',
    `Mật khẩu dài từ ${MIN_PASSWORD_LENGTH} đến ${MAX_PASSWORD_LENGTH} ký tự.`,
  )
}

export function isRole(role: string): role is Role {
  return ROLES.some((known) => known === role)
}

function withoutUsername({
  username: _,
  ...rest
}: Omit<NewAccount, 'password'>): Omit<NewAccount, 'password' | 'username'> {
  return rest
}

function accountOf(row: StaffRow): StaffAccount {
  const { id, username, name, role, unitId, sealed, disabledAt } = row
  if (!isRole(role)) throw new Error(`account ${username} has the unknown role ${role}`)
  return { userId: id, username, name, role, unitId, sealed, disabledAt }
}
