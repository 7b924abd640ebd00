import type { EmergencyKind } from '../core/understanding.ts'
import { indexPhrases, phraseSet } from './phrases.ts'

/** Set phrases that tell a danger by themselves. Written with accents; so are all lists here. */
export const ALARM: readonly (readonly [EmergencyKind, string])[] = [
  [
    'fire',
    'cháy nhà|nhà cháy|nhà đang cháy|nhà bị cháy|cháy lớn|cháy to|cháy dữ|cháy rồi|đang cháy|bốc cháy|cháy xưởng|xưởng cháy|cháy kho|cháy chợ|chợ cháy|cháy quán|cháy phòng trọ|cháy dãy trọ|trọ cháy|cháy trọ|cháy xe|xe cháy|cháy công ty|công ty cháy|cháy rừng|cháy lan|cháy bãi|bãi rác cháy|cháy cỏ|cháy nổ lớn|hỏa hoạn|phát hỏa|khói bốc|bốc khói|khói nghi ngút|khói đen nghi ngút|lửa bốc|lửa cháy|ngọn lửa|nổ bình gas|nổ gas|nổ bình ga|nổ ga|xì gas|xì ga|rò rỉ gas|rò gas|rò rỉ ga|mùi gas|gas xì|ga xì|cứu hỏa|cháy cháy|có cháy|bị cháy|cháy nè|cháy quá|chập điện cháy|nổ lớn|phụt lửa|cháy tủ điện|trụ điện cháy|kẹt trong đám cháy|đám cháy|cháy tới nơi|cháy máy biến áp|máy biến áp cháy|nổ máy biến áp|nổ trạm biến áp|cháy trạm biến áp',
  ],
  [
    'violence',
    'đánh nhau|đánh lộn|uýnh lộn|uýnh nhau|oánh nhau|đập nhau|chém nhau|đang chém|bị chém|rượt chém|chém người|rượt đuổi chém|chém lộn|đâm chém|chém giết|đâm nhau|bị đâm|đâm người|cầm dao|cầm mã tấu|vác dao|vác mã tấu|dí dao|kề dao|rút dao|cầm rựa|cầm hung khí|mang hung khí|mã tấu|hung khí|giết người|đòi giết|dọa giết|sắp giết|giết tôi|giết vợ|giết mẹ|giết em|cướp giật|bị cướp|có cướp|ăn cướp|đang cướp|cướp tiệm|giật dây chuyền|giật túi|bắt cóc|nổ súng|cầm súng|có súng|bắn nhau|hành hung|bị đánh|đang đánh|đánh hội đồng|đánh ghen|đánh đập|đánh tới tấp|đánh chảy máu|đánh tui|đánh tôi|đánh em|đánh vợ|chồng đánh|chồng tui đánh|hiếp dâm|cưỡng hiếp|đập cửa|phá cửa|đột nhập|tạt sơn|tạt axit|giam giữ|nhốt tôi|nhốt em|bóp cổ|bạo hành|ẩu đả|xô xát|nhốt trong|tiếng súng|súng nổ|đánh mẹ|đánh má|đánh cha|đánh bà|đổ máu|hỗn chiến|siết cổ|trộm đang|ăn trộm đang|đòi chém|đòi đâm|dọa chém',
  ],
  [
    'medical',
    'cuốn trôi người|người bị cuốn trôi|nước cuốn trôi|bị nước cuốn|bất tỉnh|ngất xỉu|bị ngất|ngất rồi|xỉu rồi|xỉu giữa|tai nạn nặng|tai nạn nghiêm trọng|tai nạn chết người|vừa tai nạn|mới tai nạn|đang tai nạn|có tai nạn|xảy ra tai nạn|bị tai nạn|vụ tai nạn|tai nạn rồi|đuối nước|chết đuối|rớt xuống sông|té xuống sông|té sông|rơi xuống giếng|té giếng|rớt xuống cống|rơi xuống cống|té xuống cống|lọt xuống cống|lọt cống|điện giật|giật điện|bị điện giựt|điện giựt|cần cấp cứu|gọi cấp cứu|xe cấp cứu|kêu cấp cứu|cấp cứu gấp|cấp cứu với|cấp cứu nhanh|cho cấp cứu|cấp cứu|đột quỵ|đột quị|tai biến|ngừng thở|không thở được|khó thở quá|đang khó thở|máu nhiều|chảy máu nhiều|máu me đầy|máu me be bét|nằm bất động|bất động|co giật|ngộ độc|rắn cắn|uống thuốc sâu|uống thuốc rầy|uống thuốc trừ sâu|uống thuốc ngủ|vỡ ối|sắp sinh|đau đẻ|hóc xương|hóc dị vật|té lầu|rớt lầu|sập nhà|nhà sập|sập giàn giáo|bị cây đè|đè trúng|đè người|đè chết|mắc kẹt|kẹt trong thang máy|người bị thương|bị thương nặng|trọng thương|nguy kịch|hấp hối|cứu người|xe tông|bị tông|bị xe tông|xe đụng|xe cán|cứu với|cứu mạng|cứu con tôi|sốc phản vệ|lên cơn đau tim|nhồi máu|nước cuốn',
  ],
  [
    'self-harm',
    'định tự tử|đòi tự tử|muốn tự tử|tính tự tử|tự tử|tự sát|tự vẫn|tự vận|không muốn sống|chán sống|không thiết sống|hết muốn sống|muốn chết|kết liễu|nhảy cầu|nhảy lầu|chết cho rồi|chết quách|chết đi cho rồi|chết cho xong|sống làm gì nữa|sống để làm gì|rạch tay|cắt tay|treo cổ|không còn muốn sống|từ giã cõi đời|tìm đến cái chết|chết chung|chết hết cho rồi',
  ],
  [
    'child',
    'xâm hại trẻ|xâm hại tình dục|xâm hại bé|xâm hại cháu|dâm ô|ấu dâm|bạo hành trẻ|bạo hành bé|bạo hành cháu|bạo hành con|đánh con nít|đánh trẻ|đánh bé|đánh cháu bé|đánh đập con|đánh đập bé|đánh đập cháu|đánh đập trẻ|bỏ rơi trẻ|trẻ bị bỏ rơi|em bé bị bỏ rơi|bé bị bỏ rơi|bé sơ sinh bị|trẻ sơ sinh bị|bắt cóc trẻ|bắt cóc con nít|sàm sỡ bé|sàm sỡ cháu|sờ mó bé|sờ mó cháu|nhốt con|nhốt bé|nhốt trẻ|bỏ đói con|bỏ đói bé|đứa nhỏ bị đánh|đứa bé bị đánh|con nít bị đánh|cháu bé bị đánh|trẻ em bị đánh|bé bị đánh|bé gái bị|đánh con|đánh thằng nhỏ|đánh con nhỏ|đánh đứa nhỏ|đánh đứa bé|trẻ bị đánh|dụ dỗ bé|mẹ ghẻ đánh|cha dượng đánh|lạc mất con|trẻ đi lạc',
  ],
]

