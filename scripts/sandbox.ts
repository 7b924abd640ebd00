import { parseArgs } from 'node:util'
import { demoChannelSecrets } from '../src/config/demo-secrets.ts'
import { systemClock } from '../src/core/clock.ts'
import { createSandbox } from '../src/sandbox/sandbox.ts'

/**
 * `npm run sandbox -- [--port 4010] [--gateway http://127.0.0.1:3000] [--data .data]`: the two platforms alone, and
 * the settings with which a program elsewhere talks to them. The secrets are those that a demo in the same data folder
 * uses.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    gateway: { type: 'string', default: 'http://127.0.0.1:3000' },
    data: { type: 'string', default: '.data' },
  },
})
const gateway = new URL(values.gateway).origin
const appId = '1000000000000001'
const { zalo, messenger } = demoChannelSecrets(values.data)
let base = ''
const sandbox = createSandbox({
  publicBase: () => base,
  clock: systemClock,
  zalo: { ...zalo, webhookUrl: `${gateway}/webhooks/zalo` },
  messenger: { ...messenger, appId, webhookUrl: `${gateway}/webhooks/messenger` },
})
base = await sandbox.listen(Number(values.port))

const settings: Record<string, string> = {
  ZALO_APP_ID: zalo.appId,
  ZALO_APP_SECRET: zalo.appSecret,
  ZALO_OA_ID: zalo.oaId,
  ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
  ZALO_ACCESS_TOKEN: zalo.accessToken,
  ZALO_REFRESH_TOKEN: zalo.refreshToken,
  ZALO_API_BASE: `${base}/zalo/api`,
  ZALO_OAUTH_BASE: `${base}/zalo/oauth`,
  MESSENGER_APP_SECRET: messenger.appSecret,
  MESSENGER_VERIFY_TOKEN: messenger.verifyToken,
  MESSENGER_PAGE_ID: messenger.pageId,
  MESSENGER_PAGE_TOKEN: messenger.pageToken,
  MESSENGER_APP_ID: appId,
  MESSENGER_GRAPH_BASE: `${base}/graph`,
}
console.log(`# Zalo and Messenger stand-ins at ${base}; webhooks go to ${gateway}/webhooks/...`)
console.log('# Settings for the program:')
for (const [name, value] of Object.entries(settings)) console.log(`${name}=${value}`)
console.log(`# A resident writes: curl ${base}/api/phones/zalo/7000000000000000001/messages -d '{"text":"xin chào"}'`)
console.log(`# Faults: POST ${base}/api/faults; what was received and posted: GET ${base}/api/record`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close())
