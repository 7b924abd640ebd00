import { z } from 'zod'

export type Platform = 'zalo' | 'messenger'

const phones = z.object({
  phones: z.array(
    z.object({
      platform: z.enum(['zalo', 'messenger']),
      residents: z.array(z.object({ userId: z.string(), name: z.string() })),
    }),
  ),
})
export type Resident = z.infer<typeof phones>['phones'][number]['residents'][number]

const message = z.object({
  id: z.string(),
  from: z.enum(['resident', 'official']),
  text: z.string(),
  buttons: z.array(z.object({ kind: z.enum(['reply', 'url', 'call']), label: z.string(), value: z.string() })),
  items: z.array(z.object({ title: z.string(), subtitle: z.string().optional(), url: z.string() })).optional(),
  imageUrl: z.string().optional(),
  file: z.object({ name: z.string(), size: z.number(), url: z.string() }).optional(),
  sender: z.string().optional(),
  at: z.string(),
})
export type PhoneMessage = z.infer<typeof message>

export type Act =
  | { text: string }
  | { buttonValue: string; buttonLabel: string }
  | { imageDataUrl: string }
  | { location: { lat: number; lon: number } }

const BASE = '/sandbox/api'

async function ask(path: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(`${BASE}${path}`, { cache: 'no-store', ...init })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.status === 204 ? null : answer.json()
}

const post = (path: string, body: unknown): Promise<unknown> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

const phonePath = (platform: Platform, userId: string): string => `/phones/${platform}/${encodeURIComponent(userId)}`

/** Residents that the stand-in platforms know. Throws when the sandbox is off. */
export async function listPhones(): Promise<Map<Platform, Resident[]>> {
  const found = phones.parse(await ask('/phones'))
  return new Map(found.phones.map((phone) => [phone.platform, phone.residents]))
}

const shown = z.object({
  messages: z.array(message),
  /** What the official side does just now. */
  shows: z.enum(['nothing', 'seen', 'typing']).catch('nothing'),
})

export async function listMessages(platform: Platform, userId: string): Promise<z.infer<typeof shown>> {
  return shown.parse(await ask(`${phonePath(platform, userId)}/messages`))
}

export const act = (platform: Platform, userId: string, what: Act): Promise<unknown> =>
  post(`${phonePath(platform, userId)}/messages`, what)

/** What a resident does on Zalo without a word. */
export const zaloDeed = (userId: string, deed: 'withdraw' | 'click-chatnow' | 'seen'): Promise<unknown> =>
  post(`${phonePath('zalo', userId)}/deeds/${deed}`, {})
export const follow = (platform: Platform, userId: string): Promise<unknown> =>
  post(`${phonePath(platform, userId)}/follow`, {})

/** The person asks Facebook for deletion of their data. Where its state can be seen. */
export async function forget(userId: string): Promise<{ url: string; code: string }> {
  const told = await post(`${phonePath('messenger', userId)}/forget`, {})
  const { url, confirmation_code: code } = z.object({ url: z.string(), confirmation_code: z.string() }).parse(told)
  return { url, code }
}

export const addFault = (fault: Record<string, unknown>): Promise<unknown> => post('/faults', fault)

export const clearFaults = (): Promise<unknown> => ask('/faults', { method: 'DELETE' })

const standingFault = z.looseObject({
  kind: z.string(),
  platform: z.enum(['zalo', 'messenger']),
  left: z.number().nullable(),
  code: z.number().optional(),
  subcode: z.number().optional(),
})
export type StandingFault = z.infer<typeof standingFault>

export async function listFaults(): Promise<StandingFault[]> {
  return z.object({ faults: z.array(standingFault) }).parse(await ask('/faults')).faults
}

/** Many messages of these residents in one moment. */
export const burst = (wanted: { platform: Platform; userIds: string[]; count: number }): Promise<unknown> =>
  post('/bursts', wanted)

const connection = z.object({
  platform: z.enum(['zalo', 'messenger']),
  subscribed: z.boolean(),
  failingSince: z.string().nullable(),
  lost: z.number(),
})
export type Connection = z.infer<typeof connection>

export async function listConnections(): Promise<Connection[]> {
  return z.object({ connections: z.array(connection) }).parse(await ask('/connections')).connections
}

export const enable = (platform: Platform): Promise<unknown> => post(`/connections/${platform}/enable`, {})

const testAnswer = z.object({ what: z.string(), status: z.number().nullable(), accepted: z.boolean() })

export async function testConnection(platform: Platform): Promise<z.infer<typeof testAnswer>[]> {
  const body = await post(`/connections/${platform}/test`, {})
  return z.object({ answers: z.array(testAnswer) }).parse(body).answers
}

const feedComment = z.object({ id: z.string(), parentId: z.string(), text: z.string(), name: z.string().nullable() })
/** `name` null: the Page. */
export type FeedComment = z.infer<typeof feedComment>

export async function listFeed(): Promise<FeedComment[]> {
  return z.object({ comments: z.array(feedComment) }).parse(await ask('/feed')).comments
}

export const comment = (userId: string, text: string): Promise<unknown> => post('/feed', { userId, text })

export const react = (userId: string): Promise<unknown> => post(`${phonePath('messenger', userId)}/react`, {})

/** Who owns the conversation: another application or a person in the inbox, or we. */
export const holdThread = (userId: string, owner: 'others' | 'us'): Promise<unknown> =>
  post(`${phonePath('messenger', userId)}/thread`, { owner })
