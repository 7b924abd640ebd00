import type { CaseKind } from '../core/case-code.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { Random } from './random.ts'
import { VOICES } from './voices.ts'

/** How often a topic is written about, relative to others, and what the rainy season (June to October) makes of it. */
const MIX: Readonly<Record<string, readonly [weight: number, rainy: number]>> = {
  rac_thai: [11, 1],
  duong_hu_hong: [9, 1.6],
  ngap_nuoc: [3, 6],
  den_duong: [8, 1.1],
  tieng_on: [8, 0.8],
  lan_chiem: [7, 0.9],
  khoi_bui: [6, 0.6],
  nuoc_thai_kenh: [4, 1.3],
  thu_gom_rac: [4, 1],
  nap_cong: [3, 2.2],
  trat_tu_xay_dung: [4, 0.8],
  giao_thong: [4, 1],
  gia_dien_nha_tro: [4, 1],
  mat_dien: [2.5, 1.5],
  nuoc_sach: [2.5, 0.7],
  cay_xanh: [2, 2.6],
  kien_nghi_ha_tang: [3, 1],
  chan_nuoi_o_nhiem: [2, 1.2],
  ca_chet: [0.4, 2],
  ho_so_tre_hen: [4, 1],
  gcn_tre_hen: [2, 1],
  gay_kho_thu_tuc: [2, 1],
  thai_do_can_bo: [2, 1],
  chuyen_long_vong: [1, 1],
  thai_do_benh_vien: [1.5, 1],
  thu_ngoai_quy_dinh: [1.5, 1.4],
  co_so_vat_chat_truong: [0.8, 1.4],
  mat_trom: [2.5, 1],
  tin_dung_den: [1, 1],
  co_bac: [0.8, 1],
  xet_ho_ngheo: [0.8, 1],
  ep_dong_gop: [0.8, 1],
  thu_hoi_dat: [1.2, 1],
  loi_dich_vu_cong: [1, 1],
  wifi_internet: [0.6, 1],
  khac: [2, 1],
}

export interface TopicMix {
  /** @param month 1..12 */
  draw(random: Random, month: number): string
}

/** Only topics that the pack has and that somebody here can write about. */
export function topicMix(pack: ProvincePack): TopicMix {
  const ids = Object.keys(MIX).filter((id) => pack.topics.has(id) && VOICES[id] !== undefined)
  const dry = ids.map((id) => MIX[id]?.[0] ?? 0)
  const rainy = ids.map((id) => (MIX[id]?.[0] ?? 0) * (MIX[id]?.[1] ?? 1))
  return { draw: (random, month) => random.weighted(ids, month >= 6 && month <= 10 ? rainy : dry) }
}

/** kiến nghị where the topic is a suggestion, else phản ánh. */
export function kindOfTopic(pack: ProvincePack, topicId: string): CaseKind {
  return pack.topics.get(topicId)?.intents[0] === 'suggest' ? 'KN' : 'PA'
}
