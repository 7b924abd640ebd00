import {
  ActionIcon,
  Group,
  Menu,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconChartBar,
  IconDevices,
  IconInbox,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPencilCheck,
  IconPlugConnected,
  IconSun,
  IconUser,
  IconUserX,
} from '@tabler/icons-react'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../src/http/contract/session.ts'
import { useSignOut } from '../features/session/session-queries.ts'
import { useLive } from '../lib/live.ts'
import { useShortcuts } from '../lib/shortcuts.ts'
import { HelpDialog } from './help-dialog.tsx'

/** Rail (bottom bar on a phone), tools, and the page. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useTranslation('desk')
  const { changes } = useRouteContext({ from: '__root__' })
  const [helpOpen, help] = useDisclosure(false)
  useLive(changes)
  useShortcuts({ '?': help.open })
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <section className="phone-head" aria-label={t('app.name')}>
        <Text fw={600} c="var(--accent)">
          {t('app.name')}
        </Text>
        <Group gap={2}>
          <Tools onHelp={help.open} />
          <UserMenu me={me} compact />
        </Group>
      </section>
      <nav className="rail" aria-label={t('nav.main')}>
        <div className="rail-name">{t('app.name')}</div>
        <Link
          to="/cases"
          className="rail-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <IconInbox size={20} aria-hidden />
          {t('nav.inbox')}
        </Link>
        <Link
          to="/dashboard"
          className="rail-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <IconChartBar size={20} aria-hidden />
          {t('nav.dashboard')}
        </Link>
        {me.role !== 'officer' && (
          <Link to="/channels" className="rail-link" activeProps={{ 'aria-current': 'page' }}>
            <IconPlugConnected size={20} aria-hidden />
            {t('nav.channels')}
          </Link>
        )}
        {(me.role === 'dispatcher' || me.role === 'admin') && (
          <Link to="/data-requests" className="rail-link" activeProps={{ 'aria-current': 'page' }}>
            <IconUserX size={20} aria-hidden />
            {t('nav.data')}
          </Link>
        )}
        {me.role === 'admin' && (
          <Link to="/corrections" className="rail-link" activeProps={{ 'aria-current': 'page' }}>
            <IconPencilCheck size={20} aria-hidden />
            {t('nav.corrections')}
          </Link>
        )}
        <div className="rail-foot">
          <Tools onHelp={help.open} />
          <UserMenu me={me} />
        </div>
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <HelpDialog opened={helpOpen} onClose={help.close} />
    </div>
  )
}

function Tools({ onHelp }: { onHelp: () => void }) {
  const { t, i18n } = useTranslation('desk')
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = i18n.language === 'en' ? 'vi' : 'en'
  const languageName = t(other === 'en' ? 'nav.toEnglish' : 'nav.toVietnamese')
  const schemeName = t(scheme === 'dark' ? 'nav.light' : 'nav.dark')
  return (
    <div className="rail-tools">
      <Tooltip label={languageName}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label={languageName}
          lang={other}
          onClick={() => void i18n.changeLanguage(other)}
        >
          <IconLanguage size={20} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={schemeName}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label={schemeName}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('nav.help')}>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('nav.help')} onClick={onHelp}>
          <IconKeyboard size={20} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function UserMenu({ me, compact = false }: { me: Me; compact?: boolean }) {
  const { t } = useTranslation('desk')
  const signOut = useSignOut()
  const label = t('nav.menu', { name: me.name })
  return (
    <Menu position="top-start" width={240} withinPortal>
      <Menu.Target>
        {compact ? (
          <ActionIcon variant="subtle" color="gray" size={44} aria-label={label}>
            <IconUser size={20} />
          </ActionIcon>
        ) : (
          <UnstyledButton className="rail-user" aria-label={label}>
            <Text fw={600} size="sm" truncate>
              {me.name}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={2}>
              {me.unit?.name ?? t(`role.${me.role}`)}
            </Text>
          </UnstyledButton>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label fz={13}>
          {me.name} · {t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<IconDevices size={18} />} renderRoot={(props) => <Link to="/account" {...props} />}>
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => signOut.mutate()}>
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
