import type { CaseKind } from '../../core/case-code.ts'
import type { ChannelId } from '../../core/channel.ts'
import type { TicketStatus } from '../../core/ticket.ts'
import type { Urgency } from '../../core/understanding.ts'

/** Words of the exported tables. */
export const KIND_WORDS: Readonly<Record<CaseKind, string>> = {
  PA: 'Phản ánh',
  KN: 'Kiến nghị',
  TC: 'Tố cáo',
  YC: 'Yêu cầu',
}

export const STATUS_WORDS: Readonly<Record<TicketStatus, string>> = {
  received: 'Mới tiếp nhận',
  triaged: 'Chờ điều phối',
  dispatched: 'Đã chuyển đơn vị',
  accepted: 'Đang xử lý',
  'waiting-citizen': 'Chờ người dân bổ sung',
  returned: 'Đơn vị trả lại',
  answered: 'Đã trả lời',
  reopened: 'Mở lại',
  closed: 'Đã đóng',
}

export const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  low: 'Thấp',
  normal: 'Bình thường',
  high: 'Cao',
  emergency: 'Khẩn cấp',
}

export const CHANNEL_WORDS: Readonly<Record<ChannelId, string>> = {
  zalo: 'Zalo',
  messenger: 'Messenger',
  web: 'Web chat',
}
