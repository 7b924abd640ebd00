import { DAY, HOUR } from '../core/durations.ts'

export interface ReplyWindow {
  closesAt: string | null
  open: boolean
  label: string
}

/**
 * How long a person's reply can still be delivered on the channel.
 * Zalo: consultation messages up to 7 days after the resident's last interaction (48 h free); Messenger: 24 h, with
 * the human-agent tag 7 days. The web chat has no window.
 */
const LIMIT_MS: Readonly<Record<string, number>> = { zalo: 7 * DAY, messenger: 7 * DAY }
const FREE_MS: Readonly<Record<string, number>> = { zalo: 2 * DAY, messenger: DAY }
const NAME: Readonly<Record<string, string>> = { zalo: 'Zalo', messenger: 'Messenger', web: 'Chat trên web' }

const WORDS = {
  none: '{channel}: gửi được bất cứ lúc nào',
  free: '{channel}: còn {left} trong khung trả lời',
  late: '{channel}: quá khung thường, còn {left} để cán bộ trả lời',
  closed: '{channel}: đã quá 7 ngày, tin sẽ chờ đến khi người dân nhắn lại',
  never: '{channel}: người dân chưa nhắn, tin sẽ chờ',
} as const

export function replyWindowOf(input: { channel: string; lastInboundAt: Date | null; now: Date }): ReplyWindow {
  const channel = NAME[input.channel] ?? input.channel
  const limit = LIMIT_MS[input.channel]
  if (limit === undefined) return { closesAt: null, open: true, label: fill(WORDS.none, { channel }) }
  if (input.lastInboundAt === null) return { closesAt: null, open: false, label: fill(WORDS.never, { channel }) }
  const closes = new Date(input.lastInboundAt.getTime() + limit)
  const left = closes.getTime() - input.now.getTime()
  if (left <= 0) return { closesAt: closes.toISOString(), open: false, label: fill(WORDS.closed, { channel }) }
  const free = input.lastInboundAt.getTime() + (FREE_MS[input.channel] ?? 0) - input.now.getTime()
  const label =
    free > 0 ? fill(WORDS.free, { channel, left: span(free) }) : fill(WORDS.late, { channel, left: span(left) })
  return { closesAt: closes.toISOString(), open: true, label }
}

function span(ms: number): string {
  const hours = Math.floor(ms / HOUR)
  return hours >= 48 ? `${Math.floor(hours / 24)} ngày` : hours >= 1 ? `${hours} giờ` : 'dưới 1 giờ'
}

function fill(text: string, vars: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => vars[name] ?? '')
}
