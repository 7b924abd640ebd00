/** What the widget says on another site's page: Vietnamese unless its script tag asks for English. */
export const widget = {
  vi: {
    open: 'Phản ánh, hỏi đáp',
    unread: 'Phản ánh, hỏi đáp: {n} tin mới',
    title: 'Trò chuyện với chính quyền',
    close: 'Đóng',
    own: 'Mở trang riêng',
    refused: 'Chưa mở được khung trò chuyện ở đây. Anh/Chị bấm “Mở trang riêng”.',
  },
  en: {
    open: 'Report or ask',
    unread: 'Report or ask: {n} new messages',
    title: 'Talk to the authorities',
    close: 'Close',
    own: 'Open its own page',
    refused: 'The chat could not be opened here. Please use “Open its own page”.',
  },
}
