import { describe, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import { createFileLinks } from '../../../src/http/file-links.ts'

const START = new Date('2026-11-23T02:00:30Z')
const SECRET = 'a secret of the test, long enough for this'

function partsOf(link: string) {
  const url = new URL(link, 'http://x')
  return {
    id: url.pathname.split('/').at(-1) ?? '',
    size: url.searchParams.get('size') as 'whole' | 'thumbnail',
    expires: Number(url.searchParams.get('expires')),
    signature: url.searchParams.get('signature') ?? '',
  }
}

describe('links to files', () => {
  it('serve their person for 4 to 5 minutes', () => {
    const clock = settableClock(START)
    const links = createFileLinks({ secret: SECRET, clock })
    const link = partsOf(links.make('u1', 'a-b', 'whole'))
    clock.set(new Date(START.getTime() + 4 * 60_000))
    expect(() => links.check('u1', link)).not.toThrow()
    clock.set(new Date(START.getTime() + 5 * 60_000 + 1000))
    expect(() => links.check('u1', link)).toThrow(expect.objectContaining({ code: 'attachment.link-expired' }))
  })

  it('serve nobody else, no other file, no other size and no longer time', () => {
    const links = createFileLinks({ secret: SECRET, clock: settableClock(START) })
    const link = partsOf(links.make('u1', 'a-b', 'thumbnail'))
    const refused = expect.objectContaining({ code: 'attachment.not-found' })
    expect(() => links.check('u2', link)).toThrow(refused)
    const changed = [{ id: 'a-c' }, { size: 'whole' as const }, { expires: link.expires + 1 }, { signature: '' }]
    for (const change of changed) expect(() => links.check('u1', { ...link, ...change })).toThrow(refused)
    const elsewhere = createFileLinks({ secret: `${SECRET}!`, clock: settableClock(START) })
    expect(() => elsewhere.check('u1', link)).toThrow(refused)
  })

  it('stay the same within a minute, so that pictures are not loaded again', () => {
    const clock = settableClock(START)
    const links = createFileLinks({ secret: SECRET, clock })
    const first = links.make('u1', 'a', 'thumbnail')
    clock.set(new Date(START.getTime() + 20_000))
    expect(links.make('u1', 'a', 'thumbnail')).toBe(first)
  })
})