/** Words that tell a danger only with something beside them, or when the classifier agrees. */
export const HINTS: readonly (readonly [EmergencyKind, string])[] = [
  [
    'fire',
    'bén lửa|bắt lửa|phát cháy|cháy phừng|cháy phựt|ngùn ngụt|bùng cháy|cháy rụi|cháy đỏ|lửa đỏ|rực lửa|cháy rực|ngạt khói|khói ngạt|khói mù|khói xộc|khói tuôn|chập cháy|kêu cứu hỏa|gọi cứu hỏa|gọi chữa cháy|xe chữa cháy đâu|xe cứu hỏa đâu|cháy bên|cháy lầu|cháy phòng|cháy bếp|bếp cháy|cháy thùng|cháy tiệm|tiệm cháy|cháy sạp|cháy vườn|cháy mái|cháy tầng|cháy căn|cháy chung cư|cháy ghe|cháy bồn|cháy máy|cháy ổ điện|cháy bình|bình nổ|pin nổ|nổ pin|nổ lốp bốp|phát nổ|tiếng nổ|nổ lò|nổ nồi|khét lẹt mùi điện|lửa lớn|lửa lan|lửa to|lửa dữ|dập không nổi|dập không được|không dập được|chưa dập được|dập không tắt|mùi gas nồng|gas nồng|hơi gas|xì hơi gas|rò khí|tràn xăng|xăng tràn|tràn hóa chất',
  ],
  [
    'violence',
    'lụi dao|thọc dao|xách dao|xách mã tấu|xách rựa|xách súng|cầm búa|cầm kiếm|cầm gậy|cầm tuýp|cầm lựu đạn|cứa cổ|cắt cổ tôi|kề cổ|quánh lộn|quýnh lộn|quánh nhau|quýnh nhau|quánh tôi|quánh tui|quánh em|đánh túi bụi|đánh dã man|đánh bầm dập|đánh thừa sống|đánh gần chết|đập hội đồng|xúm đánh|xúm lại đánh|bu đánh|chặn đánh|rượt đánh|đuổi đánh|dí đánh|vây đánh|bao vây|phang vô đầu|phang gậy|la thất thanh|kêu thất thanh|gào thét|van lạy|van xin|khống chế|bịt mặt|chuốc thuốc|giở trò|cưỡng bức|dí súng|bắn người|bắn trúng|giựt túi|giựt dây chuyền|giựt giỏ|giựt xe|cướp xe|cướp của|cướp ngân hàng|cạy khóa|cạy cửa|leo tường|trèo tường|trèo vô nhà|vô nhà tôi|xông vô nhà|xông vào nhà|đập phá nhà|đập phá|trói tay|bị trói|bắt giữ người|giữ người trái phép|không cho ra ngoài|khóa trái cửa nhốt|dọa tạt|tạt xăng|đổ xăng|tưới xăng|ném bom xăng|bom xăng|ném đá vô nhà|nó giết|giết nhau|giết nó|giết con|chém tôi|chém tui|chém em|chém nó|chém ba|chém má|đâm tôi|đâm tui|đâm em|đâm nó|đâm một nhát|đâm bạn|đánh bạn|đánh chồng|đánh nó|đánh anh|đánh chị|đánh người|đánh công nhân|cầm cây đánh|đang đập|đập vợ|đập con|đập tôi|đập em|bị hiếp|lôi vô|kéo vô nhà|ép lên xe|bắt lên xe',
  ],
  [
    'medical',
    'ngưng tim|ngừng tim|đứng tim|ngưng thở|hết thở|thở hắt|thở thoi thóp|thở ngáp|thở gấp|thở yếu|thở không nổi|thở không được|thở không ra|nghẹt thở|khó thở|tức thở|khò khè|ngộp thở|ngạt khí|ngạt thở|ngộp khí|lịm đi|lịm dần|lả đi|lả người|té xỉu|ngã xỉu|xỉu ngang|xỉu tại|đứng tròng|trợn tròng|trợn trắng|cứng đơ|đơ người|run bần bật|li bì|sốt cao co giật|tê liệt|xụi lơ|méo mồm|mồm méo|miệng méo|méo miệng|không nói được|nói ngọng nghịu|vỡ đầu|bể đầu|lủng đầu|nứt sọ|đầu đầy máu|ra máu|băng huyết|ói máu|ói ra máu|hộc máu|thổ huyết|chảy máu|máu chảy|mất máu|máu me|cụt tay|đứt lìa|đứt ngón|đứt tay|đứt chân|dập nát|cưa trúng|cuốn tay|cán tay|kẹp tay|sắt đâm|đinh đâm|đâm xuyên|sặc sữa|mắc nghẹn|mắc cổ|hóc hạt|nuốt nhầm|nuốt trúng|uống nhầm|uống lộn|rắn độc|rắn hổ|rắn lục|rắn cạp nong|ong đốt|ong vò vẽ|bị chó cắn|sốc thuốc|sốc nhiệt|say nắng|ngáo đá|tông trực diện|kéo lê|văng xuống|văng ra|cán qua|chèn qua|lao xuống|lật xe|xe lật|lật ghe|lật xuồng|chìm ghe|chìm xuồng|chìm đò|vùng vẫy|chới với|chìm nghỉm|chìm rồi|chìm xuống|mất hút|trôi theo dòng|cuốn trôi|hụt chân|không biết bơi|đuối sức|rớt sông|rớt hồ|rớt ao|rớt mương|rớt kênh|rớt giếng|té hồ|té ao|té kênh|té mương|té giàn giáo|té từ|rơi từ|rớt từ|té cầu thang|té xuống|rơi xuống|rớt xuống|lọt xuống|lọt hố|lọt giếng|kẹt thang máy|kẹt trong|kẹt dưới|kẹt bên trong|không ra được|không thoát ra|bị vùi|bị chôn|sạt lở đè|bị bỏng|bị phỏng|bỏng nặng|phỏng nặng|bỏng nước sôi|phỏng nước sôi|nước sôi đổ|dính điện|bị giật điện|chạm điện|gãy chân|gãy tay|gãy cổ|gãy xương|nằm im|không nhúc nhích|không cử động|không trả lời|không tỉnh|chưa tỉnh|lay không|gọi không dậy|kêu không dậy|hôn mê|mê man|sùi bọt|bọt mép|tím tái|tím ngắt|tím môi|tái mét|vã mồ hôi|ôm ngực|đau ngực|đau tim|lên cơn|động kinh|chuyển dạ|đẻ rớt|đẻ rơi|sanh rớt|vỡ nước ối|ối vỡ|tụt huyết áp|tụt đường|lên máu|huyết áp 2|xe cứu thương|ép tim|bấm tim|hô hấp nhân tạo|sơ cứu|ngất|xỉu|chết mất|sắp chết|gần chết|chết người rồi|có người chết|ai cứu|cứu nó|cứu bé|cứu ba|cứu bà|cứu ông|cứu anh|cứu chồng|cứu vợ|cứu bạn',
  ],
  [
    'self-harm',
    'dao lam|lưỡi lam|kết thúc tất cả|kết thúc cuộc đời|kết thúc cuộc sống|kết thúc đời|muốn kết thúc|giải thoát|đi theo ổng|đi theo bả|đi theo mẹ|đi theo ba|sống thừa|gánh nặng cho|không còn lý do|hết hy vọng|không còn hy vọng|không còn gì để|chết cho nhẹ|chết cho rảnh|chết cho khuất|chết là hết|chết thôi|chết đây|chết luôn cho|để em chết|để tôi chết|tìm cái chết|đừng cứu|vĩnh biệt|di thư|thư tuyệt mệnh|tuyệt mệnh|gieo mình|thắt cổ|treo dây|cột dây|buộc dây|đứng trên cầu|ngoài lan can|trèo lan can|leo lan can|đứng lan can|lên sân thượng|đứng sân thượng|mép sân thượng|nhảy xuống|định nhảy|đòi nhảy|sắp nhảy|nhảy sông|uống hết thuốc|uống cả vỉ|uống nguyên vỉ|uống hết vỉ|uống thuốc chuột|uống thuốc cỏ|uống thuốc tự|nuốt thuốc|đêm cuối|ngày cuối|lần cuối nhắn|lời cuối|kiếp sau|không ai cần|không ai thương|đừng tìm tôi|đừng tìm em|khỏi tìm|ngủ một giấc dài|ngủ mãi|không tỉnh dậy nữa|không thức dậy|muốn biến mất|muốn đi luôn|đi luôn cho|tuyệt vọng|đường cùng|bế tắc quá|hết đường sống|cắt gân|cứa tay|rạch cổ tay|cắt cổ tay|đốt than',
  ],
  [
    'child',
    'dìm bé|dìm đầu|nhét khăn|nhét giẻ|bịt miệng bé|bịt mũi bé|bịt mũi|quăng bé|ném bé|xách ngược|đánh bầm|trói bé|trói con|xích bé|xích con|bỏ quên trong xe|nhốt trong xe|nhốt cháu|bé lạc|cháu bị lạc|lạc mất|đi lạc|mất tích|bé mất tích|dắt bé|dụ bé|dụ cháu|dụ con|bắt bé|bắt cháu|bắt con tôi|bế bé chạy|ôm bé|đánh cháu|quất cháu|quất bé|quất con|tát bé|tát cháu|hiếp dâm bé|hiếp bé|làm bậy với|làm nhục|sờ soạng|đụng chạm|cưỡng hiếp cháu|trẻ sơ sinh|bé sơ sinh|em bé bị|bỏ con|bỏ rơi|đói lả',
  ],
]

