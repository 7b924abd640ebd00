/** Why a case went where it went: what staff read beside the decision. */
const REASONS = {
  sealed: 'Đơn tố cáo được niêm phong: chỉ người được phân quyền mở và chuyển.',
  denounce: 'Chủ đề “{topic}” có tính chất tố cáo: không chuyển thẳng cho đơn vị bị nêu tên.',
  request: 'Yêu cầu gửi tới cán bộ tiếp nhận.',
  noTopic: 'Chưa rõ chủ đề.',
  unknownTopic: 'Chủ đề “{topic}” không còn trong danh mục.',
  noPlace: 'Chưa rõ địa bàn; chủ đề “{topic}” thuộc cấp xã hoặc cấp huyện nơi xảy ra.',
  unknownPlace: 'Địa bàn “{place}” không có trong danh mục.',
  onlyDistrict: 'Mới biết {place}; cần biết xã, phường để chuyển đúng nơi.',
  placeGone: '{place} không còn là đơn vị hành chính và không có nơi kế thừa duy nhất.',
  placeSplit: '{place} ứng với nhiều nơi: {names}. Cần hỏi thêm khu phố, ấp hoặc tên đường.',
  placeFollowed: '{place} tính theo {now}.',
  noUnitThere: 'Chưa có đơn vị phụ trách tại {place}.',
  commune: 'Chủ đề “{topic}” do UBND cấp xã nơi xảy ra giải quyết.',
  police: 'Chủ đề “{topic}” do Công an cấp xã nơi xảy ra giải quyết.',
  district: 'Chủ đề “{topic}” do UBND cấp huyện nơi xảy ra giải quyết.',
  districtAbolished: 'Không còn cấp huyện: UBND cấp xã giải quyết chủ đề “{topic}”.',
  department: 'Chủ đề “{topic}” do {unit} chủ trì.',
  unitFollowed: '{unit} đã được thay bằng {now}.',
  unitGone: '{unit} không còn hoạt động và không có đơn vị kế thừa duy nhất.',
  dispatcher: 'Chủ đề “{topic}” cần người điều phối xem xét thẩm quyền.',
  emergency: 'Việc khẩn cấp: người dân được hướng dẫn gọi {number}; người điều phối theo dõi.',
  system: 'Chủ đề “{topic}” do hệ thống trả lời, không thuộc đơn vị nào.',
  coordinates: '{unit} phối hợp.',
  noCoordinator: 'Chưa xác định được một đơn vị phối hợp.',
} as const

export type ReasonKey = keyof typeof REASONS

/** The Vietnamese sentence of a reason. A name that is not given stays empty. */
export function reason(key: ReasonKey, vars: Readonly<Record<string, string>> = {}): string {
  return REASONS[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => vars[name] ?? '')
}
