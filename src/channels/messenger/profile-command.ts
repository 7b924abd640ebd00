import { MINUTE } from '../../core/durations.ts'
import { StartupProblem } from '../../core/errors.ts'
import type { PageProfile } from '../../core/pack.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { HttpOutcome } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'
import { diffLines, diffProfile, PROFILE_FIELDS, readProfile, wantedProfile } from './profile.ts'
import { messengerAnswer } from './schema.ts'

/** Meta's limit for a Page; beyond it every call is refused for a while. */
const CALLS = { most: 10, within: 10 * MINUTE } as const
/** Reading, setting, removing. */
const MOST_PER_RUN = 3

export interface ProfileCommand {
  graph: Omit<GraphConfig, 'connections'>
  profile: PageProfile
  mode: 'show' | 'apply'
  /** When the profile was called lately, over runs of this command. */
  calls: { recent(): Date[]; keep(calls: Date[]): void }
  now(): Date
  print(line: string): void
  signal: AbortSignal
}

/**
 * Shows how the Page's profile differs from the pack and, to apply, sets what differs and nothing else.
 * @throws StartupProblem for whoever runs it: too many calls, a refusal of Meta, no answer
 */
export async function runProfileCommand(command: ProfileCommand): Promise<void> {
  const { graph, mode, print, signal } = command
  const config: GraphConfig = { ...graph, connections: connectionNotes() }
  const path = pagePath(config, 'messenger_profile')
  checkBudget(command)
  const call = async (what: Omit<Parameters<typeof graphCall>[1], 'path' | 'signal'>): Promise<unknown> => {
    command.calls.keep([...command.calls.recent(), command.now()])
    return answerOf(await graphCall(config, { ...what, path, signal }))
  }
  const have = readProfile(await call({ method: 'GET', query: { fields: PROFILE_FIELDS.join(',') } }))
  if (have === null) throw new StartupProblem('Không đọc được câu trả lời của Meta về hồ sơ Messenger của Trang.')
  const diff = diffProfile(wantedProfile(command.profile), have)
  const lines = diffLines(diff, have)
  if (lines.length === 0) return print('Hồ sơ Messenger của Trang đã đúng như gói dữ liệu.')
  for (const line of lines) print(line)
  if (mode === 'show') return print('Chưa thay đổi gì. Để áp dụng: npm run messenger:profile -- --apply')
  if (Object.keys(diff.set).length > 0) await call({ method: 'POST', body: diff.set })
  if (diff.drop.length > 0) await call({ method: 'DELETE', body: { fields: diff.drop } })
  print('Đã áp dụng. Thực đơn mới có thể mất đến 24 giờ mới hiện với mọi người.')
}

function checkBudget({ calls, now }: ProfileCommand): void {
  const since = now().getTime() - CALLS.within
  const recent = calls.recent().filter((at) => at.getTime() > since)
  calls.keep(recent)
  if (recent.length + MOST_PER_RUN <= CALLS.most) return
  throw new StartupProblem('Meta chỉ cho 10 lần gọi trong 10 phút với mỗi Trang: hãy đợi 10 phút rồi chạy lại.')
}

function answerOf(outcome: HttpOutcome): unknown {
  if (outcome.kind !== 'answer') throw new StartupProblem(`Không nối được tới Meta (${outcome.reason}).`)
  const body = parseJson(outcome.body)
  const read = messengerAnswer.safeParse(body)
  const error = read.success ? read.data.error : undefined
  if (error !== undefined) {
    const code = error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`
    throw new StartupProblem(`Meta từ chối (mã ${code}): ${error.message ?? ''}`)
  }
  if (outcome.status >= 300) throw new StartupProblem(`Meta trả lời HTTP ${outcome.status}.`)
  return body
}
