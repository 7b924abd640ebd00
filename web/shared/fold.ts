/** Lower case without marks, đ -> d: so that "phu cuong" finds "Phú Cường". Mirrors `bare` of the server's core. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐð]/g, 'd').toLowerCase()
}

/** True when every word of the query occurs in the text, with or without accents. */
export function matches(text: string, query: string): boolean {
  const folded = fold(text)
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word))
}
