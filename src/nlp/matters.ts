import { indexPhrases } from './phrases.ts'
import { asRead } from './tokens.ts'

/**
 * Things that residents ask papers and permits for and that are easily taken for their neighbours: a card that does
 * not itself speak of the thing does not answer a question about it. Language, not a province: a pack that has a card
 * on one of them names it there, and the card is found. Written with accents.
 */
export const MATTERS = indexPhrases(
  (
    'con nuôi|hộ chiếu|passport|visa|thị thực|bằng lái|giấy phép lái xe|lái xe|học lái|ly hôn|li hôn|ly dị|lý lịch tư pháp|' +
    'xe máy|xe ô tô|ô tô|xe hơi|xe tải|xe điện|biển số xe|đăng kiểm|cà vẹt|thành lập công ty|mở công ty|lập công ty|đăng ký công ty|giải thể công ty|hoạt động công ty|doanh nghiệp|cổ phần|nhãn hiệu|thương hiệu|bản quyền|' +
    'giấy phép lao động|xuất khẩu lao động|thất nghiệp|bảo hiểm xã hội|sổ bảo hiểm|thai sản|học bổng|nhập học|chuyển trường|dạy thêm|mầm non|bằng tốt nghiệp|thẻ sinh viên|thư viện|' +
    'cai nghiện|tàu cá|tàu thuyền|khai thác|nước ngầm|khoáng sản|thực phẩm|karaoke|quảng cáo|bảng hiệu|pháo hoa|quốc tịch|ngân hàng|khoản vay|nhà ở xã hội|nuôi chó|' +
    'thuế thu nhập|mã số thuế|hóa đơn|hiến máu|hiến tạng|tiêm chủng|tiêm ngừa|chích ngừa|khám bệnh online|thuốc tây|nhà thuốc|rượu|thuốc lá|flycam|vũ khí|' +
    'phòng cháy|chữa cháy|điện kế|đồng hồ điện|đồng hồ nước|vé số|hướng dẫn viên|du lịch|khách sạn|spa|giống cây|chứng khoán|đấu thầu|đấu giá|phá sản|ly thân|cấp dưỡng|mang thai hộ|nhà báo|giấy thông hành|biển số xe|quán bar|phòng khám|khám sức khỏe|chứng chỉ hành nghề|sáng chế|súng|đổi tiền|tiền rách|' +
    'website|sổ tiết kiệm|xóa án tích|xe buýt|thẻ atm|thẻ ngân hàng|vay tiền|vay vốn|học phí|du học|thi hành án|thương binh|thanh niên xung phong|người có công|chuyển viện|giảm trừ gia cảnh|phân bón|chăn nuôi|trại heo|phạt nguội|phù hiệu|thuế khoán|thuế giá trị gia tăng|thẻ sinh viên|tai nạn lao động|nợ lương|hồ sơ đi tu|trợ cấp thôi việc'
  )
    .split('|')
    .map((p) => [asRead(p), p] as const),
)
