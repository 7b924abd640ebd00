import type { EmergencyKind } from '../core/understanding.ts'
import { findPhrases, hasPhrase, indexPhrases, type PhraseHit, phraseSet } from './phrases.ts'
import type { Token } from './tokens.ts'

/**
 * Rules for danger to life, made to miss nothing: a missed emergency is the worst error, so a doubtful one counts,
 * unless the message itself says that it is over, feared, asked about, or meant as a figure of speech.
 */
export type Danger =
  | { kind: 'none' }
  /** Danger now. */
  | { kind: 'now'; emergency: EmergencyKind; phrase: string }
  /** Over, or threatening: not for 113, yet no ordinary matter. */
  | { kind: 'serious'; emergency: EmergencyKind; phrase: string }

const ALARM: readonly (readonly [EmergencyKind, string])[] = [
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

const INDEX = indexPhrases(ALARM.flatMap(([kind, list]) => list.split('|').map((p) => [p, kind] as const)))

/** A figure of speech or another matter: these phrases take the alarm out of the words they cover. */
const HARMLESS = indexPhrases(
  (
    'bất động sản|án treo|đèn bị xe tông|trụ bị xe tông|cột bị xe tông|sáng bị xe tông|báo bị xe tông|điện bị xe tông|rào bị xe tông|phân cách bị xe tông|cây bị xe tông|cổng bị xe tông|bóng đèn bị cháy|đèn bị cháy|bị cháy bóng|cháy bóng|bóng cháy|bóng bị cháy|đèn đường cháy|đèn cháy|đèn đường bị cháy|bóng đèn đường bị cháy|đèn giao thông bị cháy|cháy túi|cháy vé|cháy hàng|cháy máy bơm|cháy tivi|cháy tủ lạnh|bị cháy tủ lạnh|cháy đồ điện|cháy thiết bị|cháy nắng|' +
    'phòng cháy chữa cháy|phòng cháy|chữa cháy|bảo hiểm cháy nổ|bình chữa cháy|an toàn cháy nổ|nghiệm thu cháy|đội cứu hỏa|trụ cứu hỏa|họng cứu hỏa|' +
    'xe cán chết con gà|cán chết con gà|cán chết con vịt|xe cán chết con chó|xe cán chết chó|cán chết con chó|cán chết chó|cán chết con mèo|cán chết mèo|xe cán con chó|xe cán chó|chó bị xe cán|mèo bị xe cán|xe cán mèo|xe cán con mèo|xe cán chết con mèo|chặt chém|chém gió|chém giá|chém đẹp|cướp đất|ăn cướp tiền|cướp trắng|cướp lòng đường|phòng cấp cứu|khoa cấp cứu|nhân viên cấp cứu|bác sĩ cấp cứu|bên cấp cứu|hồ sơ cấp cứu|đường dây nóng|' +
    'không có tai nạn|dễ tai nạn|gây tai nạn|sợ tai nạn|nguy cơ tai nạn|hay bị tai nạn|hay xảy ra tai nạn|thường xảy ra tai nạn|thường xuyên xảy ra tai nạn|dễ xảy ra tai nạn|sẽ xảy ra tai nạn|sẽ có tai nạn|có ngày tai nạn|chờ tai nạn|đợi tai nạn|bảo hiểm tai nạn|tránh tai nạn|xảy ra tai nạn mới|xảy ra tai nạn thì|' +
    'dễ bị điện giật|sợ điện giật|sợ bị điện giật|có ngày điện giật|nguy cơ điện giật|coi chừng điện giật|sợ té|dễ té|sợ cháy|sợ cháy nổ|dễ cháy|dễ gây cháy|nguy cơ cháy|nguy cơ cháy nổ|lỡ cháy|gây cháy nổ|dễ bốc cháy|có ngày cháy|' +
    'đánh nhau với muỗi|đánh nhau trên mạng|đánh thuế|đánh giá|đánh số|đánh máy|đánh bài|đánh đề|đánh bạc|giết heo|giết mổ|sắp sinh lớp|chính sách sắp sinh|bị tai biến nằm|bị tai biến liệt|di chứng tai biến|sau tai biến|người bị tai biến|ba tôi bị tai biến|trợ cấp tai nạn|rửa tay'
  )
    .split('|')
    .map((p) => [p, true] as const),
)

const OVER = phraseSet(
  'hôm qua|hôm kia|hôm trước|hôm bữa|hôm rồi|hôm nọ|bữa trước|bữa hổm|bữa hôm|tuần trước|tuần rồi|tháng trước|tháng rồi|hồi năm ngoái|từ năm ngoái|cuối năm ngoái|năm ngoái có|năm ngoái bị|năm trước|ngày trước|đêm qua|tối qua|chiều qua|sáng qua|lần trước|trước đây|hồi xưa|đã dập|dập tắt|dập được|đã bắt được|đã xử lý|vừa rồi đã|cách đây|ngày qua|ngày rồi|kết quả điều tra|hồi tháng|hồi năm|hồi trước|từng có|có lần|hồi đó|lúc trước'.split(
    '|',
  ),
)
const FEARED = phraseSet(
  'sợ|e rằng|lỡ|nguy cơ|dễ|có thể|có ngày|không khéo|coi chừng|phòng ngừa|phòng tránh|kẻo|nếu|chắc có ngày|hay bị|thường bị|nhiều lần|thường xuyên|mỗi tối|mỗi đêm|tối nào|đêm nào|ngày nào|suốt ngày|hàng ngày|hằng ngày|liên tục|hay'.split(
    '|',
  ),
)
const ASKED = phraseSet(
  'trợ giúp pháp lý|xin trợ giúp|luật sư|thủ tục|hồ sơ|giấy phép|giấy tờ|cho hỏi|xin hỏi|tập huấn|diễn tập|tuyên truyền|bảo hiểm|nghiệm thu|quy định|mức phạt|phạt bao nhiêu|trợ cấp|hỗ trợ gì|chế độ|đăng ký|số mấy|số điện thoại nào|số bao nhiêu|gọi số nào|kiến nghị|đề nghị lắp|đề xuất'.split(
    '|',
  ),
)
const NOW = phraseSet(
  'đang|cứu|gấp|khẩn|khẩn cấp|ngay bây giờ|bây giờ|mới vừa|vừa mới|vừa xảy ra|mới xảy ra|lẹ|nhanh lên|tới liền|đến ngay|cứu với|giúp với|trời ơi|lẹ lên|chưa tới|chưa thấy'.split(
    '|',
  ),
)
/** Smoke as a nuisance, not a blaze. */
const NUISANCE = phraseSet(
  'ống khói|nhà máy xả|xả khói|lò hơi|lò gạch|lò than|lò đốt|đốt rác|đốt đồng|đốt rơm|đốt nhựa|đốt vải|đốt cỏ|nướng|xe tải bốc khói|xe chở|xe buýt|ô nhiễm'.split(
    '|',
  ),
)
const SELF = phraseSet(
  'tôi|tui|em|con|mình|cháu|tao|chị|chỉ|thật|thực|rất|cũng|lại|đang|nữa|thiệt|quá|giờ|chán'.split('|'),
)
/** Violence at home and against children goes on until someone stops it: "yesterday" does not end it. */
const AT_HOME = phraseSet(
  'chồng|vợ tôi|vợ tui|đánh vợ|mẹ con|cha dượng|mẹ ghẻ|mẹ kế|ba tôi đánh|ba em đánh|bạo hành|bạo lực gia đình'.split(
    '|',
  ),
)

/**
 * Phrases that are something harmless when read with other accents ("tu tu" từ từ, "tu van" tư vấn, "xe chay" xe chạy,
 * "treo co" treo cờ, "bi ngat" bị ngắt): typed without accents they need company.
 */
const WEAK_BARE = new Set(
  'đau đẻ|đè trúng|đánh bà|đánh má|cháy xe|xe cháy|cháy quá|cháy rồi|cháy to|đang cháy|cháy cháy|cháy nè|có cháy|cháy quán|cháy công ty|công ty cháy|cháy bãi|cháy dữ|bị cháy|cháy tới nơi|cháy kho|đâm người|bị đâm|nổ lớn|có súng|bị đè|tự tử|tự vẫn|tự vận|treo cổ|cắt tay|rạch tay|nhà sập|sập nhà|bị ngất|ngất rồi|đánh con|đánh em|đánh tôi|đánh trẻ|đánh bé|nổ ga|bất động|giết em|cháy cỏ|đánh vợ|nhảy cầu|bé gái bị|đang đánh|có cướp|tai biến|chết chung|giết tôi|nhà cháy|cháy lan'.split(
    '|',
  ),
)
const COMPANY = phraseSet(
  'cứu|lửa|khói|113|114|115|bốc|chết|chảy máu|khẩn cấp|cấp cứu|la hét|la làng|muốn sống|giúp với|kẹt bên trong|trời ơi|cầm dao|uống thuốc|bầm tím|bầm mặt|cô giáo|bảo mẫu|cha dượng|mẹ ghẻ'.split(
    '|',
  ),
)

/** Reads danger from the tokens of one message. */
export function findDanger(tokens: readonly Token[]): Danger {
  const harmless = findPhrases(tokens, HARMLESS)
  const hits = findPhrases(tokens, INDEX)
    .filter((h) => !harmless.some((x) => x.from < h.to && h.from < x.to))
    .filter((h) => isCertain(tokens, h) && isMeant(tokens, h))
  const hit = mostUrgent(hits)
  if (hit === undefined) return { kind: 'none' }
  const found = { emergency: hit.value, phrase: hit.phrase }
  return { kind: isNow(tokens, hit) ? 'now' : 'serious', ...found }
}

/** Self-harm and children first: their answer is the one that differs most. */
function mostUrgent(hits: readonly PhraseHit<EmergencyKind>[]): PhraseHit<EmergencyKind> | undefined {
  const order: readonly EmergencyKind[] = ['self-harm', 'child', 'fire', 'violence', 'medical']
  return [...hits].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value))[0]
}

