import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartupProblem } from '../../core/index.ts'
import { processMark } from './processes.ts'

/**
 * Makes this process the only owner of a data folder. A lock left by a process that is gone is taken over.
 * @returns a function that lets go
 * @throws StartupProblem when a living process holds it
 */
export function lockDataFolder(folder: string): () => void {
  const path = join(folder, 'lock')
  const mine = `${process.pid} ${processMark(process.pid) ?? ''}\n`
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (linked(draft, path)) return () => release(path, mine)
      removeIfStale(path, folder)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new StartupProblem(`Không khoá được thư mục dữ liệu ${folder}: hãy xoá tệp ${path} rồi chạy lại.`)
}

/** link(2) is atomic: of two processes, one wins, and nobody sees a half-written lock. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeIfStale(path: string, folder: string): void {
  const held = read(path)
  if (held === null) return
  const [pid = '', mark = ''] = held.trim().split(' ')
  const living = processMark(Number(pid))
  if (living !== null && living === mark && Number(pid) !== process.pid) {
    throw new StartupProblem(
      `Thư mục dữ liệu ${folder} đang được tiến trình ${pid} dùng: hãy dừng tiến trình đó, hoặc đặt DATA_DIR khác.`,
    )
  }
  if (living === mark && Number(pid) === process.pid) {
    throw new StartupProblem(`Thư mục dữ liệu ${folder} đang được chính tiến trình này dùng.`)
  }
  // Moved before it is removed: if another process took over in this very moment, its lock is put back.
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return // another process was faster
  }
  if (read(aside) !== held) linked(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true })
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
