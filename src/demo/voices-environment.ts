import type { Voices } from './voice-list.ts'

/** What residents write about waste, smoke, noise and order in public places. */
export const ENVIRONMENT_VOICES: Voices = {
  rac_thai: [
    'Bãi rác tự phát ở {duong}, {khu}, {xa} cao ngang đầu người, ruồi bay vào nhà.',
    'rac do trom o bai dat trong {khu} {xa}, toi nao cung co xe ba gac ra do',
    'Ai đó đổ cả xe xà bần xuống lề {duong}, chắn nửa đường. Nhờ {xa} lắp camera xử phạt.',
    'Rác chợ {xa} chất đống tới trưa chưa dọn, nước rỉ chảy ra đường hôi thối.',
    'rac thai cong nghiep bo trong bao den vut o bo suoi {khu} {xa}, mui hac lam',
    'Dân bỏ rác trước cổng nhà tôi ở {duong}, nói hoài không nghe, mong {xa} đặt thùng rác công cộng.',
    'Nệm cũ, bàn ghế hỏng vứt đầy lề {duong} sau Tết, đề nghị thu gom giúp.',
  ],
  thu_gom_rac: [
    'Xe rác cả tuần chưa vào {khu}, {xa}, rác nhà nào cũng chất đầy cửa.',
    'lich thu gom rac {khu} {xa} thay doi ma khong bao, dan de rac ca ngay boc mui',
    'Đóng tiền rác đủ mà tổ thu gom bỏ qua hẻm tôi ở {duong}. Nhờ kiểm tra.',
    'thu tien rac 45k/thang co dung gia khong? to thu gom khong dua bien lai. {xa}',
    'Xe rác đi lúc 2 giờ sáng kêu inh ỏi, nước rỉ chảy dài trên {duong}.',
  ],
  khoi_bui: [
    'Nhà máy gần {khu}, {xa} xả khói đen mỗi đêm từ 11 giờ, sáng ra lau nhà một lớp bụi đen.',
    'khoi nhua chay khet tu co so tai che {duong} {xa}, con em ho suot 2 tuan nay',
    'Xưởng gỗ trong khu dân cư {khu} bụi bay mù mịt, mùi sơn nồng, đề nghị kiểm tra giấy phép môi trường. {xa}',
    'mui hoa chat tu cong ty bay vao khu tro {khu} {xa} rat kho tho, nhat la luc troi sap mua',
    'Xe ben chở đất chạy không che bạt làm {duong} bụi đỏ cả ngày, mong bắt buộc tưới nước rửa đường.',
    'Lò đốt rác của cơ sở phế liệu ở {xa} đốt ban đêm, mùi khét không ngủ được, người già khó thở.',
  ],
  nuoc_thai_kenh: [
    'Suối chạy qua {khu}, {xa} nước đen kịt, bọt trắng xóa từ miệng cống nhà máy.',
    'nuoc thai xa thang ra rach {khu} {xa}, ban dem xa nhieu, hoi thoi vo cung',
    'Trại giặt ủi xả nước tím ra mương tưới, ruộng rau bà con {khu} chết hết. {xa}',
    'Kênh thoát nước {duong} đầy rác và nước thải, muỗi sinh sôi, sợ sốt xuất huyết.',
    'cong ty xa nuoc thai mau vang ra cong thoat nuoc mua o {duong} {xa}, co quay clip',
  ],
  chan_nuoi_o_nhiem: [
    'Trại heo sát khu dân cư {khu}, {xa} hôi không chịu nổi, phân chảy ra mương.',
    'nha hang xom nuoi ga chon tren 200 con trong khu dan cu {khu} {xa}, mui hoi va tieng keu ca dem',
    'Hộ nuôi bò thả rong, phân đầy {duong}, góp ý thì bị chửi. Nhờ {xa} nhắc nhở.',
    'Trại vịt xả thẳng xuống rạch, nước giếng nhà tôi có mùi. {khu} {xa}.',
  ],
  tieng_on: [
    'Quán nhậu {duong}, {xa} mở loa kẹo kéo tới 12 giờ khuya, nhà có con nhỏ.',
    'karaoke om som moi toi o {khu} {xa}, nhac hoai khong nghe, xin xu ly giup',
    'Xưởng cơ khí cắt sắt từ 5 giờ sáng trong khu dân cư, đinh tai nhức óc. {khu}, {xa}.',
    'Đám tiệc dựng rạp giữa đường, hát tới 1 giờ sáng hai ngày liền. {duong} {xa}',
    'nha ben canh nuoi cho sua suot dem, ca khu {khu} {xa} mat ngu',
    'Công trình xây dựng ở {duong} đổ bê tông lúc nửa đêm, rung cả nhà.',
    'Loa quảng cáo của cửa hàng điện máy trên {duong} mở hết cỡ từ sáng tới tối, nhức đầu lắm.',
  ],
  ca_chet: [
    'Cá chết nổi trắng hồ ở {khu}, {xa} sáng nay, mùi tanh nồng nặc.',
    'ca chet day song doan {xa}, nghi do xa thai, nho lay mau nuoc kiem tra',
    'Nước rạch đổi màu đỏ sau cơn mưa đêm qua, cá chết nhiều, bà con {khu} không dám tưới rau.',
  ],
  lan_chiem: [
    'Vỉa hè {duong}, {xa} bị quán ăn chiếm hết, người đi bộ phải xuống lòng đường.',
    'buon ban lan chiem long duong o cho tu phat {khu} {xa}, gio tan ca ket cung',
    'Nhà số 8 {duong} xây bậc tam cấp lấn ra hẻm chung, xe không quay đầu được.',
    'Bãi giữ xe tự phát chiếm cả vỉa hè trước bệnh viện, thu 10 nghìn một xe. {xa}',
    'do vat lieu xay dung kin le {duong} ca thang nay, {xa} co biet khong',
    'Xe bán hàng rong đậu ngay khúc cua {duong}, đã có va quẹt mấy lần.',
  ],
  trat_tu_xay_dung: [
    'Nhà bên cạnh ở {duong}, {xa} xây thêm tầng không phép, làm nứt tường nhà tôi.',
    'xay nha tro tren dat nong nghiep o {khu} {xa}, sao khong thay ai kiem tra?',
    'Công trình ở {duong} không che chắn, gạch rơi xuống mái nhà dân. Đề nghị đình chỉ.',
    'Họ phân lô bán nền trái phép ở {khu}, {xa}, mở đường rải đá rồi, nhờ cơ quan chức năng ngăn chặn.',
    'nha hang xom xay lan qua ranh dat nha toi 30cm, bao {xa} chua thay xuong',
  ],
}
