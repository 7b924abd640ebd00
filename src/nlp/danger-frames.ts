import type { EmergencyKind } from '../core/understanding.ts'
import { findPhrases, indexPhrases } from './phrases.ts'
import type { Token } from './tokens.ts'

/**
 * Danger told in words of one's own: not a fixed phrase, but a few things that stand near each other, in any order
 * ("lửa" near "lan", "cầm" near "dao" near "rượt"). Each line: kind | within how many syllables | group | group ...
 * A group is a list of phrases or the name of a list above it. Written with accents.
 */
const LISTS: Readonly<Record<string, string>> = {
  PERSON:
    'người, ngừi, anh, chị, em, con, cháu, bé, má, mẹ, ba, bố, cha, ông, bà, chú, cô, bác, vợ, chồng, bạn, thằng, đứa, khách, thợ, công nhân, tài xế, tôi, tui, mình, nó, học sinh, nhỏ, cụ, bảo vệ, nội, ngoại, ổng, bả, ảnh, chỉ',
  VICTIM:
    'người, ngừi, vợ, chồng, con, bé, cháu, má, mẹ, ba tôi, ông cụ, bà cụ, nó, em, tôi, tui, đứa, thằng nhỏ, bạn, công nhân, học sinh, nhỏ, cụ, anh em, mẹ con, lơ xe, chị',
  CHILD:
    'bé, bé gái, bé trai, con nít, đứa nhỏ, đứa bé, mấy đứa nhỏ, đứa trẻ, trẻ, cháu, cháu bé, con nhỏ, con bé, thằng nhỏ, thằng bé, học trò, sơ sinh, em bé, tuổi, con gái, hai đứa nhỏ, mấy bé, các bé',
  WEAPON: 'dao, mã tấu, rựa, hung khí, súng, kiếm, tuýp sắt, ống tuýp, tuýp, gậy sắt, cây sắt, ống sắt, axit, lựu đạn',
  TOOL: 'búa, kéo, gậy, roi, dây điện, móc áo, vỏ chai, xẻng, ống nước, bàn ủi, dây nịt, cây, chai, điếu thuốc',
  BEAT: 'đánh, uýnh, oánh, đập, quất, đấm, tát, chém, đâm, đạp, dúi, dìm, nhấn đầu, siết cổ, bóp cổ, trói, đá vô, lôi ra, kéo tóc, dí, đập đầu, nắm tóc, quấn cổ, xô',
  GOING_ON:
    'đang, đag, nãy giờ, kìa, nè, la cứu, kêu cứu, la hét, khóc thét, khóc quá trời, cứu, máu, can không, bầm, gục, không dậy, tới liền, tới cứu, lẹ, nãy h, chưa dứt, van xin, la khóc, liên tục, đừng đánh nữa',
  WATER: 'sông, hồ, kênh, mương, suối, giếng, ao, rạch, nước, cống, hồ bơi, hồ đá, hầm đá, biển, lu, hố ga',
  DEEP: 'sông, hồ, kênh, mương, suối, giếng, ao, rạch, hầm, lầu, tầng, giàn giáo, cầu, cầu thang, nhà tắm, hố, hố ga, cống, hồ bơi, mái nhà, nóc nhà',
  POISON:
    'thuốc sâu, thuốc rầy, thuốc cỏ, thuốc chuột, thuốc ngủ, thuốc trừ sâu, thuốc trừ cỏ, thuốc diệt cỏ, thuốc tây, vỉ thuốc, hũ thuốc, hủ thuốc, chai thuốc, nước tẩy, axit, dầu hỏa, pin cúc áo, lộn thuốc, nhầm thuốc',
  BLAZE_PLACE:
    'nhà, xưởng, kho, chợ, tiệm, quán, phòng, trọ, dãy, dãy trọ, xe, tầng, căn, chung cư, lò, bếp, công ty, trường, rừng, vườn, sạp, ki ốt, tủ điện, trụ điện, máy biến áp, rèm, nệm, mái, ghe, văn phòng, hầm, cabin, chuyền, bạt, tôn',
}

