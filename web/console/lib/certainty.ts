export type Certainty = 'high' | 'fair' | 'low' | 'least'

/** How sure the machine was, in the steps that a person can use. @param score 0..1 */
export function certainty(score: number): Certainty {
  if (score >= 0.8) return 'high'
  if (score >= 0.5) return 'fair'
  return score >= 0.25 ? 'low' : 'least'
}
