import { IconBrandMessenger, IconMessageCircle, IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChannelId } from '../../../src/core/channel.ts'

const ICONS = { zalo: IconMessageCircle, messenger: IconBrandMessenger, web: IconWorld } as const

/** The channel a case came by, named for those who do not see the icon. */
export function ChannelIcon({ channel, named = 'icon' }: { channel: ChannelId; named?: 'icon' | 'word' }) {
  const { t } = useTranslation('desk')
  const Icon = ICONS[channel]
  const name = t(`channel.${channel}`)
  return (
    <span className="channel" title={name}>
      <Icon size={17} aria-hidden />
      <span className={named === 'icon' ? 'sr-only' : undefined}>{name}</span>
    </span>
  )
}
