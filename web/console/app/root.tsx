import { Center, Loader } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SignInPage } from '../features/session/sign-in-page.tsx'
import { useMe } from '../lib/use-me.ts'
import { Failure } from '../ui/failure.tsx'
import { Shell } from './shell.tsx'

/** The sign-in page stands in the place of any page until somebody is signed in; the address is kept. */
export function Root() {
  const { t } = useTranslation('desk')
  const me = useMe()
  const client = useQueryClient()
  const before = useRef<string | null>(null)
  const userId = me.data?.userId ?? null
  useEffect(() => {
    // What one person saw is not shown to the next one at the same computer.
    if (before.current !== null && userId !== null && before.current !== userId)
      client.removeQueries({ queryKey: ['case'] })
    if (userId !== null) before.current = userId
  }, [client, userId])

  if (me.isPending) {
    return (
      <Center mih="100dvh">
        <Loader aria-label={t('common.loading')} />
      </Center>
    )
  }
  if (me.isError) return <Failure error={me.error} retry={() => void me.refetch()} />
  if (me.data === null) return <SignInPage expired={before.current !== null} />
  return (
    <Shell me={me.data}>
      <Outlet />
    </Shell>
  )
}