const FRAMES = `
fire|6|lửa, ngọn lửa|lan, bén, lem, liếm, phực, bùng, bùng lên, ngút, ngút trời, bốc, bốc lên, cháy, tới nóc, vẫn còn, trong nhà, cao, dữ, lớn, mạnh, rớt, tràn, qua, từ ban công
fire|8|khói, khói đen, khói trắng|phòng, hầm, kẹt, cầu thang, đặc, trong nhà, tầng, lầu, hành lang, nghẹt thở, cabin, cửa khóa, cửa sau khóa, thoát hiểm, trong bếp, mái, chuông
fire|8|cháy|BLAZE_PLACE|gọi, 114, kẹt, rồi, lửa, khói, cứu, lan, kìa, nè, đang, dữ, lớn, rực, trời ơi, cháy, người, chưa dập, chưa chữa, nước yếu, quá, xịt
fire|9|cháy|114, chữa cháy đến, xe chữa cháy, xe cứu hỏa|gọi, kêu, chưa tới, chưa thấy, hoài, không ai, cho, xin, giùm, đâu
fire|5|gas, bình gas, bình ga, khí gas, xăng, amoniac, mùi ga, khí ga|xì, rò, rò rỉ, nồng, nồng nặc, nổ, rè rè, lật, tràn, dày đặc, tưới, đổ
fire|5|hóa chất, amoniac, khói lạnh, hơi độc|ngất, ngộp, nổ, cháy, tràn, lật, nôn, xỉu
fire|4|pin, trạm điện, lò hơi, nồi hơi, bình, máy nén, trạm, xe điện, hóa chất|nổ, phát nổ, nổ banh, nổ cái đùng
fire|6|nổ lụp bụp, nổ lốp bốp, nổ đùng, nổ cái đùng, phát nổ|lửa, khói, cháy, người, nãy giờ
fire|5|chuông báo cháy, báo cháy|hú, kêu, reo|lên, khói, tầng, lầu, xuống, kẹt
violence|7|WEAPON|cầm, vác, dí, kề, kê, rượt, chặn, chém, đâm, đập, quất, xông, rút, vung, mang, đuổi|đang, kìa, nè, rồi, rượt, dí, cổ, chém, đòi, đập, xông, cửa, người, tôi, tui, em, nó, máu, trước, vô, ra
violence|8|TOOL|cầm, vác, dùng, lấy, quất, đập, dí|đang, nãy giờ, kìa, nè, rượt, máu, cứu, trốn, giết, dọa, van xin, gục, ai cũng sợ, không ai dám
violence|9|BEAT|VICTIM|GOING_ON
violence|6|bóp cổ, siết cổ, trói, khống chế, bắt cóc, dí cổ, bịt miệng, kề cổ, quấn cổ|PERSON
violence|8|nhốt, giam, khóa trái, khóa cửa, giữ|PERSON|không cho về, không cho ra, không cho ăn, đánh, la cứu, kêu cứu, đập cửa, chồng, nó nhốt
violence|6|lôi, kéo, ép, đẩy, bắt|lên xe, vô phòng, vô nhà, vào phòng, vô hẻm, đem đi|la cứu, kêu cứu, khóc, con gái, bé, chuộc, cứu, la, lạ
violence|12|bắt, giữ|chuộc, tiền chuộc, con tin
violence|5|nghe, tiếng|la cứu, kêu cứu, cứu mạng, la hét, van xin, súng, đừng giết, roi
violence|9|trộm, ăn trộm, cướp, người lạ, kẻ lạ, bịt mặt, đột nhập, mấy thằng|đang lục, lục đồ, cạy cửa, đang cạy, leo rào, đập cửa, phá cửa, dưới bếp, trong nhà, khống chế|đang, nghe, giờ, kìa, trốn, nãy giờ
violence|12|trốn, núp|trong, dưới, trên, sau|cửa, dao, đập, nó, chồng, ổng, ảnh, cầm, mẹ con, cứu, búa|giết, đánh, chém, đập, dao, rựa, cứu, rượt, kiếm, kéo, búa
violence|6|hiếp, cưỡng hiếp, làm bậy|PERSON|đang, cửa, cứu, kìa, rồi, ngoài
violence|7|đập, phá, xông vô, đập phá|cửa, cửa phòng, cửa nhà, quán, dãy trọ|giết, chém, dọa, say, đốt, xăng, dao, rượt, khóc, sợ
medical|7|PERSON|bất tỉnh, hôn mê, mê man, không thở, hết thở, ngừng thở, ngưng thở, thở khò khè, thở yếu, thở ngáp, thoi thóp, tím tái, tím môi, môi tím, tím ngắt, sùi bọt mép, trợn mắt, mắt trợn, co giật, giật đùng đùng, giật giật, lơ mơ gọi, gọi không dậy, gọi không tỉnh, gọi hông tỉnh, không nhúc nhích, hông nhúc nhích, không cựa quậy, không cử động, nằm bất động, không dậy nữa, lạnh ngắt, cứng hàm, ngã gục, gục xuống, ngã khụy, ngã quỵ, méo miệng, miệng méo, cắt gân, nằm im re, thở không, chưa thở, không khóc nữa
medical|9|té, ngã, gục, xỉu, ngất, nằm|gọi, kêu, lay, hỏi|không trả lời, không tỉnh, không dậy, không thưa, hông trả lời, không nói, không nhúc nhích, hông tỉnh, không ai trả lời
medical|6|miệng méo, méo miệng, nói đớ, nói ú ớ, tay chân xụi, tay trái, nửa người|nói, tay, nhấc, yếu, tự nhiên, liệt, không rõ, tê
medical|5|không còn mạch, ép tim, bấm tim, ép ngực, hô hấp nhân tạo|PERSON, đang, không thở, cấp cứu, mạch
medical|7|đau thắt ngực, đau ngực, ngực đau, đau nhói ngực, tức ngực, cơn tim, đau tim, ôm ngực|dữ dội, khó thở, mồ hôi, tay trái, quá, không thở, lan xuống, cấp cứu, tê, lên
medical|6|máu|phun, tuôn, lênh láng, ồ ạt, như suối, be bét, không cầm, hoài không cầm, đầy mặt, đầy, ói ra, ra lỗ tai, quá trời, nhiều lắm, nhìu lắm, nhiều quá, túa|PERSON, tay, đầu, đang, cổ, mặt
medical|10|tai nạn, tông, đụng, cán, lật, lao xuống|xe, ghe, container, xe ben, xe tải, xe máy, xe khách, tàu|máu, nằm, kẹt, gãy, bất động, chết, dưới bánh, dưới gầm, rên, cabin, nặng, bị thương, nguy, la, không dậy, ngất, la hét
medical|12|té, rớt, rơi, ngã, lọt, nhảy, trượt, sụp|DEEP|kêu, gọi, không lên, chưa thấy, chìm, nằm, bất tỉnh, không trả lời, cứu, vớt, máu, sâu, cuốn, trôi, không thấy, kéo, không nổi, đang, thở, gãy, chưa lên, xuống nước
medical|7|chìm, cuốn, trôi, đuối, cuốn đi|PERSON|WATER, rồi, xuống|chưa thấy, nổi, vớt, cứu, rồi, đang, tay, không thấy, đi rồi, trời mưa, bơi
medical|12|ghe, tàu, thuyền, phà|chìm, lật|người, nhảy, rơi, rớt, đang
medical|6|kẹt, mắc kẹt, vùi, bị đè, đè trúng, đè, kẹt lại, bị cuốn|PERSON|trong, dưới, thang máy, cabin, xe hơi, hầm, máy, cây, tường, đất, đá, cát
medical|9|thang máy|rớt, rơi, kẹt, đứt|người, em, la, xỉu, bà bầu, cứu
medical|9|nhốt, bỏ quên, khóa, kẹt|trong xe|bé, đứa, trẻ, cháu, nắng, lả
medical|7|dây điện, điện, trụ điện, chạm vào|dính, giật, giựt, giật giật, co giật, co giựt|PERSON
medical|5|POISON|uống, nuốt, hít, xịt, ăn
medical|7|uống nhầm, nuốt, uống lộn|thuốc, pin, kim, tẩy, bồn cầu, axit, xăng, hạt, nước tẩy|bé, ói, con, đau, cháu, giờ, em, rồi
medical|10|ăn, uống|ói, nôn, mửa, ói mửa|xỉu, tím, co giật, ngất, lạnh ngắt, hôn mê, lả, không biết gì, mê
medical|4|bầu, vợ, mang thai, bà bầu|vỡ ối, vỡ nước ối, chuyển dạ, ra máu, ra nước, băng huyết, đẻ rơi, đẻ rớt, sanh rớt, sinh rớt
medical|6|đẻ, sanh, sinh, vỡ nước, nước ối|rơi, rớt, giữa đường, ngoài đường, trên xe, ối, vỡ|đang, rồi, kẹt xe, cứu, con, trạm, giữa
medical|5|rắn, ong, ong vò vẽ, bò cạp|cắn, đốt, chích, cạp|sưng, mũi, tím, thở, tay, chân, đau, hồi nãy, rồi, tê
medical|8|chó, chó dữ, heo, trâu|cắn, táp, húc|mặt, cổ, rách, toạc, đứt, máu, gãy|ra, rồi, nhiều, cứu, đang
medical|7|soi nước, sôi nước, nước sôi, dầu nóng, dầu sôi|nguyên người, cả người, lột da, tuột da, nguyên cánh tay, cả lưng, phỏng, bỏng, đổ nước sôi
medical|6|phỏng, bỏng|nước sôi, dầu nóng, nguyên người, cả lưng, da, nặng, lột, cả người, axit, toàn thân
medical|4|xe cứu thương, xe cấp cứu, cứu thương, cấp cứu|cho, kêu, gọi, cần, xin, điều, tới, lẹ, kiu|gấp, tới, đến, giùm, dùm, với, lẹ, đi, chưa, ngay, đang
medical|6|mắc cổ, hóc, hạt, nghẹn|tím, không thở, vỗ lưng, chưa ra, không ra, cổ, tái
medical|5|máy|cuốn, cán, chém, kẹp, dập|tay, chân, tóc, công nhân|vào, vô, đứt, máu, kẹt, rồi
medical|9|công nhân, học sinh, cả lớp, cả tổ, cả dãy, mấy người, nhiều người, cả phòng|ngất, xỉu, ói, nôn|hàng loạt, hóa chất, rồi, cô gọi, xe, liên tục, tím
medical|8|xuống|hầm, giếng, biogas, hố|không thấy lên, chưa lên, không lên, ngộp, ngạt
medical|9|nước lũ, nước, lũ|mái, nóc|người, ngồi, kẹt, cứu, bốn, cả nhà
medical|6|nhà sập, sập nhà, sập, tường|PERSON|trong, dưới, kẹt, đè, vùi, kêu
medical|5|vùi, bị vùi, chôn vùi|PERSON
medical|9|sập, sập giàn giáo, sập hầm, sập tường, sạt lở|vùi, kẹt, trong đó, bên trong, bị thương, đè, cứu, rên
medical|4|gãy|chân, tay, xương, cổ|xương, lòi, nằm, máu, đau
self-harm|7|lan can, mép sân thượng, thành cầu, nóc nhà, mái nhà, tầng thượng, sân thượng, trên cầu|đứng, ngồi, trèo, leo|khóc, nhảy, ngoài, mép, em, tôi, buông, xuống, bye, chán|đang, có, cô gái, em, tôi, khóc, đòi, ngoài, rồi
self-harm|5|đòi nhảy, định nhảy, sắp nhảy, tính nhảy, nhảy xuống|mái, lầu, tầng, cầu, sân thượng, sông, mái nhà, xuống
self-harm|6|tuyệt mệnh, thư để lại, để lại thư, viết thư, viết giấy, thư cho con|xin lỗi, tắt máy, bỏ đi, nhắn, khóa, thuốc, gửi, xong rồi, chắc
self-harm|7|đêm cuối, ngày cuối, tối cuối, ca cuối, ngày cuối cùng, đêm cuối cùng|chắc, mai, đời, nay, cảm ơn, em, tôi, là
self-harm|6|đừng tìm, khỏi tìm, khỏi kiếm, đừng kiếm, đừng chờ|em, tôi, tui, nó, chị, con, cơm
self-harm|6|ngủ luôn, không thức dậy, không dậy nữa, không muốn thức|muốn, mún, chỉ muốn, chắc, mệt, uống
self-harm|9|không ai cần|em, tôi, tui, mình, e
self-harm|8|tạm biệt, vĩnh biệt|mọi người, đời, khóa, cõi, không ai, đi đây, em đi, mn
self-harm|5|treo|mình lên, lơ lửng, cổ, mình
self-harm|9|cứa tay, rạch tay, cắt tay, cắt gân|máu, khóa, gọi không, nó, em, cửa, vừa
self-harm|6|đường ray|nằm, xe lửa, tàu
self-harm|9|than|nhóm|phòng, đóng kín, con, khóa
self-harm|7|xăng|tưới, đổ, ôm chai, chế|lên người, người, mình, hột quẹt, hộp quẹt, bật lửa, đòi đốt
self-harm|8|uống hết, uống nguyên, uống một lượt, nuốt hết|thuốc, vỉ|xong, hết, trách, nhẹ, ngủ, quá, gọi, không muốn, đủ
self-harm|7|mua sẵn, để sẵn, mở rồi, mở sẵn, thủ sẵn|thuốc, POISON, dây|tôi, em, bàn, rồi
self-harm|8|chai thuốc, thuốc sâu, thuốc cỏ|cho rồi đời, đi trước, xin lỗi, không muốn sống, đi cho rồi
self-harm|7|sống|đủ rồi, chết sướng, thà chết, cho rồi, hết rồi|uống, thuốc, súng, nhận xác, bình ga, treo, trách, mệt, khổ, tính
self-harm|9|ôm con, hai vợ chồng, cả nhà|nhảy, chết, uống thuốc|cho xong, tính, muốn, luôn
self-harm|7|đời tôi, đời em, đời mình|hết, coi như hết, chấm dứt|cuối, mai, rồi, chết
child|9|CHILD|đánh, quất, xích, trói, bịt mũi, bịt miệng, dìm, nhấn, nhận đầu, dúi, bỏ đói, băng keo, tát, gào, khóc thét, bầm, dí, đập gậy, đổ nước sôi, treo, lắc|cô giáo, bảo mẫu, cha dượng, dượng, mẹ ghẻ, mẹ kế, mẹ nó, ba nó, cha, đang, nãy giờ, khóc, dây điện, roi, móc áo, liên tục, cứu, đứng ngoài
child|9|CHILD|sờ mó, đụng chạm, lạm dụng, hiếp, xâm hại, vô phòng, làm bậy, dâm ô, ôm hôn|dượng, chú, thầy, ông, cha, bác, bảo vệ, anh họ, cửa, khóc, kể
child|9|CHILD|lôi, dắt, kéo, ép, bế, ôm, chở, rủ, dụ, bắt|lên xe, vô hẻm, vô phòng, vô nhà, khóa cửa, lạ, vào phòng|khóc, la, cứu, đòi mẹ, tiếng khóc, gào, giãy, đang
child|6|lạc mất, mất tích, đi lạc, lạc|cháu, bé, con trai, con gái, đứa nhỏ, em bé|tuổi, nãy giờ, tiếng, đông, chợ, tìm, không thấy
child|9|bé, cháu, đứa nhỏ, tuổi|một mình|quốc lộ, ngoài đường, đường ray, ban công, lan can, bờ sông|không thấy, đi, không ai, đang, tuổi
child|7|sơ sinh, em bé, hài nhi, bé|bỏ, bỏ rơi, vứt, bỏ lại|thùng, bao, bịch, gốc cây, cổng chùa, bụi, thùng mì, rác|còn sống, khóc, chùa, thở, sống, trước
child|9|CHILD|nhốt, khóa ngoài, bỏ đói, xích chân, nhà kho|đói, khóc, lả, không cho ăn, mấy ngày, ngày nay, gục, nắng
violence|7|đâm, chém, đá, đạp, đấm|một nhát, vô bụng, vào bụng, vô đầu, vô mặt, vào đầu|tôi, em, tui, con, nó, chị, mẹ
violence|9|chồng, ảnh, ổng, chồng em, nó, anh ta|nằm dưới đất, im quá, tắt tiếng, im hẳn|em, con em, chị, đánh, đá, bóp
medical|6|ngã, té, nga|ngửa, gục, sấp|gọi, mạch, tự nhiên, thở, không dậy, không tỉnh
medical|5|xe, xe tải, xe ben, container, xe buýt|cán, tông|người, ngừi, học sinh, em bé, bà cụ, một chị, một anh
medical|8|bắt thang, bắc thang, nhìn vào|treo lơ lửng, treo cổ
self-harm|9|kiếp sau, khỏi kiếm, gửi thằng cu, gửi con, gửi gắm con|gặp lại, nữa, tắt, xếp hết
self-harm|8|biến mất|cõi đời, thế giới, đời này
self-harm|6|bế tắc, tuyệt vọng, đường cùng|chết, không lối thoát, không còn lối, biến mất, muốn
self-harm|5|chỉ còn đường|chết
self-harm|4|chết quách, chết đi|muốn, cho rồi, cho xong
self-harm|7|mở bình ga, mở ga, khóa cửa|uống xong, đau đâu, đủ rồi, ngủ hết
fire|7|nổ|văng, bị thương, lan sang, cháu bị, bị bỏng
fire|7|gas, ga, mùi gas, mùi ga, khí gas|hành lang, hầm, bếp, dãy trọ, tòa, phòng|nồng, xì, rò, khóa van, hoa mắt, chưa ai, nặng
child|9|tuổi|mang bầu, có bầu, có thai|chú, dượng, ông, cha, bác, anh, thầy
`

