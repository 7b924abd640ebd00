import type { WebChat } from '../../conversation/chat.ts'
import type { ProvincePack } from '../../core/pack.ts'
import type { ChatMessage } from '../contract/chat.ts'
import type { ChatService } from '../services.ts'
import { inboundText, outboundText } from './case-views.ts'

type Said = Awaited<ReturnType<WebChat['read']>>[number]

/** The web chat in the words of the contract. */
export function createChatService({ chat, pack }: { chat: WebChat; pack: ProvincePack }): ChatService {
  return {
    state: async (address) => ({
      messages: (await chat.read(address)).filter(isShown).map(message),
      provinceName: pack.nameVi,
    }),
    post: (input) => chat.post(input),
    postPhoto: (input) => chat.postPhoto(input),
    postForm: (input) => chat.postForm(input),
    settled: async (address) => isSettled(await chat.read(address)),
    photo: (address, id) => chat.photo(address, id),
    subscribe: (address, changed) => chat.subscribe(address, changed),
  }
}

/** A turn writes all its answers at once; each is shown when it is sent. */
function isSettled(said: readonly Said[]): boolean {
  const spoke = said.findLastIndex((each) => each.from === 'resident')
  const answers = said.slice(spoke + 1).flatMap((each) => (each.from === 'resident' ? [] : [each.row.status]))
  return spoke < 0 || (answers.length > 0 && !answers.some((status) => status === 'pending' || status === 'sending'))
}

/** Opening the chat is no message; what is not sent yet is not shown yet. */
function isShown(said: Said): boolean {
  return said.from === 'resident' ? said.content.kind !== 'follow' : said.row.status === 'sent'
}

function message(said: Said): ChatMessage {
  const base = { id: said.id, from: said.from, at: said.at.toISOString() }
  if (said.from === 'resident') {
    const photo = said.attachments.find((a) => a.state === 'stored')
    const { content } = said
    return {
      ...base,
      text: inboundText(content),
      choices: [],
      link: null,
      items: [],
      calls: [],
      imageUrl: photo === undefined ? null : `/api/chat/photos/${photo.id}`,
      file: null,
      location: content.kind === 'location' ? { lat: content.lat, lon: content.lon } : null,
      author: null,
    }
  }
  const { content } = said
  return {
    ...base,
    text: content.kind === 'list' ? content.text : outboundText(content),
    choices: content.kind === 'menu' ? content.choices : [],
    link: content.kind === 'link' ? { url: content.url, label: content.label } : null,
    items: content.kind === 'list' ? content.items : [],
    calls: content.kind === 'call' ? content.numbers : [],
    ...sentFile(said),
    location: null,
    author: said.row.authorName,
  }
}

/** The file that a message of ours is: as a picture, or to be fetched; it is served to this visitor alone. */
function sentFile(said: Exclude<Said, { from: 'resident' }>): Pick<ChatMessage, 'imageUrl' | 'file'> {
  const held = said.attachments.find((a) => a.state === 'stored')
  if (held === undefined) return { imageUrl: null, file: null }
  const url = `/api/chat/photos/${held.id}`
  return {
    imageUrl: held.kind === 'image' ? url : null,
    file: { url, name: held.name ?? '', size: held.size },
  }
}
