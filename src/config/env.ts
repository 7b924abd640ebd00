import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { StartupProblem } from '../core/index.ts'
import { SETTING_NAMES, type Settings, settingsSchema } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The only place that reads `process.env`. A `.env` in `folder` fills in what the environment does not say.
 * @throws StartupProblem when there is a `.env` that cannot be read
 */
export function readEnvironment(folder: string): Environment {
  return { ...readDotEnv(join(folder, '.env')), ...process.env }
}

/**
 * Checks each setting; an empty string means "not set".
 * @throws StartupProblem naming every wrong variable and what it should be, never the value
 */
export function parseSettings(environment: Environment): Settings {
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, environment[name]?.trim()]).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  )
  const parsed = settingsSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw settingsProblem(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
}

/** All that is wrong at once, one line each. */
export function settingsProblem(lines: readonly string[]): StartupProblem {
  return new StartupProblem(`Cấu hình chưa đúng:\n${lines.map((line) => `  - ${line}`).join('\n')}`)
}

function readDotEnv(path: string): Environment {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new StartupProblem(`Không đọc được tệp ${path}: hãy cấp quyền đọc hoặc xoá tệp.`)
  }
  return parseEnv(text)
}
