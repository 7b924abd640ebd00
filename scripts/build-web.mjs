// Builds web/ into web/dist, but only when something that goes into it has changed. Runs before `start` and `test`.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CONFIG = join(ROOT, 'web', 'vite.config.ts')
const DIST = join(ROOT, 'web', 'dist')
const STAMP = join(DIST, '.stamp')
/** What the pages are made of; the lock file stands for the libraries. */
const SOURCES = ['web', 'src/http/contract', 'src/core', 'package-lock.json']
const NOT_SOURCES = new Set(['dist', 'node_modules', '.vite'])

if (existsSync(CONFIG)) await buildIfChanged()

async function buildIfChanged() {
  const wanted = await fingerprint()
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) {
    console.log('web pages: up to date')
    return
  }
  const began = performance.now()
  // Built aside and moved into place whole: a running server never sees half of it, nor does a build beside this one.
  const aside = join(ROOT, 'web', '.vite', `dist-${process.pid}`)
  try {
    const { build } = await import('vite')
    await build({ configFile: CONFIG, logLevel: 'error', build: { outDir: aside, emptyOutDir: true } })
    await writeFile(join(aside, '.stamp'), wanted)
    await putInPlace(aside)
  } catch (error) {
    console.error(`web pages: the build failed: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
    return
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  console.log(`web pages: built in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

async function putInPlace(aside) {
  const old = `${aside}-old`
  await mkdir(DIST, { recursive: true })
  await rename(DIST, old)
  await rename(aside, DIST)
  await rm(old, { recursive: true, force: true })
}

/** Names and contents of all sources. */
async function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of await filesIn(join(ROOT, source))) {
      hash
        .update(relative(ROOT, file).split(sep).join('/'))
        .update('\0')
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesIn(path) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (entries === null) return existsSync(path) ? [path] : []
  const found = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!NOT_SOURCES.has(entry.name)) found.push(...(await filesIn(join(path, entry.name))))
  }
  return found
}
