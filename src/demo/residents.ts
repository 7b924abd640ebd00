import type { ChannelId } from '../core/channel.ts'
import { HOUR } from '../core/durations.ts'
import { fakePhone, personName } from './people.ts'
import { type DemoResident, type DemoWorld, demoId } from './rows.ts'

/** Of a hundred. */
const CHANNELS: readonly ChannelId[] = ['zalo', 'web', 'messenger']
const SHARES = [60, 25, 15]
/** Residents who may write again; older ones are forgotten, so that memory stays bounded. */
const REMEMBERED = 2000

export interface Residents {
  /** Somebody who writes at that moment: a new resident, or one who wrote before. `isNew`: to be stored. */
  at(moment: Date): { who: DemoResident; isNew: boolean }
}

export function createResidents(world: DemoWorld): Residents {
  const { random } = world
  const known: DemoResident[] = []
  return {
    at: (moment) => {
      if (known.length > 50 && random.chance(0.35)) return { who: random.pick(known), isNew: false }
      const who = newResident(world, moment)
      if (known.length < REMEMBERED) known.push(who)
      else known[random.int(0, REMEMBERED - 1)] = who
      return { who, isNew: true }
    },
  }
}

function newResident({ random, cipher }: DemoWorld, moment: Date): DemoResident {
  const createdAt = new Date(moment.getTime() - HOUR)
  const ids = [0, 0, 0].map(() => demoId(random, createdAt))
  const [residentId = '', identityId = '', conversationId = ''] = ids
  const channel = random.weighted(CHANNELS, SHARES)
  const name = personName(random)
  const phone = fakePhone(random)
  const agreed = random.chance(0.6)
  const from = { channel, account: 'demo', address: `demo-${residentId}` }
  return {
    resident: {
      id: residentId,
      nameSealed: agreed ? cipher.seal(name) : null,
      phoneSealed: agreed ? cipher.seal(phone) : null,
      consentAt: agreed ? moment : null,
      demo: true,
      createdAt,
    },
    identity: { id: identityId, residentId, ...from, displayNameSealed: cipher.seal(name), createdAt },
    conversation: { id: conversationId, identityId, ...from, lastInboundAt: moment, createdAt },
    contact: { name, phone },
  }
}
