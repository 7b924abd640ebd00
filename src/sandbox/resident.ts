import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { fromResident, postGraphEvent, postGraphEvents } from './graph-events.ts'
import { PLATFORMS, type Platform, resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'
import type { Phone } from './state.ts'
import { SHARE_INFO, SHARE_PHONE, WORDS } from './words.ts'
import { fromOa, fromUser, postZaloEvent } from './zalo-events.ts'

export const residentAct = z.union([
  z.object({ text: z.string().min(1).max(5000) }),
  z.object({ buttonValue: z.string().min(1).max(1000), buttonLabel: z.string().max(200).optional() }),
  z.object({ imageDataUrl: z.string().regex(/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/) }),
  z.object({ location: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }) }),
])
export type ResidentAct = z.infer<typeof residentAct>

/** A resident does something on a phone: it shows there, and the platform tells us by webhook. The message's id. */
export function residentActs(
  parts: SandboxParts,
  to: { platform: Platform; userId: string },
  act: ResidentAct,
): string {
  const phone = parts.state.findOrAdd(to.platform, to.userId)
  phone.lastInteractionAt = parts.options.clock.now()
  const id = newId(to.platform)
  const imageUrl = 'imageDataUrl' in act ? keepImage(parts, act.imageDataUrl) : undefined
  parts.state.say(phone, {
    id,
    from: 'resident',
    text: shownText(act),
    buttons: [],
    // the page may be open under another name of this machine: a path is right under all of them
    ...(imageUrl === undefined ? {} : { imageUrl: new URL(imageUrl).pathname }),
  })
  if (to.platform === 'zalo') onZalo(parts, { phone, id, act, imageUrl })
  else onMessenger(parts, { phone, id, act, imageUrl })
  return id
}

export const burst = z.object({
  platform: z.enum(PLATFORMS),
  /** Who write, in turn. */
  userIds: z
    .array(z.string().regex(/^[\w.:-]{1,100}$/))
    .min(1)
    .max(100),
  count: z.number().int().min(1).max(1000),
})
export type Burst = z.infer<typeof burst>

/** Many messages in one moment: Meta puts them in one post, Zalo posts each. Their ids, in order. */
export function residentsBurst(parts: SandboxParts, { platform, userIds, count }: Burst): string[] {
  const all = Array.from({ length: count }, (_, n) => {
    const phone = parts.state.findOrAdd(platform, userIds[n % userIds.length] ?? '')
    const said = { phone, id: newId(platform), text: WORDS.burst.replace('{{n}}', String(n + 1)) }
    phone.lastInteractionAt = parts.options.clock.now()
    parts.state.say(phone, { id: said.id, from: 'resident', text: said.text, buttons: [] })
    return said
  })
  if (platform === 'messenger') {
    const events = all.map(({ phone, id, text }) => ({
      ...fromResident(parts, phone.userId),
      message: { mid: id, text },
    }))
    postGraphEvents(parts, 'message', events)
  } else {
    for (const { phone, id, text } of all) {
      postZaloEvent(parts, 'user_send_text', { ...fromUser(parts, phone.userId), message: { text, msg_id: id } })
    }
  }
  return all.map(({ id }) => id)
}

function newId(platform: Platform): string {
  return platform === 'zalo' ? randomBytes(10).toString('hex') : `m_${randomBytes(24).toString('base64url')}`
}

/** Follows the OA; presses "Get started" on the page. */
export function residentFollows(parts: SandboxParts, to: { platform: Platform; userId: string }): void {
  const phone = parts.state.findOrAdd(to.platform, to.userId)
  phone.lastInteractionAt = parts.options.clock.now()
  if (to.platform === 'zalo') {
    const fields = { oa_id: parts.options.zalo.oaId, follower: { id: to.userId }, source: 'oa_profile' }
    postZaloEvent(parts, 'follow', fields)
  } else {
    const postback = { mid: `m_${randomBytes(24).toString('base64url')}`, title: WORDS.start, payload: 'GET_STARTED' }
    postGraphEvent(parts, 'postback', { ...fromResident(parts, to.userId), postback })
  }
}

/**
 * A person answers in the Page's inbox: they own the thread from then on, silently. Given back to us: Meta says so.
 */
export function holdThread(parts: SandboxParts, { userId, owner }: { userId: string; owner: 'others' | 'us' }): void {
  const { page, options } = parts
  if (owner === 'others') {
    page.heldByOthers.add(userId)
    return
  }
  if (!page.heldByOthers.delete(userId)) return
  const control = { previous_owner_app_id: '263902037430900', new_owner_app_id: options.messenger.appId, metadata: '' }
  postGraphEvent(parts, 'handover', { ...fromResident(parts, userId), pass_thread_control: control })
}

