import { createHash } from 'node:crypto'
import { type InboundContent, inboundContent, type MediaRef } from '../core/messages.ts'

/**
 * Content within the bounds in which it is stored and read back. What does not fit becomes `unsupported`: the resident
 * still gets an answer, and the raw delivery is kept by whoever stores it.
 */
export function bounded(content: InboundContent, providerType: string): InboundContent {
  const clipped = clip(content)
  const checked = inboundContent.safeParse(clipped)
  return checked.success ? checked.data : { kind: 'unsupported', providerType: clipText(providerType, 200) }
}

/** Media of one message with the text beside it; undefined: none of it can be kept. */
export function mediaContent(items: MediaRef[], text: string | undefined): InboundContent | undefined {
  const usable = items.filter((i) => i.url.length > 0 && i.url.length <= 4096).slice(0, 20)
  if (usable.length === 0) return undefined
  return text === undefined || text === ''
    ? { kind: 'media', items: usable }
    : { kind: 'media', items: usable, caption: text }
}

export function clipText(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed()
}

/** Name of a delivery that carries no id of its own: the same bytes give the same name. */
export function digestId(prefix: string, body: Uint8Array | string): string {
  return `${prefix}:${createHash('sha256').update(body).digest('hex').slice(0, 40)}`
}

/**
 * A platform's time. Seconds (below 1e12) and milliseconds, numbers and digit strings; anything absurd (before 2015 or
 * more than a day ahead) is `fallback`.
 */
export function platformTime(value: unknown, fallback: Date): Date {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN
  const ms = number < 1e12 ? number * 1000 : number
  const sane = Number.isFinite(ms) && ms > Date.UTC(2015, 0, 1) && ms < fallback.getTime() + 86_400_000
  return sane ? new Date(ms) : fallback
}

function clip(content: InboundContent): InboundContent {
  switch (content.kind) {
    case 'text':
      return { ...content, text: clipText(content.text, 20_000) }
    case 'choice':
      return { ...content, label: clipText(content.label, 2000) }
    case 'media':
      return content.caption === undefined ? content : { ...content, caption: clipText(content.caption, 20_000) }
    case 'contact-info':
      return {
        kind: 'contact-info',
        ...(content.name ? { name: clipText(content.name, 300) } : {}),
        ...(content.phone ? { phone: clipText(content.phone, 50) } : {}),
        ...(content.address ? { address: clipText(content.address, 500) } : {}),
      }
    case 'unsupported':
      return { ...content, providerType: clipText(content.providerType, 200) }
    default:
      return content
  }
}
