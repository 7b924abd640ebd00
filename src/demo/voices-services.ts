import type { Voices } from './voice-list.ts'

/** What residents write about offices, schools, hospitals and safety. */
export const SERVICE_VOICES: Voices = {
  ho_so_tre_hen: [
    'Hồ sơ của tôi hẹn trả ngày 12 mà quá hai tuần vẫn chưa có, lên hỏi thì bảo chờ. {xa}',
    'lam giay to o {xa} hen 5 ngay ma 3 tuan chua xong, di lai mat ca buoi lam',
    'Nộp hồ sơ trực tuyến đã báo tiếp nhận nhưng quá hạn không ai liên hệ. Nhờ kiểm tra giúp.',
    'Trích lục khai sinh cho con trễ hẹn, con sắp nhập học, rất mong được giải quyết sớm. {xa}',
  ],
  gcn_tre_hen: [
    'Sổ đỏ nộp từ năm ngoái, giấy hẹn ghi 30 ngày mà đến nay chưa có. Đất ở {khu}, {xa}.',
    'ho so sang ten dat o {xa} tre hen 2 thang, hoi thi cho nay chi cho kia',
    'Làm thủ tục tách thửa ở {xa} bị trễ hẹn ba lần, mỗi lần một lý do khác nhau.',
  ],
  gay_kho_thu_tuc: [
    'Cán bộ một cửa {xa} yêu cầu thêm giấy xác nhận không có trong bảng niêm yết.',
    'di chung thuc ban sao bat photo lai het vi noi photo khong dep, gay kho qua. {xa}',
    'Tôi đến lần thứ tư mới được nhận hồ sơ, lần nào cũng thiếu một thứ mới. Đề nghị hướng dẫn một lần cho đủ.',
    'lam ho khau cho con ma doi giay to cua ong noi da mat, khong hieu noi. {xa}',
  ],
  thai_do_can_bo: [
    'Cán bộ tiếp dân {xa} nói chuyện trống không, vừa làm vừa bấm điện thoại.',
    'nhan vien quay so 2 cua {xa} quat nguoi gia, mong nhac nho',
    'Đến 15 giờ mà bộ phận một cửa {xa} không có ai trực, hỏi bảo vệ thì nói đi họp.',
    'Tôi gọi hỏi về hồ sơ thì bị cúp máy ngang, thái độ rất khó chịu.',
  ],
  chuyen_long_vong: [
    'Tôi phản ánh chuyện ngập ở {khu} mà {xa} chỉ lên huyện, huyện chỉ về {xa}, không biết hỏi ai.',
    'hoi ve tro cap ma bi day tu phong nay qua phong khac 4 lan, met qua',
    'Đơn gửi ba nơi, nơi nào cũng trả lời không thuộc thẩm quyền. Rốt cuộc ai giải quyết?',
  ],
  thai_do_benh_vien: [
    'Khoa khám bệnh chờ từ 6 giờ sáng đến trưa chưa tới lượt, không có ghế ngồi cho người già.',
    'nhan vien y te cap cuu thai do cau gat voi nguoi nha benh nhan, mong chan chinh',
    'Trạm y tế {xa} hết thuốc bảo hiểm cho người cao huyết áp cả tháng nay.',
    'Nhà vệ sinh bệnh viện dơ, không có nước, bệnh nhân rất khổ.',
  ],
  thu_ngoai_quy_dinh: [
    'Trường tiểu học ở {xa} vận động đóng tiền mua máy lạnh 1,2 triệu một em, nói tự nguyện mà ai không đóng bị nhắc tên.',
    'truong thu tien quy hoi phu huynh 800k/hs co dung khong a, con em hoc o {xa}',
    'Đầu năm học thu mười khoản không có biên lai, mong ngành giáo dục kiểm tra.',
    'giao vien ep hoc them tai nha, khong hoc thi diem thap. {xa}',
  ],
  co_so_vat_chat_truong: [
    'Phòng học trường mầm non {xa} dột, mưa là cô trò phải dồn một góc.',
    'san truong tieu hoc {xa} ngap nuoc, hoc sinh khong co cho choi',
    'Nhà vệ sinh của học sinh xuống cấp nặng, các con nhịn cả buổi. Mong được sửa chữa trong hè.',
  ],
  mat_trom: [
    'Khu trọ {khu}, {xa} một tháng mất bốn chiếc xe máy, mong công an tăng tuần tra.',
    'bi giat dien thoai tren {duong} luc 21h, khu vuc nay toi va vang nguoi',
    'Trộm vào nhà ban ngày lấy máy tính, đã báo công an {xa} nhưng chưa có kết quả.',
    'mat binh ac quy xe tai dau truoc nha {duong} {xa}, nhieu nha cung bi',
  ],
  tin_dung_den: [
    'Tờ rơi cho vay nặng lãi dán kín cột điện {duong}, {xa}, đề nghị xử lý.',
    'bi goi dien khung bo vi nguoi quen vay tien app, ho tat son vao cong nha toi o {khu} {xa}',
    'Có nhóm cho vay lãi ngày trước cổng công ty, công nhân vay mười trả mười lăm. {xa}',
  ],
  co_bac: [
    'Quán cà phê ở {khu}, {xa} có máy bắn cá ăn tiền, thanh niên tụ tập suốt đêm.',
    'da ga an tien moi chu nhat o bai dat trong {khu} {xa}',
    'Có nhóm hút chích sau nhà hoang {duong}, vứt kim tiêm bừa bãi, trẻ con hay chơi gần đó.',
  ],
  xet_ho_ngheo: [
    'Gia đình tôi hai mẹ con đau ốm ở {khu}, {xa} nhưng không được xét hộ nghèo, mong xem lại.',
    'nha co xe hoi ma duoc ho ngheo, nha toi kho thi khong, {khu} {xa}',
    'Danh sách hộ cận nghèo năm nay không niêm yết ở {khu}, bà con không biết để góp ý. {xa}',
  ],
  ep_dong_gop: [
    'Khu phố thu mỗi nhà 500 nghìn làm đường, nói tự nguyện nhưng ai không đóng thì không ký giấy. {khu}, {xa}',
    'thu quy an ninh quoc phong 200k/nha co bat buoc khong, {khu} {xa}',
    'Ép góp tiền làm cổng chào mà không họp dân, không công khai thu chi. {khu} {xa}.',
  ],
  thu_hoi_dat: [
    'Đất nhà tôi ở {khu}, {xa} bị thu hồi làm đường mà giá bồi thường quá thấp, chưa được bố trí tái định cư.',
    'do dac dat sai dien tich 40m2 khi giai toa, da gui don chua ai tra loi. {xa}',
    'Dự án treo hơn mười năm ở {khu}, dân không xây sửa nhà được. Xin cho biết bao giờ làm. {xa}',
  ],
  loi_dich_vu_cong: [
    'Cổng dịch vụ công báo lỗi khi tải giấy tờ, thử ba ngày không được.',
    'dang nhap dich vu cong bang vneid cu quay hoai, khong nop ho so duoc',
    'Thanh toán lệ phí trực tuyến bị trừ tiền nhưng hồ sơ vẫn báo chưa đóng.',
  ],
  wifi_internet: [
    'Wifi công cộng ở công viên {xa} mấy tháng nay không vào được.',
    'mang internet {khu} {xa} rot lien tuc, con hoc online khong duoc',
  ],
  khac: [
    'Chó thả rông không rọ mõm ở {khu}, {xa}, đã cắn một em nhỏ tuần trước.',
    'nguoi ban ve so gia mao chinh quyen vao nha xin tien o {khu} {xa}, canh bao ba con',
    'Nhà hoang ở {duong} cỏ mọc um tùm, rắn bò sang nhà dân.',
    'Nghĩa địa cũ ở {khu} bị sạt lở sau mưa, mong {xa} hỗ trợ gia cố.',
  ],
}

/** Denunciations: sealed. No place, no name: nothing in demonstration data shall point at anybody. */
export const DENUNCIATIONS: readonly string[] = [
  'Tôi muốn tố cáo một cán bộ nhận tiền bồi dưỡng khi làm hồ sơ. Xin được giữ kín danh tính.',
  'Toi co bang chung viec nhan tien de duyet ho so nhanh, xin bao mat giup.',
  'Xin tố cáo việc gây khó dễ để đòi chi tiền ngoài quy định. Tôi sẽ làm việc trực tiếp khi được mời.',
]

/** What people say who want a person. */
export const HANDOVERS: readonly string[] = [
  'Tôi muốn nói chuyện với cán bộ, bot trả lời không đúng ý.',
  'cho minh gap nguoi that duoc khong',
  'Nhờ cán bộ gọi lại giúp, tôi lớn tuổi nhắn tin không quen.',
  'cho hoi nguoi phu trach ho so cua toi la ai, toi can noi chuyen truc tiep',
]
