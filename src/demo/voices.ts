import { bare } from '../core/text.ts'
import type { Random } from './random.ts'
import type { Voices } from './voice-list.ts'
import { ENVIRONMENT_VOICES } from './voices-environment.ts'
import { DENUNCIATIONS, HANDOVERS, SERVICE_VOICES } from './voices-services.ts'
import { STREET_VOICES } from './voices-streets.ts'

export { DENUNCIATIONS, HANDOVERS }
export const VOICES: Voices = { ...STREET_VOICES, ...ENVIRONMENT_VOICES, ...SERVICE_VOICES }

export interface SpokenPlace {
  /** "Phường Phú Lợi" */
  commune: string
  /** "khu phố 3" */
  quarter: string
  /** "đường số 7" */
  street: string
}

/** Puts the place into a voice. Who writes without accents writes places without them too. */
export function speak(voice: string, place: SpokenPlace): string {
  const plain = bare(voice) === voice.toLowerCase()
  const say = (words: string): string => (plain ? bare(words) : words)
  const commune = place.commune.charAt(0).toLowerCase() + place.commune.slice(1)
  return voice
    .replaceAll('{duong}', say(place.street))
    .replaceAll('{khu}', say(place.quarter))
    .replaceAll('{xa}', say(commune))
}

const ENDINGS = ['', '', '', ' Cảm ơn.', ' Mong sớm được xử lý.', ' Xin cảm ơn ạ.']
const PLAIN_ENDINGS = ['', '', '', ' cam on', ' mong som xu ly', ' cam on nhieu']

/** The same complaint is rarely told in the same words twice: some say thanks, some how long, some shout. */
export function colour(random: Random, text: string): string {
  const plain = bare(text) === text.toLowerCase()
  const ending = random.pick(plain ? PLAIN_ENDINGS : ENDINGS)
  const told = ending === '' || /[.?!]$/.test(text) ? text + ending : `${text}${plain ? ',' : '.'}${ending}`
  if (random.chance(0.03)) return told.toUpperCase()
  return random.chance(0.05) ? `${told}!!!` : told
}

const STREETS = [
  (r: Random) => `đường số ${r.int(1, 40)}`,
  (r: Random) => `đường D${r.int(1, 12)}`,
  (r: Random) => `đường N${r.int(1, 9)}`,
  (r: Random) => `hẻm ${r.int(2, 190)}`,
  (r: Random) => `đường tổ ${r.int(1, 24)}`,
  () => 'đường liên xã',
  () => 'đường Trần Hưng Đạo',
  () => 'đường Nguyễn Trãi',
  () => 'đường Lê Hồng Phong',
  () => 'đường Cách Mạng Tháng Tám',
  () => 'đường Hai Bà Trưng',
  () => 'đường Nguyễn Thị Minh Khai',
]

export function streetOf(random: Random): string {
  return random.pick(STREETS)(random)
}

/** A village of a xã is an ấp, a quarter of a town a khu phố. */
export function quarterOf(random: Random, localityType: string): string {
  return `${localityType === 'xã' ? 'ấp' : 'khu phố'} ${random.int(1, 9)}`
}
