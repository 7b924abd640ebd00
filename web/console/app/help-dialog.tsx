import { Group, Kbd, Modal, Stack, Switch, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setShortcuts, shortcutsOn } from '../lib/shortcuts.ts'

const INBOX = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['r', 'reply'],
  ['t', 'transfer'],
  ['e', 'resolve'],
  ['/', 'search'],
] as const
const CASE = [
  ['a', 'accept'],
  ['r', 'reply'],
  ['t', 'transfer'],
  ['e', 'resolve'],
  ['1 2 3', 'topic'],
  ['0', 'otherTopic'],
  ['4 5 6', 'place'],
  ['p', 'otherPlace'],
  ['z', 'undo'],
  ['u', 'back'],
] as const
const EVERYWHERE = [['?', 'help']] as const

export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const [on, setOn] = useState(shortcutsOn)
  const turn = (checked: boolean): void => {
    setShortcuts(checked ? 'on' : 'off')
    setOn(checked)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Switch checked={on} onChange={(event) => turn(event.currentTarget.checked)} label={t('help.enabled')} />
        <Keys title={t('help.inInbox')} rows={INBOX} />
        <Keys title={t('help.inCase')} rows={CASE} />
        <Keys title={t('help.everywhere')} rows={EVERYWHERE} />
      </Stack>
    </Modal>
  )
}

type HelpKey = (typeof INBOX | typeof CASE | typeof EVERYWHERE)[number][1]

function Keys({ title, rows }: { title: string; rows: readonly (readonly [string, HelpKey])[] }) {
  const { t } = useTranslation('desk')
  return (
    <section>
      <Title order={2} size="sm" mb={6}>
        {title}
      </Title>
      <Stack gap={6}>
        {rows.map(([keys, name]) => (
          <Group key={keys} justify="space-between" wrap="nowrap">
            <Text size="sm">{t(`help.${name}`)}</Text>
            <Group gap={4} wrap="nowrap">
              {keys.split(' ').map((key) => (
                <Kbd key={key} fz={13}>
                  {key}
                </Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </section>
  )
}