/** Reacts to the newest message of the Page; nothing there to react to: nothing happens. */
export function residentReacts(parts: SandboxParts, userId: string, reaction: string): void {
  const phone = parts.state.findOrAdd('messenger', userId)
  const mid = phone.messages.findLast((message) => message.from === 'official')?.id
  if (mid === undefined) return
  phone.lastInteractionAt = parts.options.clock.now()
  postGraphEvent(parts, 'reaction', { ...fromResident(parts, userId), reaction: { mid, action: 'react', reaction } })
}

/** What a resident does to the OA without a word. */
export const ZALO_DEEDS = ['withdraw', 'click-chatnow', 'seen'] as const
export type ZaloDeed = (typeof ZALO_DEEDS)[number]

/** Withdraws consent in Zalo's settings, presses the chat button, or looks at what has come. */
export function residentDoes(parts: SandboxParts, userId: string, deed: ZaloDeed): void {
  const phone = parts.state.findOrAdd('zalo', userId)
  const toOa = { oa_id: parts.options.zalo.oaId, user_id: userId }
  switch (deed) {
    case 'withdraw':
      postZaloEvent(parts, 'user_withdraw', toOa)
      break
    case 'click-chatnow':
      phone.lastInteractionAt = parts.options.clock.now()
      postZaloEvent(parts, 'user_click_chatnow', toOa)
      break
    case 'seen': {
      const fresh = phone.messages.filter((m) => m.from === 'official' && !phone.seen.has(m.id)).map((m) => m.id)
      if (fresh.length === 0) break
      for (const id of fresh) phone.seen.add(id)
      postZaloEvent(parts, 'user_seen_message', { ...fromOa(parts, userId), message: { msg_ids: fresh } })
    }
  }
}

interface Happening {
  phone: Phone
  id: string
  act: ResidentAct
  imageUrl: string | undefined
}

function onZalo(parts: SandboxParts, { phone, id, act, imageUrl }: Happening): void {
  const who = fromUser(parts, phone.userId)
  if ('buttonValue' in act && act.buttonValue === SHARE_INFO) {
    postZaloEvent(parts, 'user_submit_info', { ...who, info: { name: phone.name, phone: phone.phone } })
  } else if ('text' in act || 'buttonValue' in act) {
    const text = 'text' in act ? act.text : act.buttonValue
    postZaloEvent(parts, 'user_send_text', { ...who, message: { text, msg_id: id } })
  } else if ('location' in act) {
    const coordinates = { latitude: String(act.location.lat), longitude: String(act.location.lon) }
    const attachments = [{ type: 'location', payload: { coordinates } }]
    postZaloEvent(parts, 'user_send_location', { ...who, message: { msg_id: id, text: '', attachments } })
  } else {
    const attachments = [{ type: 'image', payload: { thumbnail: imageUrl, url: imageUrl } }]
    postZaloEvent(parts, 'user_send_image', { ...who, message: { msg_id: id, attachments } })
  }
}

function onMessenger(parts: SandboxParts, { phone, id, act, imageUrl }: Happening): void {
  const who = fromResident(parts, phone.userId)
  const say = (message: Record<string, unknown>) =>
    postGraphEvent(parts, 'message', { ...who, message: { mid: id, ...message } })
  if ('text' in act) say({ text: act.text })
  else if ('location' in act) {
    const coordinates = { lat: act.location.lat, long: act.location.lon }
    say({ attachments: [{ type: 'location', payload: { coordinates } }] })
  } else if ('imageDataUrl' in act) say({ attachments: [{ type: 'image', payload: { url: imageUrl } }] })
  else {
    const isPhone = act.buttonValue === SHARE_PHONE
    const payload = isPhone ? `+${phone.phone}` : act.buttonValue
    say({ text: isPhone ? payload : (act.buttonLabel ?? act.buttonValue), quick_reply: { payload } })
  }
}

function shownText(act: ResidentAct): string {
  if ('text' in act) return act.text
  if ('buttonValue' in act) return act.buttonLabel ?? act.buttonValue
  return 'location' in act ? `${WORDS.location} ${act.location.lat}, ${act.location.lon}` : WORDS.image
}

function keepImage(parts: SandboxParts, dataUrl: string): string {
  const [head = '', data = ''] = dataUrl.split(',')
  const contentType = /^data:([^;]+)/.exec(head)?.[1] ?? 'image/jpeg'
  const id = parts.state.keepMedia(Buffer.from(data, 'base64'), contentType)
  return `${resolved(parts.options.publicBase)}/media/${id}`
}
