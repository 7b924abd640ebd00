import type { ChannelLimits } from '../core/channel.ts'
import type { Choice, ListItem } from '../core/messages.ts'
import { shorten } from './text-split.ts'

export interface FittedMenu {
  /** The text, with a numbered line for each choice that no button shows whole. */
  text: string
  buttons: { id: string; title: string }[]
}

/**
 * Fits a menu to a platform without losing anything silently: a label too long for a button is shortened with "…",
 * numbered and written whole in the text; choices beyond the platform's number of buttons are lines of the text,
 * to be answered by typing their number. `first` is the number of the first choice, for a later page; default 1.
 */
export function fitMenu(
  menu: { text: string; choices: readonly Choice[]; first?: number },
  limits: ChannelLimits,
): FittedMenu {
  const lines: string[] = []
  const buttons: FittedMenu['buttons'] = []
  menu.choices.forEach((choice, index) => {
    const label = cleanLabel(choice.label, choice.id)
    const hasButton = index < limits.maxChoices
    const fits = label.length <= limits.maxLabelLength
    const numbered = `${index + (menu.first ?? 1)}. ${label}`
    if (hasButton) buttons.push({ id: choice.id, title: fits ? label : shorten(numbered, limits.maxLabelLength) })
    if (!hasButton || !fits) lines.push(numbered)
  })
  return { text: [menu.text, ...lines].join('\n'), buttons }
}

/** A list as plain lines: what a card that opens pages says where there is none. */
export function itemLines(items: readonly ListItem[]): string {
  return items.map((item) => [item.title, item.subtitle, item.url].filter(Boolean).join('\n')).join('\n\n')
}

/** The numbers that cannot be read in the text yet, one line each: a number must never be only behind a button. */
export function unreadNumbers(text: string, numbers: readonly { phone: string; label: string }[]): string[] {
  return numbers.filter((n) => !isRead(bareNumber(text), n.phone)).map((n) => `${n.label}: ${n.phone}`)
}

/** Not as a part of a longer number: 114 does not stand in 0911412345. */
function isRead(text: string, phone: string): boolean {
  const digits = phone.replace(/\D/g, '')
  return digits !== '' && new RegExp(`(?<!\\d)${digits}(?!\\d)`).test(text)
}

/** Digits with the country code of Viet Nam: 0274 382 2222 -> 842743822222, 1022 -> 841022. */
export function withCountryCode(phone: string): string {
  const plain = phone.replace(/[^\d+]/g, '')
  if (plain.startsWith('+')) return plain.slice(1)
  if (plain.startsWith('84') && plain.length >= 10) return plain
  return `84${plain.startsWith('0') ? plain.slice(1) : plain}`
}

/** What can be dialled: at least two digits. */
export function isDiallable(phone: string): boolean {
  return phone.replace(/\D/g, '').length >= 2
}

/** An address that a button may open. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}

/** NFC without white space at the ends; never empty, since the platforms refuse an empty title. */
export function cleanLabel(label: string, instead: string): string {
  const clean = label.toWellFormed().normalize('NFC').trim()
  return clean === '' ? instead.toWellFormed().normalize('NFC').trim() || '…' : clean
}

function bareNumber(phone: string): string {
  return phone.replace(/[\s.\-()]/g, '')
}
