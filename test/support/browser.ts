import { describe } from 'vitest'
import { executable, missingTool, onPath } from './tools.ts'

/** The browser for e2e tests: CHROMIUM_PATH, else a Chromium or Chrome on PATH; null: none. In CI none is an error. */
export function findBrowser(): string | null {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && given !== '') {
    if (executable(given)) return given
    throw new Error(`CHROMIUM_PATH=${given} is not a program`)
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = onPath(name)
    if (found !== null) return found
  }
  missingTool('chromium', 'apt-get install chromium')
  return null
}

/** `describe` that runs with a browser and, without one, names what is skipped and the command that adds it. */
export function describeWithBrowser(name: string, body: (executablePath: string) => void): void {
  const path = findBrowser()
  if (path === null) describe.skip(`${name} (skipped: apt-get install chromium)`, () => body(''))
  else describe(name, () => body(path))
}
