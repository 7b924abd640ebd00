/** The channel's own words: what no flow says, because no flow knows of it. */
export const WORDS_VI = {
  /** The quick reply that shows the next choices; at most 20 characters. */
  more: 'Xem thêm',
  /** The button of a list's entry. */
  open: 'Mở xem',
} as const
