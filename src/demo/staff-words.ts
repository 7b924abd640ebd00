import type { Random } from './random.ts'

/** What staff write in the demonstration. Short, kind, no promise that the pack does not make. */
const REPLIES = [
  'Đơn vị đã nhận phản ánh của Anh/Chị và đang cử người xuống kiểm tra.',
  'Cảm ơn Anh/Chị đã báo. Tổ công tác sẽ khảo sát thực tế trong hôm nay hoặc ngày mai.',
  'Đơn vị đã ghi nhận, đang phối hợp với khu phố xác minh và sẽ trả lời Anh/Chị.',
  'Nội dung Anh/Chị phản ánh đã được chuyển bộ phận chuyên môn xem xét.',
  'Đơn vị đã kiểm tra bước đầu, đúng như Anh/Chị phản ánh, đang lên phương án xử lý.',
]
const QUESTIONS = [
  'Anh/Chị cho biết rõ hơn vị trí: gần số nhà nào, đối diện cơ sở nào?',
  'Anh/Chị gửi giúp một tấm ảnh hiện trường để đơn vị tìm đúng chỗ.',
  'Việc này thường xảy ra vào khung giờ nào trong ngày, thưa Anh/Chị?',
  'Anh/Chị cho biết mã hồ sơ hoặc ngày hẹn trên giấy để đơn vị tra cứu.',
]
const ANSWERS = [
  'Dạ gần trụ điện số 14, đối diện tiệm tạp hóa.',
  'hinh minh gui ben duoi, cho ngay khuc cua',
  'Thường từ 9 giờ tối đến nửa đêm, cuối tuần thì nhiều hơn.',
  'giay hen ghi ngay 15 thang truoc',
]
const RESULTS = [
  'Đơn vị đã kiểm tra thực tế, xử lý xong và bố trí người theo dõi thêm một tuần.',
  'Đã khắc phục xong trong ngày. Nếu tái diễn, Anh/Chị nhắn lại để đơn vị xử lý.',
  'Đơn vị đã làm việc với cơ sở liên quan, lập biên bản và yêu cầu khắc phục trong 7 ngày.',
  'Nội dung đã được đưa vào kế hoạch sửa chữa của quý này; trước mắt đã có biện pháp tạm thời bảo đảm an toàn.',
  'Qua xác minh, phản ánh của Anh/Chị là đúng. Đơn vị đã chấn chỉnh và rút kinh nghiệm.',
  'Đơn vị đã nhắc nhở, hộ vi phạm cam kết không tái phạm.',
  'Qua kiểm tra tại thời điểm làm việc chưa ghi nhận vi phạm; đơn vị sẽ tiếp tục kiểm tra đột xuất.',
]
const AGAIN = [
  'Đơn vị đã kiểm tra lại, xử lý dứt điểm phần còn tồn tại. Cảm ơn Anh/Chị đã theo dõi.',
  'Sau khi Anh/Chị phản hồi, đơn vị đã làm lại và nghiệm thu cùng khu phố.',
]
const RETURN_REASONS = [
  'Tuyến đường này không thuộc đơn vị quản lý.',
  'Nội dung thuộc thẩm quyền của cấp trên.',
  'Địa điểm phản ánh nằm ngoài địa bàn.',
]
const PRAISE = ['Xử lý nhanh, cảm ơn.', 'tot lam, cam on can bo', 'Hài lòng.', 'Mong giữ được lâu dài.']
const BLAME = ['Chưa xử lý xong, vẫn còn như cũ.', 'tra loi chung chung, chua thay lam gi', 'Được hai hôm lại bị.']
const NOTES = [
  'Đã gọi cho khu phố, hẹn đi cùng sáng mai.',
  'Chờ báo giá vật tư.',
  'Đã chụp ảnh hiện trường, lưu hồ sơ.',
]

export const staffWords = {
  reply: (r: Random): string => r.pick(REPLIES),
  question: (r: Random): string => r.pick(QUESTIONS),
  answer: (r: Random): string => r.pick(ANSWERS),
  result: (r: Random): string => r.pick(RESULTS),
  resultAgain: (r: Random): string => r.pick(AGAIN),
  returnReason: (r: Random): string => r.pick(RETURN_REASONS),
  praise: (r: Random): string => r.pick(PRAISE),
  blame: (r: Random): string => r.pick(BLAME),
  note: (r: Random): string => r.pick(NOTES),
  closeReason: 'Người dân đã rút phản ánh.',
}
