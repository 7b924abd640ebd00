import { z } from 'zod'
import { instant, role } from './common.ts'

export const signInBody = z.object({
  username: z.string().trim().min(1).max(60),
  password: z.string().min(1).max(200),
})
export type SignInBody = z.infer<typeof signInBody>

export const me = z.object({
  userId: z.string(),
  username: z.string(),
  name: z.string(),
  role,
  unit: z.object({ id: z.string(), name: z.string() }).nullable(),
  sealed: z.boolean(),
})
export type Me = z.infer<typeof me>

export const sessionRow = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: instant,
  expiresAt: instant,
  userAgent: z.string().nullable(),
})
export const sessionList = z.object({ items: z.array(sessionRow) })
export type SessionList = z.infer<typeof sessionList>