interface Frame {
  kind: EmergencyKind
  within: number
  groups: readonly number[]
}

/** A frame found: its name for the console, and where its first and last word stand (token positions, end exclusive). */
export interface FrameHit {
  value: EmergencyKind
  phrase: string
  from: number
  to: number
}

const { frames: TABLE, index: INDEX } = compile()

/**
 * Every frame whose groups all stand near enough to each other.
 * @param harmless places of the message whose words mean something else ("phòng cháy chữa cháy")
 */
export function findFrames(
  tokens: readonly Token[],
  harmless: readonly { from: number; to: number }[] = [],
): FrameHit[] {
  const at = new Map<number, Place[]>()
  const burning = new Set(tokens.filter((t) => FIRE_BARE.has(t.bare)).map((t) => t.bare)).size >= 2
  for (const hit of findPhrases(tokens, INDEX)) {
    if (harmless.some((x) => x.from < hit.to && hit.from < x.to)) continue
    if (isDoubtful(tokens, hit, burning)) continue
    for (const group of hit.value) {
      const list = at.get(group)
      if (list === undefined) at.set(group, [hit])
      else if (list.length < MOST_PER_GROUP) list.push(hit)
    }
  }
  return TABLE.flatMap((frame) => together(frame, at) ?? [])
}

/** One syllable that is mostly something else when typed without accents: "trời", "đi", "rồi", "để", "có", "lúa". */
const DOUBTFUL_BARE = new Set(
  'trói dí roi đè vỡ hóc hiếp vùi bỏng rơi tát nổ lửa khói cháy da treo đâm lả lôi đá rò đẻ sanh cạp chích xô búa kìa nè bế dụ kể kẹp đuối trôi đói chai lò gas'.split(
    ' ',
  ),
)
/** Among them those of fire: two different ones in one message are a fire. */
const FIRE_WORDS = new Set('nổ lửa khói cháy'.split(' '))
const FIRE_BARE = new Set('lua khoi chay no 114 ket boc gas cuu'.split(' '))

