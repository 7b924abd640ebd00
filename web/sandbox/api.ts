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

export const follow = (platform: Platform, userId: string): Promise<unknown> =>
  post(`${phonePath(platform, userId)}/follow`, {})

export const addFault = (fault: Record<string, unknown>): Promise<unknown> => post('/faults', fault)

export const clearFaults = (): Promise<unknown> => ask('/faults', { method: 'DELETE' })

export async function countFaults(): Promise<number> {
  return z.object({ faults: z.array(z.unknown()) }).parse(await ask('/faults')).faults.length
}
