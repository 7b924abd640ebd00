import type { Understanding } from '../core/understanding.ts'
import { indexPhrases, matchWhole, phraseSet } from './phrases.ts'
import { type Token, wordsOf } from './tokens.ts'

export type Reply = NonNullable<Understanding['reply']>

const WORDS: readonly (readonly [Reply, string])[] = [
  [
    'yes',
    'có|ok|okk|oki|ừ|ừm|ừa|uk|uh|um|uhm|ừ hử|ờ|ờm|vâng|dạ|dạ có|dạ vâng|dạ đúng|đúng|đúng vậy|đúng thế|chính xác|chuẩn|chuẩn luôn|chính nó|phải|phải rồi|đồng ý|được|được rồi|gửi|gửi đi|gửi luôn|gởi|gởi đi|gởi luôn|xác nhận|yes|y|yep|yeah|đúng hết|đúng cả|ghi nhận đi|gửi giúp|gửi dùm|gửi giùm|làm đi|tiếp tục|tiếp|tiếp đi|vâng đúng|đúng hết rồi|được đó|ok gửi|ok gửi đi|đúng rồi gửi đi|đúng rồi gửi|ừ gửi đi|ừ gửi|được rồi gửi đi|rồi gửi đi|ok gửi luôn|gửi đi con|ok đúng|nhất trí|đúng đó|đúng á|chốt|hay đó|tất nhiên',
  ],
  [
    'no',
    'không|không phải|không có|không đúng|không đúng đâu|sai|sai rồi|chưa|chưa đúng|chưa phải|no|không cần|không đâu|không đồng ý|không được|nhầm|nhầm rồi|hổng|hổng có|hổng phải|đâu có|đâu phải|không muốn|không thích|trật|trật lất|trật rồi|chưa có|khỏi cần|không nha|không ok',
  ],
  [
    'skip',
    'bỏ qua|khỏi|skip|bỏ qua đi|bỏ qua bước này|để sau|không có hình|không có ảnh|không có hình ảnh|không nhớ|không biết|không rõ|khỏi gửi|khỏi hình|kệ|kệ đi|gì cũng được|sao cũng được|cái nào cũng được|không chụp được|không chụp|next|qua bước sau|không gửi hình|chưa chụp|không có số|không cần hình|khỏi chụp|không để số|tới bước sau',
  ],
  [
    'cancel',
    'hủy|huỷ|hủy đi|hủy bỏ|thôi|thôi khỏi|thôi khỏi gửi|thôi không gửi|thôi không gửi nữa|dừng|dừng lại|không gửi|không gửi nữa|đừng gửi|bỏ|bỏ đi|cancel|thoát|thôi bỏ đi|không làm nữa|không phản ánh nữa|hủy phản ánh|hủy phiếu|thôi bỏ|thôi không|không báo nữa|thôi không báo nữa|thôi không báo|thôi không phản ánh nữa|thôi không cần nữa|không cần nữa|thôi không cần|khỏi báo nữa|thôi khỏi báo|thôi khỏi phản ánh|rút lại|tôi không gửi nữa|thôi khỏi đi|thôi dẹp đi|dẹp đi',
  ],
  [
    'edit',
    'sửa|sửa lại|sửa đi|chỉnh|chỉnh lại|chỉnh sửa|thay đổi|đổi lại|đổi|sửa nội dung|sửa địa chỉ|sửa địa điểm|đổi địa chỉ|đổi địa điểm|ghi sai|viết sai|nhập sai|sai địa chỉ|sai chỗ|sửa thông tin|cho sửa lại|muốn sửa|muốn sửa lại|cập nhật lại|edit|viết lại|ghi lại|sai địa điểm|sửa chủ đề',
  ],
  [
    'anonymous',
    'ẩn danh|gửi ẩn danh|không để tên|không muốn để tên|không nêu tên|giấu tên|dấu tên|giấu tên giúp|không muốn lộ|không muốn lộ tên|đừng ghi tên|không ghi tên|không cần tên|không cho biết tên|không để lại tên|không để lại thông tin|muốn ẩn danh|xin ẩn danh|không muốn nêu tên|không tiện nêu tên|xin giấu tên|cho ẩn danh|vô danh|không tên|khỏi để tên|không xưng tên',
  ],
  [
    'back',
    'quay lại|trở lại|lùi lại|back|quay về|bước trước|quay lại bước trước|trở về|về bước trước|lui lại|quay lại giùm|câu trước',
  ],
]

const INDEX = indexPhrases(WORDS.flatMap(([reply, list]) => list.split('|').map((p) => [p, reply] as const)))

/** Words of courtesy around an answer: "dạ không ạ", "ok em nhé". */
const FILLERS = phraseSet(
  'ạ|dạ|nha|nhé|nhe|nghen|nhá|em|anh|chị|ad|admin|bạn|cô|chú|bác|ơi|luôn|rồi|đi|với|cảm ơn|á|đó|đấy|vậy|nè|thôi mà|hết|tôi|tui|mình|cho|giúp|giùm|bot|shop|hen|hén|a|à|ha|được không|cưng|mày|mà|thì|muốn|xin|lại|này|cái'.split(
    '|',
  ),
)

/** A word of answer, when that is all the message says. At most eight syllables. */
export function findReply(tokens: readonly Token[]): Reply | undefined {
  const words = wordsOf(tokens)
  if (words.length === 0) return tokens.some((t) => /[👍👌✅]/u.test(t.raw)) ? 'yes' : undefined
  if (words.length > 8) return undefined
  return matchWhole(words, INDEX, FILLERS)
}
