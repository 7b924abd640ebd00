import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../../shared/styles/fonts.css'
import './console.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { z } from 'zod'
import { makeI18n } from '../lib/i18n.ts'
import { makeChanges } from '../lib/live.ts'
import { makeQueryClient } from '../lib/query-client.ts'
import { makeRouter } from './router.tsx'
import { theme } from './theme.ts'

function makeParts() {
  // zod's compiled parsers need `new Function`, which the content security policy forbids.
  z.config({ jitless: true })
  return { i18n: makeI18n(), queries: makeQueryClient(), router: makeRouter({ changes: makeChanges() }) }
}

/** The console, with everything it holds made once. */
export function App() {
  const [{ i18n, queries, router }] = useState(makeParts)
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="top-center" autoClose={3500} limit={2} />
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  )
}
