import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, inject } from 'vitest'
import { missingTool, onPath } from './tools.ts'

export interface RunRedis {
  /** Empty: there is no Redis here. */
  url: string
  stop(): Promise<void>
}

/** For the global setup. Throws where there is no redis-server although CI asks for it. */
export async function startRunRedis(): Promise<RunRedis> {
  const given = process.env.TEST_REDIS_URL
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined }
  if (onPath('redis-server') === null) {
    missingTool('redis-server', 'apt-get install redis-server')
    return { url: '', stop: async () => undefined }
  }
  const server = await startRedisServer({ port: await freePort() })
  return { url: server.url, stop: () => server.stop() }
}

export interface RedisServer {
  url: string
  port: number
  /** Ends the server; its data are gone. */
  stop(): Promise<void>
}

/** A redis-server of one's own on `port`, ready to answer. For tests that stop it. */
export async function startRedisServer(options: { port: number }): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-redis-'))
  const child = spawn(
    'redis-server',
    ['--port', String(options.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  await ready(child)
  return {
    url: `redis://127.0.0.1:${options.port}`,
    port: options.port,
    stop: async () => {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port on the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** `describe` that runs with a Redis and, without one, names what is skipped and the command that adds it. */
export function describeWithRedis(name: string, body: (url: string) => void): void {
  const url = inject('redisUrl')
  if (url === '') describe.skip(`${name} (skipped: apt-get install redis-server)`, () => body('redis://127.0.0.1:1'))
  else describe(name, () => body(url))
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ready to accept connections')) resolve()
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${output.slice(-500)}`)))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.on('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
