import type { TicketEventType, TicketStatus } from '../core/ticket.ts'

/** Words for staff about cases. Residents' words are the pack's. */
export const STATUS_VI: Readonly<Record<TicketStatus, string>> = {
  received: 'Mới nhận',
  triaged: 'Chờ phân công',
  dispatched: 'Đã chuyển đơn vị',
  accepted: 'Đang xử lý',
  'waiting-citizen': 'Chờ người dân bổ sung',
  returned: 'Đơn vị trả lại',
  answered: 'Đã trả lời',
  reopened: 'Mở lại',
  closed: 'Đã đóng',
}

export const WORDS_VI = {
  sealedTitle: 'Nội dung được bảo mật',
  emptyTitle: 'Chưa có nội dung',
  system: 'Hệ thống',
  resident: 'Người dân',
  anonymousResident: 'Người gửi ẩn danh',
  dispatchers: 'Bộ phận điều phối',
  handover: 'Người dân muốn gặp cán bộ',
  withdrew: 'Người dân rút đồng ý trong phần cài đặt của ứng dụng nhắn tin',
  caseNotice: 'Tin mẫu báo kết quả (nền tảng tính phí): {code}, {status}',
  brokenTurn: 'Hệ thống không xử lý được tin nhắn: cần cán bộ trả lời',
  returnedTwice: 'Đã bị trả lại {n} lần: điều phối viên quyết định',
  returnedSame: 'Đơn vị theo quy tắc đã trả lại phiếu',
  sealedRoute: 'Tố cáo: chỉ người được giao nhiệm vụ được xem',
  dispatcherChose: 'Điều phối viên chọn đơn vị',
  transferred: 'Đơn vị trước chuyển đến',
  noTopic: 'chưa xếp loại',
  noPlace: 'chưa rõ',
  unnamedPhoto: 'Ảnh',
  unnamedFile: 'Tệp',
  erasedWords: 'Nội dung đã xóa theo yêu cầu của người gửi',
  erasedReason: 'đã xóa dữ liệu cá nhân theo yêu cầu của người gửi',
} as const

const EVENT_VI: Readonly<Record<TicketEventType, string>> = {
  filed: 'Người dân gửi phiếu',
  routed: 'Chuyển đến {unit}',
  triaged: 'Chuyển bộ phận điều phối: {reason}',
  accepted: 'Tiếp nhận xử lý',
  replied: 'Trả lời người dân',
  asked: 'Hỏi thêm người dân',
  'citizen-wrote': 'Người dân nhắn thêm',
  returned: 'Trả lại vì không thuộc thẩm quyền: {reason}',
  transferred: 'Chuyển sang {unit}: {reason}',
  resolved: 'Gửi kết quả xử lý',
  rated: 'Người dân đánh giá {rating}/5',
  reopened: 'Người dân chưa hài lòng, mở lại phiếu',
  closed: 'Đóng phiếu: {reason}',
  reminded: 'Nhắc sắp đến hạn',
  overdue: 'Quá hạn trả lời',
  note: 'Ghi chú nội bộ',
  'topic-changed': 'Đổi lĩnh vực: {topic}',
  'place-changed': 'Đổi nơi xảy ra: {place}',
  'taken-over': 'Cán bộ trả lời trực tiếp trên nền tảng',
}

const WITH_FILES_VI: Partial<Readonly<Record<TicketEventType, string>>> = {
  replied: 'Trả lời người dân, kèm {files} tệp',
  asked: 'Hỏi thêm người dân, kèm {files} tệp',
  resolved: 'Gửi kết quả xử lý, kèm {files} tệp',
}

/** One sentence about an event; `{names}` it does not have become "…". */
export function eventSentence(type: TicketEventType, vars: Readonly<Record<string, string | undefined>>): string {
  const sentence = (vars.files === undefined ? undefined : WITH_FILES_VI[type]) ?? EVENT_VI[type]
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => vars[name] ?? '…')
}
