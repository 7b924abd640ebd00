import { useWords } from '../../lib/use-words.ts'

/** The labels that have words; the others are shown as they are. */
const KNOWN = [
  'rate-limit',
  'send-failed',
  'invalid-field',
  'oa-deleted',
  'oa-missing',
  'app-inactive',
  'too-large',
  'feature-quota',
  'attachment-expired',
  'api-not-registered',
  'not-following',
  'token',
  'recipient-quota',
  'app-disabled',
  'oa-unverified',
  'not-authorised',
  'package-too-low',
  'recipient-inactive',
  'window',
  'message-type',
  'oa-type',
  'v2-shut-down',
  'appsecret-proof',
  'recipient-restricted',
  'platform-standards',
  'template',
  'template-data',
  'template-not-approved',
  'template-disabled',
  'cloud-account',
  'balance',
  'oa-not-allowed',
  'phone',
  'no-zalo-account',
] as const

/** What an error of a platform means, and what to do, by its label. */
export function useErrorWords(): (label: string) => string {
  const { t } = useWords()
  return (label) => {
    const known = KNOWN.find((each) => each === label)
    return known === undefined ? t('channels.error.other') : t(`channels.error.${known}`)
  }
}