/** A figure of speech or another matter: these phrases take the alarm out of the words they cover. */
export const HARMLESS = indexPhrases(
  (
    'dây điện đứt rớt xuống|dây điện đứt rơi xuống|dây điện rớt xuống|dây điện rơi xuống|dây cáp rớt xuống|dây mạng rớt xuống|cành cây rớt xuống|cành cây rơi xuống|biển quảng cáo rớt xuống|bất động sản|án treo|đèn bị xe tông|trụ bị xe tông|cột bị xe tông|sáng bị xe tông|báo bị xe tông|điện bị xe tông|rào bị xe tông|phân cách bị xe tông|cây bị xe tông|cổng bị xe tông|bóng đèn bị cháy|đèn bị cháy|bị cháy bóng|cháy bóng|bóng cháy|bóng bị cháy|đèn đường cháy|đèn cháy|đèn đường bị cháy|bóng đèn đường bị cháy|đèn giao thông bị cháy|cháy túi|cháy vé|cháy hàng|cháy máy bơm|cháy tivi|cháy tủ lạnh|bị cháy tủ lạnh|cháy đồ điện|cháy thiết bị|cháy nắng|' +
    'phòng cháy chữa cháy|phòng cháy|chữa cháy|bảo hiểm cháy nổ|bình chữa cháy|an toàn cháy nổ|nghiệm thu cháy|đội cứu hỏa|trụ cứu hỏa|họng cứu hỏa|' +
    'xe cán chết con gà|cán chết con gà|cán chết con vịt|xe cán chết con chó|xe cán chết chó|cán chết con chó|cán chết chó|cán chết con mèo|cán chết mèo|xe cán con chó|xe cán chó|chó bị xe cán|mèo bị xe cán|xe cán mèo|xe cán con mèo|xe cán chết con mèo|chặt chém|chém gió|chém giá|chém đẹp|cướp đất|ăn cướp tiền|cướp trắng|cướp lòng đường|phòng cấp cứu|khoa cấp cứu|nhân viên cấp cứu|bác sĩ cấp cứu|bên cấp cứu|hồ sơ cấp cứu|đường dây nóng|' +
    'không có tai nạn|dễ tai nạn|gây tai nạn|sợ tai nạn|nguy cơ tai nạn|hay bị tai nạn|hay xảy ra tai nạn|thường xảy ra tai nạn|thường xuyên xảy ra tai nạn|dễ xảy ra tai nạn|sẽ xảy ra tai nạn|sẽ có tai nạn|có ngày tai nạn|chờ tai nạn|đợi tai nạn|bảo hiểm tai nạn|tránh tai nạn|xảy ra tai nạn mới|xảy ra tai nạn thì|' +
    'dễ bị điện giật|sợ điện giật|sợ bị điện giật|có ngày điện giật|nguy cơ điện giật|coi chừng điện giật|sợ té|dễ té|sợ cháy|sợ cháy nổ|dễ cháy|dễ gây cháy|nguy cơ cháy|nguy cơ cháy nổ|lỡ cháy|gây cháy nổ|dễ bốc cháy|có ngày cháy|' +
    'đánh nhau với muỗi|đánh nhau trên mạng|đánh thuế|đánh giá|đánh số|đánh máy|đánh bài|đánh đề|đánh bạc|giết heo|giết mổ|sắp sinh lớp|chính sách sắp sinh|bị tai biến nằm|bị tai biến liệt|di chứng tai biến|sau tai biến|người bị tai biến|ba tôi bị tai biến|trợ cấp tai nạn|rửa tay|kẹt xe|kẹt cứng|phòng cháy|báo cháy giả|cháy ví|cháy deadline|cháy kho|cháy chợ vé|cháy mái vé|hàng cháy|vé cháy|cháy khét|trụ nước chữa cháy|bể nước chữa cháy|xe chữa cháy đậu|xe cứu hỏa đậu|máy bơm cháy|nuôi con|cho con bú|bắn cá|súng bắn cá|pháo nổ|nổ pháo|nổ mìn|bùng nổ|giá nổ|bánh mì|cướp giờ|đám giỗ|đánh bả|đánh lô|đánh vần|đánh dấu|đánh răng|đánh thức|đánh đổi|đánh cá|đánh bắt|đánh cờ|đánh trống|đánh đàn|đánh bóng|đánh đố|đánh đồng|kéo nhau|kéo dài|kéo điện|kéo nước|kéo xe|loa kẹo kéo|búa tạ|cắn răng|cắn rứt|sập nguồn|sập giá|sập mạng|sập web|mạng sập|sập giá mủ|cắt cổ|lãi cắt cổ|giá cắt cổ|rung nứt|nóng như lửa|như lửa|dầu sôi lửa bỏng|lửa hận|xe lửa|đường xe lửa|khói bụi|khói thuốc|tim đập|đập lúa|đập nước|cấp cứu doanh nghiệp|chết cười|cười chết|buồn ngủ muốn|chết thiệt|muốn chết luôn|thà chết chứ|chết mất thôi|ngất ngây|nhảy cầu câu|gà bị|vịt bị|heo bị|con chó nhà bên bị|chó bị|mèo bị|cột đèn ngã|giật điện thoại|giựt điện thoại|giật đt|đâm zô tim|đâm vô tim|bật công tắc|nổ phun|nổ tung|cháy quá anh em|xe cứu hỏa vào|xe cứu hỏa vô|lò mổ|xe chạy xuống|đang chạy xe|chạy lan|chạy xuống tuốt|đánh số|đánh giá|đánh thuế|chạy máy thở|xe cán gãy|cán gãy|đánh ghen trên mạng'
  )
    .split('|')
    .map((p) => [p, true] as const),
)

