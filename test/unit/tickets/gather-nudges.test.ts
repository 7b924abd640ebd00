import { describe, expect, it } from 'vitest'
import type { NewJob } from '../../../src/core/jobs.ts'
import { gatherNudges } from '../../../src/tickets/gather-nudges.ts'

function turn(conversationId: string, key: string): NewJob {
  return { name: 'conversation.process', data: { conversationId }, options: { key } }
}
const fetchJob: NewJob = { name: 'attachment.fetch', data: { attachmentId: 'a' }, options: { key: 'att-a-0' } }

describe('nudges that wait together', () => {
  it('stay single while they are few', () => {
    const few = [turn('c1', 'in-1'), fetchJob, turn('c2', 'in-2'), turn('c3', 'in-3')]
    expect(gatherNudges(few)).toEqual([turn('c1', 'in-1'), turn('c2', 'in-2'), turn('c3', 'in-3'), fetchJob])
    expect(gatherNudges([])).toEqual([])
  })

  it('ask once for a conversation', () => {
    expect(gatherNudges([turn('c1', 'in-1'), turn('c1', 'in-2')])).toEqual([turn('c1', 'in-1')])
  })

  it('become few jobs that name every conversation once, under keys of their own', () => {
    const many = Array.from({ length: 60 }, (_, i) => turn(`c${i % 55}`, `in-${i}`))
    const jobs = gatherNudges([...many, fetchJob])
    expect(jobs.map(({ name }) => name)).toEqual([
      'conversations.process',
      'conversations.process',
      'conversations.process',
      'attachment.fetch',
    ])
    const named = jobs.flatMap((job) => (job.name === 'conversations.process' ? job.data.conversationIds : []))
    expect(named).toEqual(Array.from({ length: 55 }, (_, i) => `c${i}`))
    expect(new Set(jobs.map(({ options }) => options.key)).size).toBe(4)
  })

  it('leave one alone that is for later', () => {
    const later: NewJob = { ...turn('c1', 'in-1'), options: { key: 'in-1', delayMs: 500 } } as NewJob
    expect(gatherNudges([later, ...[2, 3, 4, 5].map((n) => turn(`c${n}`, `in-${n}`))])[1]).toBe(later)
  })
})
