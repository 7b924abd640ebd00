import type { ChannelStatus } from '../../../../src/http/contract/channels.ts'
import { useWords } from '../../lib/use-words.ts'

/** What the platform and our own traffic tell of a channel. */
export function ChannelFacts({ status }: { status: ChannelStatus }) {
  const { t, exact, number } = useWords()
  const { account, quota, uploads } = status
  const at = (moment: string | null): string => (moment === null ? t('channels.never') : exact(moment))
  const facts: [name: string, value: string][] = [
    [t('channels.lastWebhook'), at(status.lastWebhookAt)],
    [t('channels.lastSent'), at(status.lastSentAt)],
  ]
  if (account !== null) {
    facts.push([t('channels.account'), account.name])
    facts.push([t('channels.accountKind'), t(`channels.kind.${account.kind}`)])
    const until =
      account.packageUntil === null ? '' : ` · ${t('channels.packageUntil', { until: account.packageUntil })}`
    if (account.package !== null) facts.push([t('channels.package'), `${account.package}${until}`])
    facts.push([t('channels.verified'), t(account.verified ? 'channels.yes' : 'channels.no')])
  }
  if (status.sendEndpoint !== null) facts.push([t('channels.endpoint'), status.sendEndpoint])
  if (quota !== null) facts.push([t('channels.quota'), quotaWords(quota, t('channels.charged'))])
  if (uploads !== null) {
    facts.push([t('channels.uploads', { month: monthWords(uploads.month) }), number(uploads.count)])
  }
  return (
    <dl className="channel-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** `2026-11` as people here write it. */
function monthWords(month: string): string {
  return month.split('-').reverse().join('/')
}

function quotaWords(quota: NonNullable<ChannelStatus['quota']>, charged: string): string {
  if (quota.type === 'charged') return charged
  return quota.remain === null
    ? quota.type
    : `${quota.remain}${quota.total === null ? '' : `/${quota.total}`} (${quota.type})`
}
