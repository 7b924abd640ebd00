import { type JobMap, type JobName, MINUTE } from '../core/index.ts'

export interface Schedule<N extends JobName = JobName> {
  id: string
  name: N
  data: JobMap[N]
  /** Milliseconds; the first run is at once. */
  everyMs: number
}

/** What runs by the clock. Kept by the queue, so many workers still make one run a minute. */
export const SCHEDULES: readonly Schedule[] = [{ id: 'sweep', name: 'sweep', data: {}, everyMs: 1 * MINUTE }]
