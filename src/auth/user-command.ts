import { parseArgs } from 'node:util'
import { Refusal, StartupProblem } from '../core/errors.ts'
import { ROLES } from '../core/ticket.ts'
import { isRole, type StaffAccounts } from './accounts.ts'
import { generatePassword } from './passwords.ts'

export const USAGE = `Cách dùng:
  npm run user -- add <tên đăng nhập> --name "<họ tên>" --role ${ROLES.join('|')} [--unit <mã đơn vị>] [--sealed]
  npm run user -- passwd <tên đăng nhập>
  npm run user -- disable <tên đăng nhập>
  npm run user -- list
Mật khẩu được hỏi khi chạy trong cửa sổ lệnh; bỏ trống, hoặc không có cửa sổ lệnh, thì tạo ngẫu nhiên và in ra một lần.`

export interface UserCommand {
  /** Without node and script. */
  argv: readonly string[]
  accounts: StaffAccounts
  /** A password typed by a person; empty: make one. */
  askPassword(): Promise<string>
  print(line: string): void
}

/** `npm run user`: staff accounts from the command line. Throws `StartupProblem` with what to do instead. */
export async function runUserCommand(command: UserCommand): Promise<void> {
  const { values, positionals } = parsed(command.argv)
  const [verb = '', username = '', ...rest] = positionals
  if (rest.length > 0) throw new StartupProblem(`Thừa tham số: ${rest.join(' ')}\n${USAGE}`)
  try {
    await run({ verb, username, values, command })
  } catch (error) {
    if (error instanceof Refusal) throw new StartupProblem(error.message)
    throw error
  }
}

type Values = ReturnType<typeof parsed>['values']

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        role: { type: 'string' },
        unit: { type: 'string' },
        sealed: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new StartupProblem(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

interface Run {
  verb: string
  username: string
  values: Values
  command: UserCommand
}

async function run({ verb, username, values, command }: Run): Promise<void> {
  const { accounts, print } = command
  if (verb === 'list' && username === '') {
    for (const each of await accounts.list()) {
      const state = each.disabledAt === null ? '' : ' · đã khóa'
      print(
        `${each.username} · ${each.role} · ${each.unitId ?? '-'} · ${each.name}${each.sealed ? ' · xem hồ sơ kín' : ''}${state}`,
      )
    }
    return
  }
  if (!['add', 'passwd', 'disable'].includes(verb) || username === '') throw new StartupProblem(USAGE)
  if (verb === 'add') return add({ username, values, command })
  if (Object.keys(values).length > 0) throw new StartupProblem(`Lệnh ${verb} không nhận thêm tùy chọn.\n${USAGE}`)
  if (verb === 'disable') {
    await accounts.disable(username)
    print(`Đã khóa tài khoản ${username}; mọi phiên đăng nhập đã kết thúc.`)
    return
  }
  const password = await choosePassword(command)
  await accounts.setPassword(username, password.text)
  print(`Đã đổi mật khẩu của ${username}; mọi phiên đăng nhập cũ đã kết thúc.`)
  tell(password, print)
}

async function add({ username, values, command }: Omit<Run, 'verb'>): Promise<void> {
  const { accounts, print } = command
  const { name = '', role = '', unit, sealed } = values
  if (!isRole(role)) throw new StartupProblem(`Cần --role ${ROLES.join('|')}.\n${USAGE}`)
  const password = await choosePassword(command)
  const made = await accounts.add({
    username,
    name,
    role,
    unitId: unit ?? null,
    sealed: sealed ?? false,
    password: password.text,
  })
  print(`Đã tạo tài khoản ${made.username} (${made.role}${made.unitId === null ? '' : `, ${made.unitId}`}).`)
  tell(password, print)
}

type Password = { kind: 'typed' | 'made'; text: string }

async function choosePassword({ askPassword }: UserCommand): Promise<Password> {
  const typed = await askPassword()
  return typed === '' ? { kind: 'made', text: generatePassword() } : { kind: 'typed', text: typed }
}

function tell(password: Password, print: (line: string) => void): void {
  if (password.kind === 'made') print(`Mật khẩu (chỉ hiện một lần): ${password.text}`)
}
