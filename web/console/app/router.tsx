import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { type CaseFilter, caseFilter } from '../../../src/http/contract/cases.ts'
import { type DashboardQuery, dashboardQuery } from '../../../src/http/contract/dashboard.ts'
import type { Changes } from '../lib/live.ts'
import { keepValid, parseSearch, stringifySearch } from '../lib/search-params.ts'
import { Crashed, NotFound } from '../ui/page-states.tsx'
import { Root } from './root.tsx'

export interface RouterContext {
  changes: Changes
}

/** What to open the case page with: a key pressed in the list. */
export type CaseIntent = 'reply' | 'transfer' | 'resolve'
const INTENTS: readonly unknown[] = ['reply', 'transfer', 'resolve']

const root = createRootRouteWithContext<RouterContext>()({ component: Root, notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/cases' })
  },
})

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): CaseFilter => keepValid(caseFilter, search),
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
})

const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$code',
  validateSearch: (search: Record<string, unknown>): { do?: CaseIntent } =>
    INTENTS.includes(search.do) ? { do: search.do as CaseIntent } : {},
  component: lazyRouteComponent(() => import('../features/case/case-page.tsx'), 'CasePage'),
})

const board = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  validateSearch: (search: Record<string, unknown>): DashboardQuery => keepValid(dashboardQuery, search),
  component: lazyRouteComponent(() => import('../features/dashboard/dashboard-page.tsx'), 'DashboardPage'),
})

const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  component: lazyRouteComponent(() => import('../features/channels/channels-page.tsx'), 'ChannelsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/session/sessions-page.tsx'), 'SessionsPage'),
})

const dataRequests = createRoute({
  getParentRoute: () => root,
  path: '/data-requests',
  component: lazyRouteComponent(() => import('../features/data-requests/data-requests-page.tsx'), 'DataRequestsPage'),
})

const corrections = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  component: lazyRouteComponent(() => import('../features/corrections/corrections-page.tsx'), 'CorrectionsPage'),
})

const tree = root.addChildren([home, inbox, oneCase, board, channels, account, dataRequests, corrections])

export function makeRouter(context: RouterContext) {
  return createRouter({
    routeTree: tree,
    basepath: '/console',
    context,
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
    defaultErrorComponent: Crashed,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
