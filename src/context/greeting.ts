import type { Loaded } from '../config/config.ts'
import type { DemoAccount } from './demo-staff.ts'

/** Where to go, for whoever started the program. Not a log line: passwords of the demo are shown once, to the terminal. */
export function greet(input: {
  loaded: Loaded
  port: number
  accounts: readonly DemoAccount[]
  sandbox: boolean
}): void {
  const { config, notes } = input.loaded
  const at = config.publicUrl
  const lines = [
    '',
    'Lắng Nghe đã sẵn sàng.',
    ...(config.roles.has('gateway') ? [`  Trang người dân      ${at}/`, `  Chat trên web        ${at}/chat`] : []),
    ...(input.sandbox ? [`  Điện thoại giả lập   ${at}/sandbox   (Zalo và Messenger)`] : []),
    ...(config.roles.has('console') ? [`  Bàn làm việc cán bộ  ${at}/console`] : []),
    ...input.accounts.map((a) => `      ${a.username.padEnd(10)} mật khẩu ${a.password}   (${a.who})`),
    ...(config.roles.size < 3 ? [`  Vai trò: ${[...config.roles].join(', ')}`] : []),
    ...notes.map((n) => `  Lưu ý: ${n}`),
    ...(config.database === 'embedded' ? [`  Dữ liệu: ${config.dataDir}`, '  Dừng: Ctrl+C'] : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
