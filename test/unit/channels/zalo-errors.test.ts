import { describe, expect, it } from 'vitest'
import { untilNextMinute, zaloErrorRule } from '../../../src/channels/zalo/errors.ts'

const classes = (host: 'oa' | 'zbs', table: Record<string, number[]>) =>
  Object.entries(table).flatMap(([kind, codes]) => codes.map((code) => [host, code, kind] as const))

describe('every documented error of Zalo has one answer', () => {
  it.each([
    ...classes('oa', {
      'next-minute': [-32],
      'upload-again': [-100],
      uncertain: [-200],
      retry: [-214],
      'refresh-token': [-216, -220, 216, 401, -401],
      'window-closed': [-230, -232],
      'retry-in-the-morning': [-234],
      'use-v2': [-235],
      'use-v3': [-240],
      human: [-204, -205, -209, -211, -212, -219, -221, -223, -224, -242, -320, -321],
      rejected: [
        -201, -210, -213, -217, -218, -227, -233, -237, -238, -241, -244, -248, -249, -403, -1340, -1341, -305, 7,
      ],
    }),
    ...classes('zbs', {
      'refresh-token': [-124],
      'retry-in-the-morning': [-133, -144, -1441, -147, -1471, -1472, -160],
      human: [-1241, -115, -137, -136, -131, -146, -126, -127, -135, -1351],
      rejected: [-108, -118, -119, -114, -139, -140, -141, -109, -111, -112, -1121, -1122, -1124, -100, -32],
    }),
  ])('%s %i: %s', (host, code, kind) => {
    expect(zaloErrorRule(code, host).action.kind).toBe(kind)
  })

  it('waits for the next minute of the clock, and a second', () => {
    expect(untilNextMinute(new Date('2026-11-23T03:00:00Z'))).toBe(61_000)
    expect(untilNextMinute(new Date('2026-11-23T03:00:59Z'))).toBe(2_000)
  })
})