function isCertain(tokens: readonly Token[], hit: PhraseHit<EmergencyKind>): boolean {
  const bareTyped = tokens.slice(hit.from, hit.to).every((t) => t.text === t.bare)
  if (!WEAK_BARE.has(hit.phrase) || !bareTyped) return true
  return hasPhrase([...tokens.slice(0, hit.from), ...tokens.slice(hit.to)], COMPANY)
}

function isMeant(tokens: readonly Token[], hit: PhraseHit<EmergencyKind>): boolean {
  if (hit.phrase === 'muốn chết' || hit.phrase === 'chết chung') {
    const before = tokens[hit.from - 1]
    return before === undefined || before.kind === 'mark' || hasPhrase([before], SELF)
  }
  if (hit.value === 'fire' && /khói/.test(hit.phrase)) return !hasPhrase(tokens, NUISANCE)
  // "sợ chồng đánh" is fear of a person; "sợ cháy" is not a fire.
  return true
}

function isNow(tokens: readonly Token[], hit: PhraseHit<EmergencyKind>): boolean {
  if (hit.value === 'self-harm')
    return !hasPhrase(tokens, OVER) || hasPhrase(tokens, phraseSet(['tôi', 'tui', 'em', 'mình']))
  const pressing = hasPhrase(tokens, NOW)
  if (hasPhrase(tokens, ASKED) && !hasPhrase(tokens, phraseSet(['cứu với', 'khẩn cấp', 'gấp', 'đang cháy'])))
    return false
  const home = hit.value === 'child' || (hit.value === 'violence' && hasPhrase(tokens, AT_HOME))
  if (home) return true
  if (hasPhrase(tokens, OVER) && !pressing) return false
  const before = tokens.slice(Math.max(0, hit.from - 4), hit.from)
  return pressing || !(hasPhrase(before, FEARED) || hasPhrase(tokens, HABIT))
}

const HABIT = phraseSet(
  'thường xuyên|tối nào cũng|đêm nào cũng|ngày nào cũng|suốt ngày|nhiều lần|hằng đêm|hàng đêm|mỗi tối|mỗi đêm|mấy lần|mấy vụ|nhiều vụ|bao nhiêu vụ'.split(
    '|',
  ),
)
