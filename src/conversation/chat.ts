import { type BlobStore, thumbnailId } from '../core/blob-store.ts'
import type { Clock } from '../core/clock.ts'
import { stableId } from '../core/ids.ts'
import type { InboundContent, InboundMessage, MediaRef, Sender } from '../core/messages.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { Listener } from '../db/listen.ts'
import { attachmentById } from '../db/queries/attachments.ts'
import { readConversation, type Said } from '../db/queries/conversation-view.ts'
import { conversationOf } from '../db/queries/conversations.ts'
import type { CleanImage } from './clean-image.ts'
import type { DecodeHeic } from './decode-heic.ts'
import { keptPhoto } from './kept-file.ts'
import type { Receive } from './receive.ts'

const SHOWN = 100

export interface WebChatDeps {
  db: Db
  cipher: FieldCipher
  blobs: BlobStore
  clock: Clock
  receive: Receive
  listener: Listener
  heic: DecodeHeic
}

export interface WebChat {
  /** Oldest first. */
  read(address: string): Promise<Said[]>
  post(input: { address: string; clientId: string; content: InboundContent }): Promise<void>
  postPhoto(input: { address: string; clientId: string; bytes: Uint8Array }): Promise<void>
  /** The plain form, as one message: its words, and its photos with them. Durable when resolved. */
  postForm(input: FormPost): Promise<void>
  /** A file of this very conversation, of either side. Null: there is none, or it is not sent. */
  photo(
    address: string,
    attachmentId: string,
  ): Promise<{ bytes: Uint8Array; contentType: string; name: string | null } | null>
  subscribe(address: string, changed: () => void): Promise<() => void>
}

export interface FormPost {
  address: string
  clientId: string
  text: string
  phone: string | null
  anonymous: boolean
  photos: readonly Uint8Array[]
}

/** The web chat: the same line as the platforms', without a platform in between. */
export function createWebChat(deps: WebChatDeps): WebChat {
  return {
    read: async (address) => {
      const conversationId = await conversationOf(deps.db.orm, senderOf(address))
      if (conversationId === null) return []
      const said = await readConversation(deps.db.orm, {
        cipher: deps.cipher,
        conversationId,
        ticketId: null,
        limit: SHOWN,
      })
      return said.slice(-SHOWN)
    },
    post: (input) => deps.receive('web', { ...NOTHING, messages: [messageOf(deps, input)] }),
    postPhoto: async ({ address, clientId, bytes }) => {
      const content: InboundContent = {
        kind: 'media',
        items: [await storePhoto(deps, { key: `${address}/${clientId}`, photo: await keptPhoto(deps.heic, bytes) })],
      }
      await deps.receive('web', { ...NOTHING, messages: [messageOf(deps, { address, clientId, content })] })
    },
    postForm: async ({ address, clientId, text, phone, anonymous, photos }) => {
      // All are read before one is kept: nothing would point at those before a broken one.
      const cleaned: CleanImage[] = []
      for (const bytes of photos) cleaned.push(await keptPhoto(deps.heic, bytes))
      const items: MediaRef[] = []
      for (const [n, photo] of cleaned.entries()) {
        items.push(await storePhoto(deps, { key: `${address}/${clientId}/${n}`, photo }))
      }
      const form = { phone, anonymous }
      const content: InboundContent =
        items.length === 0 ? { kind: 'text', text, form } : { kind: 'media', items, caption: text, form }
      await deps.receive('web', { ...NOTHING, messages: [messageOf(deps, { address, clientId, content })] })
    },
    photo: async (address, attachmentId) => {
      const conversationId = await conversationOf(deps.db.orm, senderOf(address))
      const row = await attachmentById(deps.db.orm, deps.cipher, attachmentId)
      if (row === null || conversationId === null || row.conversationId !== conversationId) return null
      if (row.inboundId === null && row.outboundId === null) return null
      const bytes = row.state === 'stored' ? await deps.blobs.get(attachmentId) : null
      return bytes === null
        ? null
        : { bytes, contentType: row.contentType ?? 'application/octet-stream', name: row.name }
    },
    subscribe: async (address, changed) => {
      let conversationId = await conversationOf(deps.db.orm, senderOf(address))
      return deps.listener.subscribe((event) => {
        if (event.kind === 'resync') return changed()
        if (event.payload.topic !== 'conversation') return
        if (conversationId !== null) {
          if (event.payload.id === conversationId) changed()
          return
        }
        // The first message of a new visitor makes the conversation while the stream is open.
        void conversationOf(deps.db.orm, senderOf(address)).then(
          (found) => {
            conversationId = found
            if (found !== null && event.payload.id === found) changed()
          },
          () => undefined,
        )
      })
    },
  }
}

/** @param key a repeated post with the same key replaces its own picture and leaves no second one behind */
async function storePhoto(deps: WebChatDeps, { key, photo }: { key: string; photo: CleanImage }): Promise<MediaRef> {
  const { place, thumbnail, ...cleaned } = photo
  const id = stableId(key)
  // The photo first: a message never points at a picture that is not there.
  await deps.blobs.put(id, cleaned.bytes)
  await deps.blobs.put(thumbnailId(id), thumbnail)
  const stored = {
    contentType: cleaned.contentType,
    size: cleaned.bytes.length,
    thumbnail: true,
    ...(place === null ? {} : { place }),
  }
  return { kind: 'image', url: `blob:${id}`, stored }
}

const NOTHING = { messages: [], receipts: [], echoes: [], ignored: [] }

function senderOf(address: string): Sender {
  return { channel: 'web', account: 'web', address }
}

function messageOf(
  deps: WebChatDeps,
  input: { address: string; clientId: string; content: InboundContent },
): InboundMessage {
  return {
    // Two visitors may draw the same client id; one visitor's repeat must be one message.
    providerMessageId: `${input.address}/${input.clientId}`,
    from: senderOf(input.address),
    content: input.content,
    sentAt: deps.clock.now(),
  }
}
