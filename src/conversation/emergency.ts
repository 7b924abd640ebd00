import type { EmergencyKind, OutboundContent, ProvincePack, Turn } from '../core/index.ts'
import { words } from '../flows/shared/say.ts'

/** True for a message that speaks of danger now. A tapped label never does. */
export function isEmergency(turn: Turn): boolean {
  if (turn.content.kind === 'choice') return false
  return turn.understanding.emergency !== undefined || turn.understanding.intent === 'emergency'
}

/** Whom to call, before anything else. Without a known kind: every service. */
export function emergencyCall(turn: Turn): OutboundContent {
  const { emergency } = turn.understanding
  const { numbers, named } = callNumbers(turn.pack, emergency)
  const key = emergency === 'self-harm' ? 'emergency.care' : 'emergency.call'
  return { kind: 'call', text: words(turn, key, { numbers: named.join(', ') }), numbers }
}

/** Whom to call in this danger; without a known kind: every service. `named`: as they are said. */
export function callNumbers(
  pack: ProvincePack,
  emergency: EmergencyKind | undefined,
): { numbers: { phone: string; label: string }[]; named: string[] } {
  const ofKind = pack.emergencies.filter((e) => e.kind === emergency).flatMap((e) => e.numbers)
  const every = pack.emergencies.flatMap((e) => e.numbers.slice(0, 1))
  const chosen = (ofKind.length > 0 ? ofKind : every).filter(
    (n, at, list) => list.findIndex((o) => o.phone === n.phone) === at,
  )
  return {
    numbers: chosen.map(({ phone, labelVi }) => ({ phone, label: labelVi })),
    named: chosen.map(({ phone, labelVi }) =>
      labelVi.includes(phone) ? labelVi : pack.text('emergency.number', { phone, label: labelVi }),
    ),
  }
}
