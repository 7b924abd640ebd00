import { z } from 'zod'
import { channelId, day, instant } from './common.ts'

export const dashboardQuery = z.object({
  from: day.optional(),
  to: day.optional(),
  unit: z.string().max(80).optional(),
  topic: z.string().max(80).optional(),
  channel: channelId.optional(),
  locality: z.string().max(80).optional(),
})
export type DashboardQuery = z.infer<typeof dashboardQuery>

/** Working time in minutes; null when n is 0. */
export const spread = z.object({
  n: z.number().int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
})

export const figures = z.object({
  received: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  /** Cases promised for the period whose fate is known: answered, or past due. */
  due: z.number().int(),
  onTime: z.number().int(),
  late: z.number().int(),
  /** onTime / due; null when due is 0. */
  onTimeShare: z.number().nullable(),
  firstResponse: spread,
  resolution: spread,
})
export type Figures = z.infer<typeof figures>

export const figureRow = figures.extend({ key: z.string(), label: z.string() })
export type FigureRow = z.infer<typeof figureRow>

export const dashboard = z.object({
  from: day,
  to: day,
  /** When the figures were computed. */
  asOf: instant,
  total: figures,
  byUnit: z.array(figureRow),
  byTopic: z.array(figureRow),
  byChannel: z.array(figureRow),
  byLocality: z.array(figureRow),
  /** key `YYYY-MM`, oldest first. */
  byMonth: z.array(figureRow),
  /** The one definition of each figure, shown beside it. Keys are those of `figures`. */
  definitions: z.record(z.string(), z.object({ name: z.string(), definition: z.string() })),
  includesDemo: z.boolean(),
})
export type Dashboard = z.infer<typeof dashboard>
