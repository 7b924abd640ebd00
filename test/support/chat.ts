import { type ActiveFlow, layers } from '../../src/conversation/active.ts'
import { type TakenTurn, takeTurn } from '../../src/conversation/turn.ts'
import type {
  Effect,
  InboundContent,
  OutboundContent,
  ProvincePack,
  TicketView,
  Turn,
  Understand,
  Understanding,
} from '../../src/core/index.ts'
import { smallPack } from './small-pack.ts'
import { understood } from './understanding.ts'

export interface ChatOptions {
  pack?: ProvincePack
  now?: Date
  tickets?: readonly TicketView[]
  knownContact?: Turn['knownContact']
  /** Reads every text that comes without an understanding of its own. */
  understand?: Understand
  /** True: as if the greeting had been said before, so that the notice does not stand in every transcript. */
  greeted?: 'before' | 'never'
}

/** A conversation on paper: what the application keeps between two turns is kept here. */
export class Chat {
  active: ActiveFlow | null = null
  saidKey: string | null
  choices: Turn['lastChoices'] = []
  tickets: readonly TicketView[]
  last: TakenTurn | null = null
  readonly effects: Effect[] = []
  private readonly options: ChatOptions
  private readonly pack: ProvincePack
  private count = 0

  constructor(options: ChatOptions = {}) {
    this.options = options
    this.pack = options.pack ?? smallPack()
    this.tickets = options.tickets ?? []
    this.saidKey = options.greeted === 'never' ? null : 'before'
  }

  /** The resident writes; returns all that we say, as lines. */
  says(text: string, understanding?: Partial<Understanding>, extra: Partial<Turn> = {}): string {
    const read = understanding === undefined ? this.options.understand?.(text) : undefined
    return this.sends({ kind: 'text', text }, read ?? understood(understanding), extra)
  }

  taps(choiceId: string): string {
    const label = this.choices.find((c) => c.id === choiceId)?.label ?? choiceId
    return this.sends({ kind: 'choice', choiceId, label })
  }

  photo(caption?: string, understanding?: Understanding): string {
    const items = [{ kind: 'image' as const, url: 'https://example.test/a.jpg' }]
    return this.sends({ kind: 'media', items, ...(caption === undefined ? {} : { caption }) }, understanding)
  }

  sends(content: InboundContent, understanding: Understanding = understood(), extra: Partial<Turn> = {}): string {
    this.count++
    const turn: Turn = {
      content,
      inboundId: `in-${this.count}`,
      understanding,
      now: this.options.now ?? new Date('2026-11-23T03:00:00Z'),
      pack: this.pack,
      channel: 'zalo',
      tickets: this.tickets,
      mentioned: null,
      mentionedIsMine: false,
      knownContact: this.options.knownContact ?? { name: null, phone: null },
      route: (_, localityId) => this.routed(localityId),
      lastSaidKey: this.saidKey,
      casePage: (code) => `https://vidu.vn/phieu/${code}`,
      lastChoices: this.choices,
      ...extra,
    }
    this.last = takeTurn({ turn, active: this.active })
    // What is stored and read back is JSON.
    this.active = JSON.parse(JSON.stringify(this.last.active)) as ActiveFlow | null
    this.saidKey = this.last.saidKey
    this.choices = this.last.choices
    this.effects.push(...this.last.effects)
    return shown(this.last.say)
  }

  get labels(): string[] {
    return this.choices.map((c) => c.label)
  }

  /** What is being written; a card told in between only lies on top of it. */
  get state(): Record<string, unknown> {
    const { top, under } = this.active === null ? { top: null, under: null } : layers(this.active)
    const waits = top?.flowId === 'inform' && under !== null ? under : this.active
    return (waits?.state ?? {}) as Record<string, unknown>
  }

  opened(): Extract<Effect, { type: 'open-ticket' }>['draft'][] {
    return this.effects.flatMap((e) => (e.type === 'open-ticket' ? [e.draft] : []))
  }

  private routed(localityId: string | null): { unitId: string; unitName: string } | null {
    const place = localityId === null ? undefined : this.pack.localities.get(localityId)
    return place === undefined || place.level !== 'commune' ? null : { unitId: 'u', unitName: `UBND ${place.nameVi}` }
  }
}

/** As a phone shows it: texts, and choices in brackets. */
export function shown(say: readonly OutboundContent[]): string {
  return say
    .map((c) => {
      const body = 'text' in c ? c.text : `(${c.kind === 'media' ? c.ref : c.kind})`
      return c.kind === 'menu' ? `${body} ${c.choices.map((o) => `[${o.label}]`).join(' ')}` : body
    })
    .join('\n')
}
