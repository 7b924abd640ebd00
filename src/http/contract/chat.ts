import { z } from 'zod'
import { choice, listItem } from '../../core/messages.ts'
import { instant } from './common.ts'

/** Web chat. The anonymous session is a signed, http-only cookie set by the first call. */
export const chatMessage = z.object({
  id: z.string(),
  from: z.enum(['resident', 'bot', 'staff', 'platform-staff']),
  at: instant,
  text: z.string(),
  choices: z.array(choice),
  link: z.object({ url: z.string(), label: z.string() }).nullable(),
  /** Pages to open. */
  items: z.array(listItem),
  calls: z.array(z.object({ phone: z.string(), label: z.string() })),
  imageUrl: z.string().nullable(),
  /** A file from staff; with `imageUrl`: the name of that picture. `size` in bytes. */
  file: z.object({ url: z.string(), name: z.string(), size: z.number().int().nullable() }).nullable(),
  location: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  author: z.string().nullable(),
})
export type ChatMessage = z.infer<typeof chatMessage>

export const chatState = z.object({
  /** Oldest first, at most the last 100. */
  messages: z.array(chatMessage),
  provinceName: z.string(),
})
export type ChatState = z.infer<typeof chatState>

/** `clientId` makes a repeated post harmless. */
export const chatPost = z.object({
  clientId: z.uuid(),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(4000) }),
    z.object({ kind: z.literal('choice'), choiceId: z.string().min(1).max(200), label: z.string().max(200) }),
    z.object({ kind: z.literal('location'), lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
    z.object({ kind: z.literal('start') }),
  ]),
})
export type ChatPost = z.infer<typeof chatPost>
/** Photos: `POST /api/chat/photos?clientId=<uuid>` with the image itself as body, image/jpeg|png|webp, at most 8 MB. */
export const chatPosted = z.object({ accepted: z.literal(true) })
/** SSE on `/api/chat/stream`: `event: hello` at once, then `event: changed`, without data; the client asks for the state again. */
