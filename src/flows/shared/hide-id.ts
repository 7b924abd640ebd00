/** Twelve digits in a row, perhaps spaced: an identity number (căn cước). No phone number has so many. */
const ID_NUMBER = /(?<!\d)\d(?:[ .-]?\d){11}(?!\d)/g

/** Hides identity numbers before anything is stored: a case does not need them. */
export function hideIdNumbers(text: string): { text: string; found: boolean } {
  const hidden = text.replace(ID_NUMBER, '••••••••••••')
  return { text: hidden, found: hidden !== text }
}
