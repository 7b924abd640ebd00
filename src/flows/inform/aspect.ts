import { plain } from '../shared/content.ts'

/** One line of a card. */
export type Aspect = 'fee' | 'place' | 'time' | 'papers' | 'online' | 'source'

/** First match wins: "nộp online ở đâu" is about online, "lệ phí nộp ở đâu" about the fee. */
const ASPECTS: readonly (readonly [Aspect, RegExp])[] = [
  ['online', /\b(online|onl|truc tuyen|qua mang|tren mang|o nha|tai nha)\b/],
  ['fee', /\b(phi|le phi|gia|tien|ton|chi phi|mien phi)\b/],
  ['time', /\b(bao lau|lau khong|lau ko|may ngay|may bua|may hom|khi nao|bao gio|thoi han|chung nao|bao nhieu ngay)\b/],
  [
    'place',
    /\b(o dau|cho nao|noi nao|nop dau|lam dau|toi dau|den dau|len dau|dia chi|dia diem|noi nop|phuong nao|xa nao|gap ai)\b/,
  ],
  ['papers', /\b(giay to|can gi|mang gi|mang theo|ho so|chuan bi|can nhung gi|nhung gi|giay gi|bo sung gi)\b/],
  ['source', /\b(luat nao|can cu|quy dinh nao|dieu may|nguon|nghi dinh nao)\b/],
]

/** Words that name nothing: with others than these a message asks about something of its own. Bare. */
const PLAIN = new Set(
  'a ad admin ai anh ban bao bac bo bua cac cai can chi chi cho chua chuan chung co con cung cu da dau day de den dia diem dieu do dong du duoc dc em gap gi giay gio gia giup gium han het ho hoi hom i k khi khong ko la lai lam lau le len luat luon mang mat may mien mien minh mot nao nay ne ngay nghi dinh nguon nha nhe nhieu nho nhung nop noi nua o oi onl online ok phi phai phuong quy qua roi sao so ta tai tap tat theo thi thoi thu tien to toan toi ton tong tren truc tu tui tuc tuyen va vay ve vi viec voi xa xin bi binh chinh khac'.split(
    ' ',
  ),
)

/** The line of a card that a short question asks for and that names no matter of its own. Null: some other message. */
export function aspectAsked(text: string): Aspect | null {
  const said = plain(text)
  if (!namesNothing(said)) return null
  return ASPECTS.find(([, pattern]) => pattern.test(said))?.[0] ?? null
}

/** "hỏi thủ tục", "cần giấy tờ gì": no matter is named. */
export function namesNothing(text: string): boolean {
  const syllables = plain(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return syllables.length <= 12 && syllables.every((s) => PLAIN.has(s))
}