/** Smoke as a nuisance, not a blaze. */
export const NUISANCE = phraseSet(
  'ống khói|nhà máy xả|xả khói|lò hơi|lò gạch|lò than|lò đốt|đốt rác|đốt đồng|đốt rơm|đốt nhựa|đốt vải|đốt cỏ|nướng|xe tải bốc khói|xe chở|xe buýt|ô nhiễm'.split(
    '|',
  ),
)
/** Violence at home and against children goes on until someone stops it: "yesterday" does not end it. */
export const AT_HOME = phraseSet(
  'chồng|vợ tôi|vợ tui|đánh vợ|mẹ con|cha dượng|mẹ ghẻ|mẹ kế|ba tôi đánh|ba em đánh|bạo hành|bạo lực gia đình'.split(
    '|',
  ),
)

/**
 * Phrases that are something harmless when read with other accents ("tu tu" từ từ, "tu van" tư vấn, "xe chay" xe chạy,
 * "treo co" treo cờ, "bi ngat" bị ngắt): typed without accents they need company.
 */
export const WEAK_BARE = new Set(
  'đau đẻ|đè trúng|đánh bà|đánh má|cháy xe|xe cháy|cháy quá|cháy rồi|cháy to|đang cháy|cháy cháy|cháy nè|có cháy|cháy quán|cháy công ty|công ty cháy|cháy bãi|cháy dữ|bị cháy|cháy tới nơi|cháy kho|đâm người|bị đâm|nổ lớn|có súng|bị đè|tự tử|tự vẫn|tự vận|treo cổ|cắt tay|rạch tay|nhà sập|sập nhà|bị ngất|ngất rồi|đánh con|đánh em|đánh tôi|đánh trẻ|đánh bé|nổ ga|bất động|giết em|cháy cỏ|đánh vợ|nhảy cầu|bé gái bị|đang đánh|có cướp|tai biến|chết chung|giết tôi|nhà cháy|cháy lan'.split(
    '|',
  ),
)
export const COMPANY = phraseSet(
  'cứu|lửa|khói|113|114|115|bốc|chết|chảy máu|khẩn cấp|cấp cứu|la hét|la làng|muốn sống|giúp với|kẹt bên trong|trời ơi|cầm dao|uống thuốc|bầm tím|bầm mặt|cô giáo|bảo mẫu|cha dượng|mẹ ghẻ'.split(
    '|',
  ),
)

