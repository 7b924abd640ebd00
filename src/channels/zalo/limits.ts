import type { CallBucket } from '../rate.ts'

/** Packages of an OA that include the Open API. */
export type ZaloTier = 'growth' | 'comprehensive'

/** Calls a minute that Zalo allows an OA of this package, and one app over all its OAs (documentation of 2026). */
const OA_PER_MINUTE: Readonly<Record<ZaloTier, number>> = { growth: 100, comprehensive: 2000 }
const APP_PER_MINUTE = 4000

/**
 * The buckets that each call to the OA API takes from. Zalo counts by the minute; a full bucket and a minute's inflow
 * together must stay within the limit, so a tenth of it is the bucket and nine tenths the inflow.
 */
export function zaloBuckets(ids: { appId: string; oaId: string; tier: ZaloTier }): CallBucket[] {
  return [bucket(`zalo/${ids.oaId}`, OA_PER_MINUTE[ids.tier]), bucket(`zalo-app/${ids.appId}`, APP_PER_MINUTE)]
}

function bucket(id: string, limit: number): CallBucket {
  return { id, perMinute: limit * 0.9, burst: limit * 0.1 }
}
