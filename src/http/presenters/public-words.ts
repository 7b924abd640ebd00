import type { TicketEventType, TicketStatus } from '../../core/ticket.ts'

export const STATE_WORDS = { sealed: 'Đang được xử lý theo quy định bảo mật' } as const

const STATUS: Readonly<Record<TicketStatus, string>> = {
  received: 'Đã tiếp nhận',
  triaged: 'Đang phân công',
  dispatched: 'Đã chuyển đơn vị phụ trách',
  accepted: 'Đang xử lý',
  'waiting-citizen': 'Chờ người gửi bổ sung',
  returned: 'Đang phân công lại',
  answered: 'Đã trả lời',
  reopened: 'Đang xử lý lại',
  closed: 'Đã xong',
}

const STEP: Readonly<Partial<Record<TicketEventType, string>>> = {
  filed: 'Tiếp nhận phản ánh',
  routed: 'Chuyển đến {unit}',
  triaged: 'Chuyển bộ phận điều phối phân công',
  accepted: 'Đơn vị bắt đầu xử lý',
  asked: 'Đơn vị hỏi thêm người gửi',
  returned: 'Đơn vị trả lại vì không thuộc thẩm quyền',
  transferred: 'Chuyển đến {unit}',
  resolved: 'Đơn vị đã trả lời kết quả',
  reopened: 'Người gửi chưa hài lòng, xử lý lại',
  overdue: 'Quá hạn trả lời',
  closed: 'Kết thúc',
}

export function publicStatus(status: TicketStatus): string {
  return STATUS[status]
}

/** Null: nothing for the public. */
export function publicStep(type: TicketEventType, unit: string | null): string | null {
  const text = STEP[type]
  return text === undefined ? null : text.replace('{unit}', unit ?? 'đơn vị khác')
}
