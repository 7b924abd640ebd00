import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Clock } from '../core/clock.ts'
import type { Platform } from './options.ts'
import { createRecord } from './record.ts'
import { DEFAULT_RESIDENTS } from './words.ts'

export interface PhoneButton {
  kind: 'reply' | 'url' | 'call'
  label: string
  value: string
}

export interface PhoneItem {
  title: string
  subtitle?: string
  url: string
}

export interface PhoneMessage {
  id: string
  from: 'resident' | 'official'
  text: string
  buttons: PhoneButton[]
  /** A card of entries that open pages. */
  items?: PhoneItem[]
  imageUrl?: string
  /** `size` in bytes. */
  file?: { name: string; size: number; url: string }
  /** Under whose name the page spoke; absent: its own. */
  sender?: string
  /** ISO 8601. */
  at: string
}

export interface Phone {
  platform: Platform
  userId: string
  name: string
  phone: string
  messages: PhoneMessage[]
  /** Ids of ours that its holder has looked at. */
  seen: Set<string>
  /** What the official side does just now. */
  shows: 'nothing' | 'seen' | 'typing'
  /** Last interaction as the platform counts it; null: never. */
  lastInteractionAt: Date | null
}

const MAX_PHONES = 2000
const MAX_MESSAGES = 500
const MAX_MEDIA_BYTES = 64 * 1024 * 1024

/** Everything that the two platforms remember, in memory, each list bounded. */
export function createState(clock: Clock) {
  const phones = new Map<string, Phone>()
  const media = new Map<string, { bytes: Buffer; contentType: string }>()
  let mediaBytes = 0
  const record = createRecord(clock)
  const changes = new EventEmitter()
  changes.setMaxListeners(200)
  for (const platform of ['zalo', 'messenger'] as const) {
    for (const resident of DEFAULT_RESIDENTS[platform]) addPhone(platform, resident)
  }

  function addPhone(platform: Platform, resident: { userId: string; name: string; phone: string }): Phone {
    const phone: Phone = {
      platform,
      ...resident,
      messages: [],
      seen: new Set(),
      shows: 'nothing',
      lastInteractionAt: null,
    }
    if (phones.size >= MAX_PHONES) {
      const oldest = phones.keys().next().value
      if (oldest !== undefined) phones.delete(oldest)
    }
    phones.set(`${platform}:${resident.userId}`, phone)
    return phone
  }

  return {
    changes,
    find: (platform: Platform, userId: string): Phone | undefined => phones.get(`${platform}:${userId}`),
    findOrAdd: (platform: Platform, userId: string): Phone =>
      phones.get(`${platform}:${userId}`) ??
      addPhone(platform, { userId, name: `…${userId.slice(-4)}`, phone: '84912000009' }),
    list: (platform: Platform): Phone[] => [...phones.values()].filter((p) => p.platform === platform),
    say: (phone: Phone, message: Omit<PhoneMessage, 'at'>): void => {
      phone.messages.push({ ...message, at: clock.now().toISOString() })
      phone.shows = 'nothing'
      if (phone.messages.length > MAX_MESSAGES) phone.messages.shift()
      changes.emit('phone', { platform: phone.platform, userId: phone.userId })
    },
    show: (phone: Phone, shows: Phone['shows']): void => {
      phone.shows = shows
      changes.emit('phone', { platform: phone.platform, userId: phone.userId })
    },
    keepMedia: (bytes: Buffer, contentType: string): string => {
      const id = randomUUID()
      media.set(id, { bytes, contentType })
      mediaBytes += bytes.length
      for (const [old, kept] of media) {
        if (mediaBytes <= MAX_MEDIA_BYTES || old === id) break
        media.delete(old)
        mediaBytes -= kept.bytes.length
      }
      return id
    },
    mediaOf: (id: string) => media.get(id),
    note: record.note,
    record,
  }
}
export type SandboxState = ReturnType<typeof createState>
