import type { Figure } from '../db/queries/report-conditions.ts'

/** Keys of `Figures` in the HTTP contract. */
export type FigureKey =
  | 'received'
  | 'open'
  | 'overdue'
  | 'due'
  | 'onTime'
  | 'late'
  | 'onTimeShare'
  | 'firstResponse'
  | 'resolution'

export interface FigureDefinition {
  name: string
  definition: string
  /** Whose SQL (db/queries/report-conditions) counts it and lists it. A share is listed by its cohort. */
  set: Figure
}

/** What each figure means, as shown beside it. A change here goes with the condition of the same name and docs/figures.md. */
export const FIGURE_DEFINITIONS: Readonly<Record<FigureKey, FigureDefinition>> = {
  received: {
    name: 'Tiếp nhận',
    definition: 'Số phiếu được gửi trong kỳ, kể cả phiếu chưa chuyển đơn vị. Không gồm phiếu tố cáo được bảo mật.',
    set: 'received',
  },
  open: {
    name: 'Đang mở',
    definition:
      'Số phiếu đã gửi mà đến cuối kỳ (hoặc đến lúc này, nếu kỳ chưa hết) chưa có kết quả và chưa đóng, kể cả phiếu gửi từ trước kỳ. Phiếu mở lại là phiếu đang mở cho đến khi được trả lời lại.',
    set: 'open',
  },
  overdue: {
    name: 'Quá hạn',
    definition: 'Số phiếu đang mở mà hạn trả lời đã qua vào cuối kỳ (hoặc lúc này, nếu kỳ chưa hết).',
    set: 'overdue',
  },
  due: {
    name: 'Đến hạn',
    definition:
      'Số phiếu có hạn trả lời nằm trong kỳ và đã rõ là đúng hạn hay trễ: đã có kết quả, hoặc hạn đã qua. Phiếu mở lại tính theo hạn mới. Không tính phiếu đóng trước hạn mà không cần trả lời.',
    set: 'due',
  },
  onTime: {
    name: 'Đúng hạn',
    definition: 'Trong số phiếu đến hạn: phiếu có kết quả vào đúng hạn hoặc trước hạn.',
    set: 'on-time',
  },
  late: {
    name: 'Trễ hạn',
    definition: 'Trong số phiếu đến hạn: phiếu có kết quả sau hạn, và cả phiếu đã quá hạn mà chưa có kết quả.',
    set: 'late',
  },
  onTimeShare: {
    name: 'Tỷ lệ đúng hạn',
    definition: 'Số phiếu đúng hạn chia cho số phiếu đến hạn. Phiếu quá hạn chưa trả lời bị tính là trễ.',
    set: 'due',
  },
  firstResponse: {
    name: 'Phản hồi đầu tiên',
    definition:
      'Giờ làm việc từ lúc phiếu được gửi đến lần đầu cán bộ trả lời hoặc hỏi lại người dân (tin tự động không tính), của các phiếu được phản hồi lần đầu trong kỳ. Trung vị: một nửa số phiếu nhanh hơn mức này. P90: 90% số phiếu nhanh hơn mức này. n: số phiếu được đo.',
    set: 'first-response',
  },
  resolution: {
    name: 'Có kết quả',
    definition:
      'Giờ làm việc từ lúc phiếu được gửi đến kết quả đang có hiệu lực, của các phiếu có kết quả đó trong kỳ. Phiếu mở lại: cộng thời gian xử lý của các lần, không tính lúc người dân đã có trả lời. Trung vị, P90, n như trên.',
    set: 'resolution',
  },
}
