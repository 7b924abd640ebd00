import type { ProvincePack } from '../core/pack.ts'
import type { Dimension } from '../db/queries/reports.ts'

/** Words of the rows that stand for no single unit, topic or place. */
const WORDS = {
  noUnit: 'Đang chờ điều phối',
  noTopic: 'Chưa rõ lĩnh vực',
  noLocality: 'Chưa rõ địa bàn',
  onlyDistrict: (district: string): string => `${district} (chưa rõ phường, xã)`,
  month: (year: string, month: string): string => `Tháng ${month}/${year}`,
}
const CHANNELS: Readonly<Record<string, string>> = { zalo: 'Zalo', messenger: 'Messenger', web: 'Trang web' }

/** What a row of the dashboard is called. A key that the pack no longer knows is shown as it is. */
export function rowLabel(pack: ProvincePack, dimension: Dimension, key: string): string {
  switch (dimension) {
    case 'total':
      return ''
    case 'unit':
      return key === 'none' ? WORDS.noUnit : (pack.units.get(key)?.nameVi ?? key)
    case 'topic':
      return key === 'none' ? WORDS.noTopic : (pack.topics.get(key)?.nameVi ?? key)
    case 'channel':
      return CHANNELS[key] ?? key
    case 'locality':
      return localityLabel(pack, key)
    case 'month':
      return WORDS.month(key.slice(0, 4), String(Number(key.slice(5))))
  }
}

function localityLabel(pack: ProvincePack, key: string): string {
  if (key === 'none') return WORDS.noLocality
  if (key.startsWith('only:')) return WORDS.onlyDistrict(nameOf(pack, key.slice('only:'.length)))
  return nameOf(pack, key)
}

function nameOf(pack: ProvincePack, localityId: string): string {
  return pack.localities.get(localityId)?.nameVi ?? localityId
}