function isDoubtful(tokens: readonly Token[], hit: Place, burning: boolean): boolean {
  if (!DOUBTFUL_BARE.has(hit.phrase)) return false
  const token = tokens[hit.from]
  if (token === undefined || token.text !== token.bare) return false
  return !(FIRE_WORDS.has(hit.phrase) && burning)
}

/** Beyond this many places of one group a message is no message any more; keeps the work bounded. */
const MOST_PER_GROUP = 12

type Place = { from: number; to: number; phrase: string }

function together(frame: Frame, at: ReadonlyMap<number, readonly Place[]>): FrameHit | null {
  const lists = frame.groups.map((group) => at.get(group) ?? [])
  if (lists.some((list) => list.length === 0)) return null
  for (const first of lists[0] ?? []) {
    const found = nearest(lists, first, frame.within)
    if (found === null) continue
    const from = Math.min(...found.map((p) => p.from))
    const to = Math.max(...found.map((p) => p.to))
    const inOrder = [...found].sort((a, b) => a.from - b.from)
    return { value: frame.kind, phrase: inOrder.map((p) => p.phrase).join(' … '), from, to }
  }
  return null
}

/** For each group its place nearest to the first one, none sharing a word with another; null: one is too far. */
function nearest(lists: readonly (readonly Place[])[], first: Place, within: number): Place[] | null {
  const chosen = [first]
  for (const list of lists.slice(1)) {
    const free = list.filter((p) => chosen.every((c) => p.to <= c.from || c.to <= p.from))
    const near = free.reduce<Place | null>(
      (best, p) => (best === null || gap(p, first) < gap(best, first) ? p : best),
      null,
    )
    if (near === null || gap(near, first) > within) return null
    chosen.push(near)
  }
  return chosen
}

function gap(a: Place, b: Place): number {
  return a.from >= b.to ? a.from - b.to : b.from - a.to
}

function compile(): { frames: Frame[]; index: ReturnType<typeof indexPhrases<number[]>> } {
  const groups = new Map<string, number>()
  const phrases = new Map<string, number[]>()
  const groupOf = (written: string): number => {
    const known = groups.get(written)
    if (known !== undefined) return known
    const id = groups.size
    groups.set(written, id)
    for (const phrase of written.split(',').flatMap((p) => (LISTS[p.trim()] ?? p).split(','))) {
      const key = phrase.trim()
      phrases.set(key, [...(phrases.get(key) ?? []), id])
    }
    return id
  }
  const frames = FRAMES.trim()
    .split('\n')
    .map((line): Frame => {
      const [kind = '', within = '0', ...rest] = line.split('|')
      return { kind: kind as EmergencyKind, within: Number(within), groups: rest.map(groupOf) }
    })
  return { frames, index: indexPhrases(phrases) }
}
