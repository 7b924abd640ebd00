import { bare, type ProvincePack, type Understand } from '../../src/core/index.ts'
import { FIRST_COMPLAINTS } from '../fixtures/first-complaints.ts'
import { Chat } from './chat.ts'
import { planPack } from './pack.ts'
import { realUnderstand } from './understand.ts'

/** A first message, and what its writer answers when asked. */
export interface FirstComplaint {
  text: string
  topic: string
  /** "Phú Cường, Thủ Dầu Một". */
  place: string
  /** What the text tells itself: its commune, a district only, that there is no photo, whom to call. */
  said: { commune: boolean; district: boolean; noPhoto: boolean; contact: boolean }
  photo: boolean
  phone: string | null
}

export function firstComplaints(): FirstComplaint[] {
  return FIRST_COMPLAINTS.trim()
    .split('\n')
    .map((line) => {
      const [topic = '', place = '', said = '', more = '', text = ''] = line.split('|')
      return {
        text,
        topic,
        place,
        said: {
          commune: said.includes('p'),
          district: said.includes('d'),
          noPhoto: said.includes('n'),
          contact: said.includes('c'),
        },
        photo: more === 'f',
        phone: /^\d+$/.test(more) ? more : null,
      }
    })
}

export interface Taken {
  /** Messages of the resident up to the one that files the case, the first and the yes counted; null: never filed. */
  turns: number | null
  /** What was asked, in order. */
  asked: string[]
  /** Asked although the first message had said it. */
  needless: string[]
  topicRight: boolean
  placeRight: boolean
}

const MOST = 12

/** Plays one resident who answers each question plainly, until the case has its code. */
export function turnsOf(complaint: FirstComplaint, options: { pack: ProvincePack; understand: Understand }): Taken {
  const chat = new Chat(options)
  const asked: string[] = []
  chat.says(complaint.text)
  let turns = 1
  while (chat.opened().length === 0 && turns < MOST) {
    const step = String(chat.state.step ?? 'none')
    asked.push(step)
    answer(chat, { step, complaint })
    turns++
  }
  const [filed] = chat.opened()
  const place = filed?.localityId === null ? undefined : options.pack.localities.get(filed?.localityId ?? '')
  return {
    turns: filed === undefined ? null : turns,
    asked,
    needless: asked.filter((step) => isSaid(step, complaint)),
    topicRight: filed?.topicId === complaint.topic,
    placeRight: place !== undefined && named(complaint.place).includes(bare(place.shortVi)),
  }
}

function isSaid(step: string, { said }: FirstComplaint): boolean {
  return (
    step === 'what' ||
    (step === 'place' && said.commune) ||
    (step === 'media' && said.noPhoto) ||
    (step === 'contact' && said.contact)
  )
}

function answer(chat: Chat, { step, complaint }: { step: string; complaint: FirstComplaint }): void {
  const tap = (...ids: string[]): boolean => {
    const id = ids.find((one) => chat.choices.some((c) => c.id === one))
    if (id !== undefined) chat.taps(id)
    return id !== undefined
  }
  switch (step) {
    case 'topic':
      if (!tap(`topic:${complaint.topic}`, 'complaint.other-topic')) chat.says('việc khác')
      return
    case 'place':
      chat.says(complaint.place)
      return
    case 'media':
      if (complaint.photo) chat.photo()
      else tap('complaint.skip')
      return
    case 'contact':
      if (complaint.phone !== null) chat.says(complaint.phone)
      else tap('complaint.skip')
      return
    case 'check':
      tap('complaint.send')
      return
    default:
      if (!tap('complaint.take', 'complaint.other-add', 'complaint.edit-nothing')) chat.says(complaint.text)
  }
}

function named(place: string): string[] {
  return place.split(',').map((name) => bare(name.trim()))
}

export interface TurnFigures {
  complaints: number
  /** Mean messages of those that were filed. */
  mean: number
  /** How many were filed after so many messages. */
  spread: Record<string, number>
  never: number
  /** Questions by kind, over all. */
  asked: Record<string, number>
  needless: number
  topicRight: number
  placeRight: number
}

export function turnFigures(options: { pack: ProvincePack; understand: Understand }): TurnFigures {
  const taken = firstComplaints().map((complaint) => turnsOf(complaint, options))
  const filed = taken.flatMap((t) => t.turns ?? [])
  return {
    complaints: taken.length,
    mean: Math.round((filed.reduce((a, b) => a + b, 0) / Math.max(1, filed.length)) * 100) / 100,
    spread: counted(filed.map(String)),
    never: taken.length - filed.length,
    asked: counted(taken.flatMap((t) => t.asked)),
    needless: taken.reduce((n, t) => n + t.needless.length, 0),
    topicRight: taken.filter((t) => t.topicRight).length,
    placeRight: taken.filter((t) => t.placeRight).length,
  }
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Prints the figures for what is checked out; `each`: every complaint before them. */
export function tellTurns({ detail, print }: { detail: 'each' | 'sums'; print: (line: string) => void }): void {
  const pack = planPack()
  const options = { pack, understand: realUnderstand(pack) }
  for (const complaint of detail === 'each' ? firstComplaints() : []) {
    const { turns, asked, needless, topicRight, placeRight } = turnsOf(complaint, options)
    const marks = [
      needless.length > 0 ? `needless: ${needless.join(',')}` : '',
      topicRight ? '' : 'topic?',
      placeRight ? '' : 'place?',
    ]
    print(`${turns ?? 'never'} [${asked.join(' ')}] ${marks.filter((m) => m !== '').join(' ')} | ${complaint.text}`)
  }
  print(JSON.stringify(turnFigures(options), null, 2))
}
