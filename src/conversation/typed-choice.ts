import { bare, type Choice, type InboundContent } from '../core/index.ts'

const NUMBER = /^(?:so |chon |cau |muc )?([1-9]\d?)[.)]?$/
const PARTICLES = /( di| nhe| nha| luon| a| ah| giup| dum| em| ad| nao)+$/
/** Ids as we make them; no resident writes so, but Zalo sends a tap back as the text of its payload. */
const OWN_ID =
  /^(menu|complaint|denounce|privacy|rating)\.[a-z-]{1,40}$|^(rate|card|ticket|place|topic|rate-ticket|status\.add):[\w.:-]{1,150}$/

/** The choice that these words stand for: its id, its label (with or without accents), or its number. Null: none. */
export function typedChoice(text: string, offered: readonly Choice[]): InboundContent | null {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 200) return null
  const chosen = offered.find((c) => c.id === trimmed) ?? byLabel(trimmed, offered) ?? byNumber(trimmed, offered)
  if (chosen !== undefined) return { kind: 'choice', choiceId: chosen.id, label: chosen.label }
  return OWN_ID.test(trimmed) ? { kind: 'choice', choiceId: trimmed, label: trimmed } : null
}

function byLabel(text: string, offered: readonly Choice[]): Choice | undefined {
  const said = letters(text)
  if (said === '') return undefined
  const matches = (c: Choice): boolean => letters(c.label) === said
  return offered.find(matches) ?? offered.find((c) => letters(c.label) === said.replace(PARTICLES, ''))
}

function byNumber(text: string, offered: readonly Choice[]): Choice | undefined {
  const found = NUMBER.exec(bare(text).trim())
  return found?.[1] === undefined ? undefined : offered[Number(found[1]) - 1]
}

function letters(text: string): string {
  return bare(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
