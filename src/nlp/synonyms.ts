import { findPhrases, indexPhrases } from './phrases.ts'
import { asRead, type Token, tokenise } from './tokens.ts'

/**
 * What residents call a thing, and the words by which offices and cards name it. Language, not a province. Both
 * stay in the question: the resident's words may be on the card too. Written with accents.
 */
const SAID: readonly (readonly [office: string, residents: string])[] = [
  [
    'khai sinh',
    'khai sanh|giấy ks|làm ks|giấy sinh|chứng sinh|mới sanh|mới sinh|mới đẻ|vợ sanh|vợ sinh|sinh bé|đẻ con|bé mới chào đời',
  ],
  [
    'trích lục bản sao khai sinh',
    'mất giấy khai sinh|mất khai sinh|mất bản chính|xin lại khai sinh|xin lại giấy khai sinh|cấp lại khai sinh|cấp lại giấy khai sinh|bản sao giấy ks|xin bản khác|giấy khai sinh bị cháy|giấy khai sinh bị rách|khai sinh bị ướt|xin bản sao khai sinh',
  ],
  [
    'cải chính khai sinh',
    'sai tên|sai ngày sinh|sai năm sinh|sai quê quán|nhầm ngày sinh|nhầm năm sinh|lệch tên|tên lệch|đổi chữ lót|theo họ mẹ|bổ sung tên cha|thêm tên cha|sửa khai sinh|sửa giấy khai sinh|chỉnh khai sinh',
  ],
  [
    'khai tử',
    'qua đời|vừa mất|báo mất người|báo tử|chứng tử|giấy tử|ông mất|bà mất|ba mất|má mất|mẹ mất|cha mất|tía mất|nội mất|ngoại mất|chồng mất|vợ mất',
  ],
  ['mai táng', 'ma chay|tiền chôn|tiền đám|tiền tuất|lo đám|đám ma|đám tang|tang lễ|hòm rương|mai táng phí'],
  ['kết hôn', 'hôn thú|giấy cưới|đám cưới|đkkh|đk kết hôn|làm giấy kết hôn'],
  [
    'xác nhận tình trạng hôn nhân độc thân',
    'độc thân|chưa vợ|chưa chồng|chưa có chồng|chưa có vợ|chưa kết hôn|chưa lập gia đình|giấy hôn nhân|tình trạng hôn nhân',
  ],
  [
    'chứng thực bản sao sao y',
    'sao y|photo công chứng|công chứng giấy tờ|đóng mộc|đóng dấu đỏ|photo đóng dấu|bản sao công chứng|công chứng bằng|công chứng cccd|công chứng căn cước|công chứng hộ chiếu|công chứng sổ',
  ],
  [
    'chứng thực chữ ký',
    'sơ yếu lý lịch|sơ yếu lí lịch|giấy ủy quyền|lý lịch xin việc|giấy cam kết|xác nhận lý lịch|làm ủy quyền|giấy cam đoan|lăn tay|xác nhận chữ ký',
  ],
  [
    'chứng thực hợp đồng',
    'hợp đồng thuê|hợp đồng mua bán|hợp đồng tặng cho|di chúc|ủy quyền nhà|hợp đồng ủy quyền|giấy bán nhà|công chứng hợp đồng|hợp đồng cho thuê',
  ],
  [
    'thường trú hộ khẩu',
    'nhập khẩu|nhập hộ khẩu|nhập hk|chuyển hộ khẩu|cắt khẩu|tách khẩu|tách hộ|sổ hộ khẩu|nhập khẩu cho con|nhập tịch vô nhà',
  ],
  ['tạm trú', 'kt3|tạm chú|giấy tạm trú|khai tạm trú|mới dọn tới|thuê phòng|thuê trọ'],
  [
    'lưu trú khách ở qua đêm',
    'ở lại chơi|lên chơi|về chơi|ở chơi|ngủ lại|ở lại mấy bữa|ở lại vài bữa|ở nhờ|ở nhờ mấy hôm|ở lại một tuần|báo công an có khách|qua đêm|ngủ nhờ|chơi vài bữa|chơi mấy ngày',
  ],
  ['căn cước', 'cccd|cmnd|chứng minh|chứng minh nhân dân|giấy chứng minh|thẻ chip|thẻ căn cước|cc gắn chip'],
  [
    'định danh điện tử VNeID',
    'vneid|vnei|định danh|mức 2|tài khoản định danh|tk định danh|định danh mức hai|kích hoạt định danh',
  ],
  [
    'trợ cấp xã hội',
    'mồ côi|bảo trợ|nuôi con một mình|đơn thân|bại não|tâm thần|trợ cấp hàng tháng|tiền hàng tháng|tiền khuyết tật|nuôi trẻ mồ côi|khuyết tật nặng|neo đơn',
  ],
  [
    'trợ cấp hưu trí xã hội người cao tuổi',
    'tiền già|lương già|tiền người già|tiền người cao tuổi|75 tuổi|80 tuổi|75t|80t|không có lương|không có lương hưu|trên 75 tuổi|bảy mươi lăm|bảy mươi sáu|tám mươi|lãnh tiền già',
  ],
  ['hộ nghèo', 'hộ cận nghèo|diện nghèo|sổ nghèo|xét nghèo|nhà nghèo|diện hộ nghèo'],
  [
    'danh sách hộ nghèo',
    'ds hộ nghèo|danh sách nghèo|ai được hộ nghèo|ai được nghèo|chuẩn nghèo|danh sách hộ được xét',
  ],
  [
    'giấy xác nhận khuyết tật',
    'tàn tật|tật nguyền|câm điếc|bại liệt|bị liệt|cụt chân|cụt tay|cụt một chân|bị down|mù lòa|giấy khuyết tật|mức độ khuyết tật|bị tai biến',
  ],
  [
    'bảo hiểm y tế trẻ em thẻ cho bé',
    'bhyt cho bé|bhyt của bé|bhyt cho con|bảo hiểm cho bé|bảo hiểm của bé|bh cho bé|thẻ bảo hiểm cho con|bhyt sơ sinh|bảo hiểm của cháu|thẻ khám bệnh của bé|thẻ bhyt trẻ em|bảo hiểm y tế cho bé|bảo hiểm y tế cho con',
  ],
  [
    'mua bảo hiểm y tế hộ gia đình',
    'mua bhyt|mua bảo hiểm y tế|gia hạn bhyt|gia hạn thẻ bảo hiểm|bhyt tự nguyện|mua thẻ bảo hiểm|bhyt hộ|đóng bhyt|đóng bảo hiểm y tế|hết hạn thẻ bảo hiểm',
  ],
  [
    'giấy phép xây dựng xây nhà',
    'cất nhà|xây nhà|sửa nhà|nâng tầng|lên lầu|xây thêm|xin phép xây|gpxd|xây lại|cơi nới|xây nhà trọ|phép xây|sửa lại nhà',
  ],
  ['cấp số nhà', 'biển số nhà|số nhà|trùng số|xin số|gắn số nhà|chưa có số'],
  [
    'cấp giấy chứng nhận quyền sử dụng đất lần đầu làm sổ đỏ',
    'ra sổ|làm sổ|chưa có sổ|chưa có giấy|đất giấy tay|viết giấy tay|mua giấy tay|giấy viết tay|khai hoang|ông bà để lại|đất hương hỏa|làm sổ hồng|hợp thức hóa|sổ lần đầu|làm giấy tờ đất|chưa làm giấy tờ|làm giấy đất',
  ],
  [
    'cấp đổi giấy chứng nhận đổi sổ',
    'đổi sổ|sổ cũ|sổ bị rách|sổ rách|sổ mẫu cũ|mẫu mới|sổ bị nhòe|sổ bị mối|cấp lại sổ|sổ đỏ rách|sổ hồng cũ',
  ],
  [
    'sang tên đất chuyển nhượng tặng cho',
    'sang sổ|sang qua|đứng tên|chuyển tên|cho con đất|cho đất|bán đất|bán miếng đất|mua đất|mua lại đất|trước bạ|thuế đất cha cho con|tặng đất|sang lại|làm tên mình',
  ],
  [
    'tách thửa chia đất',
    'cắt đất|cắt bớt đất|chia đất|chia cho con|tách sổ|tách đất|tách thửa|tách ra|hai sổ|gộp sổ|hợp thửa|cắt bớt',
  ],
  [
    'chuyển mục đích sử dụng đất lên thổ cư',
    'thổ cư|chuyển lên đất ở|qua đất ở|sang đất ở|lên đất ở|đất vườn|đất lúa|đất cây lâu năm|đất trồng cây|đất nông nghiệp qua',
  ],
  [
    'đăng ký hộ kinh doanh',
    'mở tiệm|mở quán|bán hàng|giấy phép kinh doanh|hộ cá thể|kinh doanh cá thể|bán online|bán đồ ăn|mở xưởng|tiệm tạp hóa|mở sạp|giấy phép hộ|quán ăn nhỏ|gpkd|kinh doanh nhỏ',
  ],
  ['nghĩa vụ quân sự', 'nvqs|đi lính|nghĩa vụ|nhập ngũ|bộ đội|đi bộ đội|khám nghĩa vụ|miễn nghĩa vụ'],
  [
    'giờ làm việc ủy ban bộ phận một cửa',
    'ủy ban thứ 7|thứ bảy|phường mấy giờ|ủy ban mấy giờ|nghỉ trưa|mở cửa thứ 7|xã thứ 7|mấy giờ mở cửa|mấy giờ đóng cửa|ubnd thứ 7',
  ],
  ['trung tâm hành chính tỉnh', 'thành phố mới|tầng mấy|tháp đôi|sở nằm ở đâu|sở ở đâu'],
  ['công an phường', 'công an xã|công an khu vực|cảnh sát khu vực|csgt|trình báo|báo mất|mất xe|ca phường|đồn công an'],
  [
    'liên hệ trưởng khu phố trưởng ấp',
    'trưởng khu|khu phố trưởng|trưởng ấp|tổ trưởng|trưởng khu phố|ông trưởng ấp|ông trưởng khu',
  ],
  [
    'nộp hồ sơ trực tuyến dịch vụ công',
    'dvc|nộp onl|nộp online|giấy tờ qua mạng|trang dịch vụ công|web nhà nước|cổng quốc gia|nộp giấy tờ qua mạng',
  ],
  [
    'tra cứu hồ sơ',
    'giấy hẹn|mã hồ sơ|biên nhận|hồ sơ tới đâu|hồ sơ đến đâu|coi hồ sơ|xem hồ sơ|tra hồ sơ|hồ sơ trễ|ngày hẹn|đang ở khâu nào',
  ],
  [
    'phiếu phản ánh tra cứu phản ánh',
    'mã phiếu|quên mã|phản ánh hôm bữa|phản ánh tới đâu|phiếu của tôi|cái đã gửi|mình đã gửi|e gửi hôm bữa|xem lại phiếu|mã pa',
  ],
  ['bầu cử', 'đi bầu|bỏ phiếu|bầu bán|ngày bầu|bầu hội đồng|bầu đại biểu'],
  [
    'giờ bỏ phiếu',
    'mấy giờ bầu|bầu tới mấy giờ|phòng phiếu mở cửa|hòm phiếu đóng|mở thùng phiếu|bỏ phiếu sớm|đóng thùng phiếu|bầu cử tới mấy giờ',
  ],
  ['ai được bầu quyền bầu cử', 'đủ 18 tuổi|18t|án treo|án tù|chấp hành án|được đi bầu không|có được bầu|được bầu cử'],
  [
    'cử tri tạm trú',
    'ở trọ bầu|tạm trú bầu|bầu cử ở đâu|về quê bầu|đổi nơi bỏ phiếu|chuyển nơi bầu|bầu ở đây|bầu ở quê',
  ],
  ['danh sách cử tri', 'danh sách đi bầu|danh sách người đi bầu|danh sách bầu|ds cử tri|có tên đi bầu'],
  [
    'không có tên sai tên danh sách cử tri',
    'sót tên|thiếu tên|không thấy tên|bỏ sót|ghi sai tên|không thấy tên em|tên bị ghi sai|bị sót',
  ],
  [
    'hòm phiếu phụ bỏ phiếu tại nhà',
    'thùng phiếu tới nhà|nằm một chỗ|nằm liệt|nằm viện|nằm bệnh viện|già yếu|không đi nổi|đi không nổi|không đi bầu được|liệt giường',
  ],
  ['bầu thay bầu giùm', 'bầu hộ|bầu giúp|bầu dùm|bầu giùm|bầu thế|bầu cho cả nhà|đi bầu thay|bỏ phiếu giùm|bầu thay'],
  ['cách bỏ phiếu đổi phiếu', 'gạch nhầm|viết sai|đổi phiếu|đi bầu mang gì|đi bầu đem|phiếu viết hỏng'],
  ['phiếu không hợp lệ', 'phiếu hỏng|phiếu hư|bỏ trống|gạch hết|để lại quá|phiếu trắng'],
  ['ứng cử', 'tự ra ứng cử|ra ứng cử|tranh cử|tiểu sử'],
  [
    'nên bầu cho ai',
    'bầu ai|bầu cho ai|ông nào tốt|ai tốt|ứng viên nào|người nào xứng đáng|xứng đáng nhất|chọn ông nào',
  ],
  ['kết quả bầu cử trúng cử', 'đắc cử|ai đậu|ai trúng|trúng cử|kiểm phiếu|kết quả bầu'],
  ['bầu cử sai gian lận', 'phát tiền bầu|mua phiếu|ép bầu|gian lận|không mời dân|bầu không công khai|bầu sai'],
  ['tổng đài 1022 số', 'đường dây nóng|số nóng|hotline|tổng đài tỉnh|số tổng đài'],
  [
    'giờ làm việc 1022',
    '1022 ban đêm|trực đêm|gọi khuya|nửa đêm gọi|1022 chủ nhật|có người nghe máy|có người bắt máy|nghe máy',
  ],
  ['1022 nhận gì', '1022 có nhận|1022 báo|báo 1022|1022 giúp|1022 giải quyết'],
  ['kênh gửi phản ánh', 'app nào|qua app|gửi hình|fanpage|zalo nào|trang web nào|kênh nào|chỗ nào nữa|ứng dụng nào'],
  [
    'bao lâu trả lời phản ánh',
    'bao lâu xử lý|mấy ngày trả lời|mấy ngày thì trả lời|khi nào trả lời|bao giờ có kết quả phản ánh',
  ],
  ['số khẩn cấp', 'gọi số mấy|số cứu hỏa|báo cháy|gọi cấp cứu|xe cấp cứu|bấm số mấy|bạo hành trẻ em|số cứu thương'],
  [
    'ngân sách xã phường',
    'sổ sách|tiền bạc của xã|tiền thuế dân đóng|quyết toán|dự toán|chi tiêu của xã|xã thu chi|xài vô việc gì',
  ],
  ['bảng giá đất', 'giá đất|giá nhà nước|đơn giá đất|giá đất nhà nước'],
  ['quy hoạch', 'giải tỏa|mở đường|thu hồi đất|dính quy hoạch|lộ giới|vành đai'],
  [
    'đóng góp tự nguyện',
    'đóng tiền làm đường|thu quỹ|đóng quỹ|quỹ khu phố|bắt đóng|thu tiền quỹ|mỗi hộ đóng|vận động đóng góp',
  ],
  [
    'giá điện nhà trọ',
    'điện trọ|tiền điện phòng trọ|chủ trọ tính điện|chủ trọ lấy điện|trọ lấy điện|tính điện|tiền điện trọ|4k 1 ký|bốn ngàn một ký|giá điện trọ|ở trọ tiền điện|chủ nhà trọ',
  ],
  ['yêu cầu cung cấp thông tin', 'xin văn bản|quyền được biết|xin bản sao quyết định|xin giấy tờ của ủy ban'],
  [
    'dữ liệu cá nhân xóa thông tin',
    'xóa số điện thoại|lưu số điện thoại|xóa tin nhắn|ai coi được|ai xem được|ai đọc được|thông tin của tôi|thông tin của em|rút lại đồng ý|rút lại sự đồng ý|lỡ gửi',
  ],
  [
    'sáp nhập phường mới xã mới',
    'nhập tỉnh|giờ thành phường gì|giờ thành xã gì|giờ thuộc|đổi tên phường|nhập vào đâu|gộp phường|gộp xã|đổi thành',
  ],
  ['đơn khiếu nại', 'không đồng ý với quyết định|phạt oan|quyết định xử phạt|từ chối cấp phép'],
  [
    'khiếu nại lần hai quá hạn',
    'khiếu nại lần 2|khiếu tiếp|không hồi âm|chưa được giải quyết khiếu nại|giải quyết lần đầu|chưa trả lời khiếu nại',
  ],
  ['đơn tố cáo', 'tố cáo|ăn hối lộ|ăn chặn|tham nhũng'],
  ['bảo vệ người tố cáo giữ bí mật', 'trả thù|trù dập|bị lộ|lộ tên|giữ kín|danh tính|biết tôi là ai'],
  [
    'tiếp công dân gặp lãnh đạo',
    'gặp chủ tịch|gặp lãnh đạo|tiếp dân|gặp ông chủ tịch|nói chuyện trực tiếp|gặp trực tiếp|đối thoại',
  ],
  [
    'hòa giải tranh chấp',
    'lấn đất|lấn qua|ranh đất|tranh ranh|giành ranh|dành nhau|cãi nhau|lối đi chung|bờ ranh|mâu thuẫn',
  ],
  ['trợ giúp pháp lý luật sư miễn phí', 'luật sư|tư vấn luật|không có tiền thuê luật sư|luật sư free|luật sư miễn phí'],
  ['lịch thu gom rác', 'xe rác|lấy rác|đổ rác|tiền rác|rác cồng kềnh|đồ cũ|nệm cũ|bỏ cái tủ|ghế sofa|gom rác'],
]

const INDEX = indexPhrases(
  SAID.flatMap(([office, said]) => said.split('|').map((s) => [asRead(s), tokenise(office)] as const)),
)

/** Office words for what the tokens say, each once; empty: they say nothing of the kind. */
export function officeWords(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return [...new Set(findPhrases(tokens, INDEX).map((h) => h.value))]
}
