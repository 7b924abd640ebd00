/**
 * Hides phone numbers, identity numbers and e-mail addresses in text that goes to lists, titles and public pages.
 * Ten or more digits, with separators, are taken for personal numbers; so are nine (old identity cards).
 */
export function maskPersonal(text: string): string {
  return text
    .replace(/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63})+/g, '[email]')
    .replace(/\+?\d(?:[\s.-]?\d){8,13}/g, '[số]')
}

/** `0912 345 678` -> `09••••••78`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length < 6 ? '••••' : `${digits.slice(0, 2)}${'•'.repeat(digits.length - 4)}${digits.slice(-2)}`
}

/** `Nguyễn Văn An` -> `N. V. A.` */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .filter((w) => w !== '')
    .map((w) => `${w.charAt(0).toUpperCase()}.`)
    .join(' ')
}
