import { describe, expect, it } from 'vitest'
import { silentTelemetry } from '../../../src/telemetry/telemetry.ts'

describe('telemetry', () => {
  it('counts business events by their labels, each program for itself', async () => {
    const one = silentTelemetry()
    const other = silentTelemetry()
    one.messageReceived('zalo')
    one.messageReceived('zalo')
    one.messageReceived('web')
    one.messageSent('zalo', 'uncertain')
    expect(await one.metrics.value('messages_received_total', { channel: 'zalo' })).toBe(2)
    expect(await one.metrics.value('messages_received_total')).toBe(3)
    expect(await other.metrics.value('messages_received_total')).toBe(0)
    expect(await one.metrics.text()).toContain('langnghe_messages_sent_total{channel="zalo",outcome="uncertain"} 1')
  })

  it('does not let a stranger invent labels', async () => {
    const telemetry = silentTelemetry()
    telemetry.eventIgnored('zalo', 'user_seen_message')
    telemetry.eventIgnored('zalo', 'x"} 1\nevil 1')
    for (let i = 0; i < 500; i++) telemetry.eventIgnored('zalo', `made_up_${i}`)
    const text = await telemetry.metrics.text()
    expect(text).toContain('event="user_seen_message"} 1')
    expect(text).not.toContain('evil')
    expect(text.match(/events_ignored_total\{/g)?.length).toBeLessThanOrEqual(101)
  })

  it('shows watched figures at every scrape, and the rest when their source is down', async () => {
    const telemetry = silentTelemetry()
    let waiting = 3
    telemetry.metrics.watch('queue_jobs', async () => ({ waiting }))
    telemetry.metrics.watch('database_connections', () => Promise.reject(new Error('down')))
    expect(await telemetry.metrics.text()).toContain('langnghe_queue_jobs{state="waiting"} 3')
    waiting = 0
    expect(await telemetry.metrics.text()).toContain('langnghe_queue_jobs{state="waiting"} 0')
  })
})
