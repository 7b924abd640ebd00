import { findPhrases, phraseSet } from './phrases.ts'
import type { Token } from './tokens.ts'

/**
 * Words that the tagger of addresses knows by their class, so that it need not have met each of them. A class helps,
 * the examples decide.
 */
const CLASSES = {
  // Before a number: of a house, a quarter, a lot.
  n: 'số nhà|số|tổ|khu phố|ấp|đội|thôn|lô|km|tổ dân phố|kiệt|ngách|block|căn|kp|phòng|lầu|kiốt',
  // Before a name.
  r: 'đường|hẻm|ngõ|tỉnh lộ|quốc lộ|phố|ấp|khu phố|ngã tư|ngã ba|vòng xoay|khu dân cư|khu công nghiệp|chung cư|đoạn đường|tuyến đường|đại lộ|khu trọ|dãy trọ|nhà trọ|phòng trọ|kênh|rạch|suối|khu nhà ở|khu tái định cư|cổng chào|hẻm số|đg|đt|ql|dt|đh',
  // How a place lies to something.
  w: 'gần|trước|sau|cạnh|bên cạnh|đối diện|kế|kế bên|sát|ngay|ngay trước|đằng sau|phía sau|phía trước|sau lưng|đầu|cuối|ngang|dưới chân|dưới|trên|ngoài|trong|chỗ|quanh|dọc|dọc theo|khúc|đoạn|hông|bên hông|kế|mé|ven|góc|quanh|giữa|cuối đường|đầu đường|khúc cua|ngay cua|phía bên',
  // What stands in a place.
  l: 'chợ|trường|cổng|cầu|bệnh viện|công ty|nhà máy|ủy ban|nhà văn hóa|trạm|chùa|nhà thờ|đình|quán|tiệm|siêu thị|công viên|ngã tư|ngã ba|vòng xoay|hẻm|đường|nhà số|số nhà|số|khu trọ|nhà trọ|xóm trọ|khu phố|ấp|bến xe|cây xăng|nghĩa trang|nhà thuốc|bưu điện|công an|mầm non|trường học|trường tiểu học|cửa hàng|kênh|rạch|suối|sân bóng|khu công nghiệp|khu dân cư|hồ|ga|bách hóa xanh|điện máy xanh|circle k|ngân hàng|trụ sở|phòng khám|kcn|chung cư|lò gạch|bãi rác|đầu hẻm|cuối hẻm|cuối đường|đầu đường|ngõ|miếu|tòa nhà|vựa|xưởng|sân|bãi|khu đô thị|ký túc xá|làng|vườn|lò|kho|mỏ|dốc|ao|mương|bờ kè|xóm|nhà nghỉ|khách sạn|phòng trọ|cổng chào|trạm xăng|cột điện|trụ điện|tòa|kiốt|lô cao su|cao su|rẫy|đập|cù lao|núi|thành phố mới|sân vận động|nhà hàng|trạm y tế|đường ray|bến|bến đò|bến phà',
  // Where an address ends: what happened, to whom, since when.
  s: 'đầy|lở|tràn|hẹn|chất|toàn|lầy|xấu|bong|tắt|bít|bốc mùi|kế|chó|heo|đèn|bị|có|không|đang|rất|quá|mà|nên|thì|là|hôm|ngày|tuần|tháng|năm|ai|thường|hay|làm|xin|mong|nhờ|đề nghị|cứ|toàn|đã|chưa|vẫn|mấy|nhiều|hư|hỏng|ngập|đổ|xả|gây|nhờ|vì|do|để|cho|tối|buổi|sáng|chiều|đêm|mưa|hở|mất|cúp|hàng ngày|liên tục|luôn|nữa|rồi|ơi|giúp|kêu|báo|phản ánh|của|và|cũng|như|nhưng|khi|lúc|từ|bể|sụt|lún|nứt|gãy|ngã|đậu|chất|vứt|quăng|bốc|mở|hát|ồn|hôi|thối|dơ|bẩn|nhìn|thấy|muốn|hỏi|tôi|tui|em|mình|đi|chạy|sập|xuống cấp|lên|tới|giờ|kẹt|xe|rác|nước|điện|ổ gà|lấn chiếm|bán|buôn|mùi|khói|bụi|tiếng|người|con|mọi|cái|này|với|5|thu|đóng|gom|dọn|xử lý|tắt|cháy|sáng|nằm|xây|chặn|lấp|bà con|dân|được|bao giờ|khói|đen|tai nạn',
  // After a number: it counts time, money or things.
  t: 'ngày|tuần|tháng|năm|giờ|phút|tiếng|hôm|bữa|người|cái|bao|triệu|trăm|lần|cây|con|xe|h|tr',
}

/** After "đường" these tell how the road is, not what it is called. */
export const ROAD_STATES = phraseSet(
  'xã|phường|khu|ấp|thị trấn|thuộc|ở|trước|gần|chỗ|xe|của|mưa|ngập|hư|đầy|tới|từ|xuống|trong|bên|một|mình|vô|xóm|có|đang|công|xá|này|đó|kia|vào|nhà|dây|ống|sắt|bộ|đèn|lầy|xấu|làng|nội|nhựa|đất|bê|quê|về|nước|truyền|link|bụi|phố|cao|trơn|hẹp|nhỏ|lớn|chính|đi|hẻm|liên|điện|biên|lộ|thoát|bay|cống|gồ|sình|hoàng|tối|bị|dài|ngắn|tắt'.split(
    '|',
  ),
)

const PHRASES = Object.entries(CLASSES).map(([name, list]) => ({ name, set: phraseSet(list.split('|')) }))

/** For each token the classes that begin or go on at it, as one short word: "L" begins, "l" goes on. */
export function classesOf(tokens: readonly Token[]): string[] {
  const classes = tokens.map(() => '')
  for (const { name, set } of PHRASES) {
    const marks = new Map<number, string>()
    for (const hit of findPhrases(tokens, set)) {
      for (let i = hit.from; i < hit.to; i++) {
        if (i === hit.from || !marks.has(i)) marks.set(i, i === hit.from ? name.toUpperCase() : name)
      }
    }
    for (const [i, mark] of marks) classes[i] += mark
  }
  return classes
}