/** It is past, or help has come. */
export const OVER = phraseSet(
  'hôm qua|hôm kia|hôm trước|hôm bữa|hôm rồi|hôm nọ|hôm thứ|bữa trước|bữa hổm|bữa hôm|bữa kia|tuần trước|tuần rồi|tháng trước|tháng rồi|hồi năm|năm ngoái|năm trước|đêm qua|tối qua|chiều qua|sáng qua|hồi sáng|hồi hôm|hồi hè|lần trước|trước đây|hồi xưa|đã dập|dập tắt|dập được|dập xong|dập rồi|tắt rồi|tự tắt|đã bắt được|đã xử lý|cách đây|ngày qua|ngày rồi|kết quả điều tra|hồi tháng|hồi trước|từng có|từng bị|có lần|hồi đó|lúc trước|đã kết luận|đã xử|đã đưa|đưa đi bệnh viện|nhập viện rồi|xuất viện|qua đời|mất rồi|mất tuần|mất tháng|khỏe rồi|ổn rồi|êm rồi|yên rồi|không ai bị gì|không ai sao|không sao|bao năm|năm nay rồi|hồi thứ|đã làm đơn|đã báo công an|gửi hôm|nhắn nhầm|năm 2020|năm 2021|năm 2022|năm 2019|mất tháng rồi|giờ làm giấy|đền không|ai đền|chừ im rồi|nằm liệt|liệt nửa người|bị liệt|bị suyễn|hen suyễn|suýt|một tháng qua|trong tháng|tháng qua|hồi nãy rồi|nay ổn|may mà|đỡ rồi|về với|đã về|ra khỏi nhà|đã gọi|nay kể lại|kể lại cho|rút kinh nghiệm|xử chưa|xử xong chưa|tới đâu rồi|có kết quả chưa|chưa bắt|mà chưa bắt|trình báo|báo công an phường|qua khỏi|hồi ký|không dám trình báo'.split(
    '|',
  ),
)
/** Said plainly: it is no more, or never was. */
export const ENDED = phraseSet(
  'dập xong|dập rồi|đã dập|dập được rồi|dập tắt rồi|đã tắt|tắt rồi|cảm ơn đội|nhắn nhầm|báo nhầm|không có cháy|không cháy gì|không có gì hết|ổn rồi|êm rồi|khỏe rồi|qua khỏi|không sao rồi|hết cháy rồi|bắt được rồi|đã bắt|đã đưa đi|đưa đi bệnh viện rồi|giải tán rồi'.split(
    '|',
  ),
)
/** It has not happened. */
export const FEARED = phraseSet(
  'sợ|e rằng|lỡ|nguy cơ|dễ|có thể|có ngày|không khéo|coi chừng|phòng ngừa|phòng tránh|phòng chống|kẻo|nếu|lỡ như|rủi|chắc có ngày|muốn kẹp|là chết|để dân|mới tới|cảnh báo|cắm biển|rào lại|đề nghị làm|đề nghị lắp|đề nghị rào|suýt|xém|dự phòng|chưa cháy|thêm tí nữa|có gì thì|mới chịu|đợi có người|chờ có người|chưa ai bị gì'.split(
    '|',
  ),
)
/** It happens again and again: a matter for the police station, not for a car with a siren. */
export const HABIT = phraseSet(
  'thường xuyên|tối nào cũng|đêm nào cũng|ngày nào cũng|năm nào cũng|tháng nào cũng|tuần nào cũng|tối nào|đêm nào|suốt ngày|nhiều lần|hằng đêm|hàng đêm|hàng ngày|hằng ngày|mỗi tối|mỗi đêm|mỗi lần|mỗi khi|mấy lần|mấy vụ|nhiều vụ|bao nhiêu vụ|hay|đánh hoài|bị hoài|tôi hoài|em hoài|miết|thường|mấy năm nay|may nam nay|mấy đêm nay|bữa nào cũng|cứ tối|bữa giờ cứ|tháng nay|tuần nay|năm nay|cả tháng|từ hồi|giờ làm|giấc|ngày xưa'.split(
    '|',
  ),
)
/** A question on papers, rules and offices, or about what was heard, seen or played. */
export const ASKED = phraseSet(
  'trợ giúp pháp lý|xin trợ giúp|luật sư|thủ tục|hồ sơ|giấy phép|giấy tờ|cho hỏi|xin hỏi|muốn hỏi|tập huấn|diễn tập|tuyên truyền|bảo hiểm|nghiệm thu|thẩm duyệt|quy định|mức phạt|phạt bao nhiêu|trợ cấp|hỗ trợ gì|chế độ|đăng ký|số mấy|số điện thoại nào|số bao nhiêu|gọi số nào|gọi ai|thì gọi|kiến nghị|đề nghị lắp|đề xuất|khai sinh|khai tử|khai sanh|ly hôn|mai táng|khuyết tật|hội thảo|lớp học|lớp tập huấn|mở lớp|chứng nhận|đúng không|cơ quan nào|ở đâu|có cấm không|có bị phạt|khởi tố|thương tật|thùng phiếu|hòm phiếu|bầu cử|danh sách|dự thảo|góp ý|camera|bắt buộc|được không|có đăng|cấp thẻ|có giữ bí mật|mấy giờ|thẻ khuyết|được hỗ trợ|bồi thường|đền bù|xin tiền|có được gì|có trợ|thu tiền|nộp 500|phải nộp|nộp tiền|đóng tiền|thu phí|phòng cấp cứu|bệnh viện|hội phụ nữ|lệnh cấm|tư vấn'.split(
    '|',
  ),
)
/** Told of in a film, a game, a song, the news. */
export const TOLD_OF = phraseSet(
  'phim|game|trò chơi|bài hát|cải lương|tuồng|đọc báo|trên báo|trên mạng|xem video|truyện|idol|crush|bóng đá|đá banh|vé xe|vé tàu|deadline|haha|hihi|kkk|hội thảo|diễn tập|xem kịch|livestream bán|nằm mơ|ngủ mơ|chiêm bao|giải mơ|bàn thắng|vô lưới|sân gò đậu|đóng kịch|đau như|điện thoại|gpa|deadline|nấu ăn|nồi thịt|trứng|concert|giật đt|giựt điện thoại|nhạc'.split(
    '|',
  ),
)
/** Now, and somebody is to come. */
export const NOW = phraseSet(
  'đang|cứu|gấp|khẩn|khẩn cấp|ngay bây giờ|mới vừa|vừa mới|vừa xảy ra|mới xảy ra|lẹ|nhanh lên|tới liền|tới ngay|đến ngay|cứu với|giúp với|giúp giùm|trời ơi|lẹ lên|chưa tới|chưa thấy|nãy giờ|kìa|nè|làm sao bây giờ|làm gì bây giờ|gọi giùm|kêu giùm|la cứu|vẫn còn|vẫn đang|nãy h|cấp cứu|gọi công an|kêu công an|xe cứu thương|xe chữa cháy|113|114|115'.split(
    '|',
  ),
)
/** Calls for help that stand for themselves. */
export const CRY = phraseSet(
  'cứu với|cứu tôi|cứu tui|cứu em|cứu mạng|cứu người|cứu con|cứu cháu|cứu mẹ|cứu chị|cứu em với|khẩn cấp|cứu giúp|ai cứu|cứu nó|giúp với|la cứu|cứu gấp|lẹ lên|tới liền|xin cứu|cứu nó lẹ'.split(
    '|',
  ),
)
/** Said of the writer. */
export const SELF = phraseSet(
  'tôi|tui|em|con|mình|cháu|tao|chị|chỉ|thật|thực|rất|cũng|lại|đang|nữa|thiệt|quá|giờ|chán'.split('|'),
)
/** Danger that may come: not yet for a car with a siren, but the sender should know whom to call if it does. */
export const THREATENED: readonly (readonly [EmergencyKind, string])[] = [
  [
    'violence',
    'dọa đánh|dọa giết|dọa chém|dọa đâm|dọa đốt|dọa cho|dọa cắt|dọa sẽ|dọa xử|dọa tung|hăm dọa|đe dọa|hăm giết|hăm chém|hăm đánh|hăm đốt|hăm sẽ|hù giết|hù chém|đòi đánh|đòi chém|đòi giết|đòi đâm|gặp là đánh|sẽ chém|sẽ giết|sẽ xử|xử tôi|rình trước|rình nhà|rình rập|theo dõi tôi|theo dõi em|bám theo|khủng bố|chồng đánh|ck đánh|đánh vợ|hay đánh em|hay đánh tôi|hay đánh|bạo lực gia đình|bạo hành gia đình|bạo hành tôi|bạo hành em|sợ chồng|sợ nó đánh|dọa học sinh|cầm dao đi|mang dao đi|dọa nạt|uy hiếp|cho người tới nhà|đòi nợ|xiết nợ|siết nợ',
  ],
  [
    'self-harm',
    'nghĩ quẩn|trầm cảm nặng|bị trầm cảm|có ý định tự tử|từng tự tử|từng đòi tự tử|hay nói chết|hay đòi chết',
  ],
  [
    'child',
    'dọa nhốt|đe nhốt|hay đánh con|hay đánh cháu|hay đánh bé|đánh học sinh|bạo hành trẻ|bạo hành cháu|bạo hành bé|con tôi sợ không dám đi học|hay bị mẹ kế|hay bị cha dượng|hay bị bỏ đói|nghi bé bị|nghi cháu bị|bị sờ mó|bị xâm hại',
  ],
]
