import type { HttpLog } from '../log.ts'
import { type AnyRoute, route } from '../route.ts'
import type { CaseService, SessionService } from '../services.ts'
import { openStream, type StreamTimers, streamSlots } from '../sse.ts'

interface EventDeps {
  cases: CaseService
  sessions: SessionService
  timers: StreamTimers
  stopping: AbortSignal
  log: HttpLog
}

/** Open windows of one session at once. */
const MAX_STREAMS = 12

/** Live updates: ids only, the console asks again. The stream ends when the session does. */
export function eventRoutes({ cases, sessions, timers, stopping, log }: EventDeps): AnyRoute[] {
  const slots = streamSlots(MAX_STREAMS)
  return [
    route({
      method: 'get',
      path: '/api/v1/events',
      summary: 'Server-sent events: `data` is a LiveEvent',
      guard: 'staff',
      reply: { kind: 'stream', contentTypes: ['text/event-stream'], description: 'event: live, data: LiveEvent' },
      run: async ({ session, req, res }) => {
        const free = slots.take(session.sessionId, 'events.too-many')
        let stop: () => void = () => {}
        try {
          const waiting: string[] = []
          let emit = (data: string) => {
            waiting.push(data)
          }
          stop = await cases.subscribe(session.actor, (event) => emit(JSON.stringify(event)))
          const stream = openStream({ req, res, heartbeatMs: timers.heartbeatMs, stopping })
          emit = (data) => stream.send('live', data)
          for (const data of waiting) emit(data)
          const cookie = req.headers.cookie ?? ''
          const recheck = setInterval(() => {
            sessions
              .read(cookie)
              .then((now) => {
                if (now === null) stream.close()
              })
              .catch((err: unknown) => {
                log.warn({ err }, 'session of a live stream could not be checked: stream closed')
                stream.close()
              })
          }, timers.recheckMs)
          recheck.unref()
          stream.onClose(() => {
            clearInterval(recheck)
            stop()
            free()
          })
        } catch (error) {
          stop()
          free()
          throw error
        }
        return undefined
      },
    }),
  ]
}
