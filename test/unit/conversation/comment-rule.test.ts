import { describe, expect, it } from 'vitest'
import { judgeComment, wordsOfComment } from '../../../src/conversation/comment-rule.ts'
import type { CommentReplies } from '../../../src/core/page-comments.ts'
import { planPack } from '../../support/pack.ts'
import { realUnderstand } from '../../support/understand.ts'

const understand = realUnderstand(planPack())
const at = new Date('2026-11-23T02:00:00Z')

function judge(text: string, setting: CommentReplies = 'questions-and-complaints', ageMs = 0): string {
  const now = new Date(at.getTime() + ageMs)
  return judgeComment({ comment: { text, at }, understanding: understand(text), setting, pack: planPack(), now })
}

describe('a comment below a post', () => {
  it.each([
    'Rác chất đống trước chợ Thủ Dầu Một cả tuần không ai dọn',
    'Đèn đường khu phố 3 phường Phú Hòa hỏng rồi',
    'Làm lại căn cước cần giấy tờ gì vậy ad?',
    'Tôi gửi phản ánh tuần trước sao chưa thấy trả lời?',
    'Chủ tịch phường nhận hối lộ',
    'cháy nhà ở Lái Thiêu',
  ])('"%s" is answered', (text) => {
    expect(judge(text)).toBe('answer')
  })

  it.each(['Cảm ơn chính quyền', 'Tuyệt vời quá ạ', 'hay quá', 'Chúc mừng Bình Dương', 'xin chào'])(
    '"%s" is not, unless all are',
    (text) => {
      expect(judge(text)).toBe('no-matter')
      expect(judge(text, 'all')).toBe('answer')
    },
  )

  it.each(['', '😍😍', '👍👍👍', '...', '@lan', '@nguyen.van.a 😂', 'https://e.vn/x', '❤️ 100', '2026'])(
    '"%s" says nothing, whatever is chosen',
    (text) => {
      expect(judge(text)).toBe('no-words')
      expect(judge(text, 'all')).toBe('no-words')
    },
  )

  it('is never answered unless somebody chose so, nor after seven days', () => {
    const text = 'Rác chất đống trước chợ'
    expect(judge(text, 'off')).toBe('off')
    expect(judge(text, 'all', 7 * 86_400_000 - 1)).toBe('answer')
    expect(judge(text, 'all', 7 * 86_400_000)).toBe('too-old')
  })

  it('keeps its words without tags, addresses and marks', () => {
    expect(wordsOfComment('@lan ơi, rác kìa 😡 https://e.vn/x')).toBe('ơi rác kìa')
    expect(wordsOfComment('ổ gà')).toBe('ổ gà')
  })
})
