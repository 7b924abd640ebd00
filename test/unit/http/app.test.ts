import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { apiError } from '../../../src/http/contract/common.ts'
import { MESSAGES_EN } from '../../../src/http/messages-en.ts'
import { MESSAGES_VI } from '../../../src/http/messages-vi.ts'
import { appOf, builtPages, makeWorld, type World } from './support/app.ts'

let world: World
let pages: { dir: string; remove(): void }
beforeAll(() => {
  pages = builtPages()
})
afterAll(() => pages.remove())
beforeEach(() => {
  world = makeWorld()
})

describe('health', () => {
  it('is told in every role, and readiness names what is missing', async () => {
    const app = appOf(world, { roles: new Set(['worker'] as const) })
    expect((await request(app).get('/healthz')).body).toEqual({ status: 'ok' })
    expect((await request(app).get('/readyz')).status).toBe(200)
    world.parts.queue = 'Redis does not answer'
    const answer = await request(app).get('/readyz')
    expect(answer.status).toBe(503)
    expect(answer.body).toEqual({
      status: 'not-ready',
      parts: { database: 'ok', queue: 'Redis does not answer', pack: 'ok' },
    })
    const metrics = await request(app).get('/metrics')
    expect(metrics.text).toBe('up 1\n')
    expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  })
})

describe('roles', () => {
  it('serve only what is theirs', async () => {
    const status = async (role: 'gateway' | 'worker' | 'console', path: string) =>
      (await request(appOf(world, { roles: new Set([role]), distDir: pages.dir })).get(path)).status
    expect(await status('gateway', '/')).toBe(200)
    expect(await status('gateway', '/chat')).toBe(200)
    expect(await status('gateway', '/console')).toBe(404)
    expect(await status('gateway', '/api/v1/openapi.json')).toBe(404)
    expect(await status('console', '/console/cases/PA-2611-AAAAA')).toBe(200)
    expect(await status('console', '/')).toBe(404)
    expect(await status('console', '/chat')).toBe(404)
    expect(await status('worker', '/console')).toBe(404)
  })
})

describe('built pages', () => {
  it('are served with a policy that runs no foreign and no inline script', async () => {
    const answer = await request(appOf(world, { distDir: pages.dir })).get('/console')
    expect(answer.text).toContain('console')
    expect(answer.headers['cache-control']).toBe('no-cache')
    const policy = answer.headers['content-security-policy'] ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self' 'unsafe-inline'")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(answer.headers['strict-transport-security']).toBeUndefined()
    const https = await request(appOf(world, { distDir: pages.dir, publicUrl: 'https://x.vn' })).get('/console')
    expect(https.headers['content-security-policy']).toContain('upgrade-insecure-requests')
    expect(https.headers['strict-transport-security']).toBeDefined()
  })

  it('keep what has a hash for ever and the rest for a while', async () => {
    const app = appOf(world, { distDir: pages.dir })
    const hashed = await request(app).get('/assets/console-Ab3dE_9x.js')
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const plain = await request(app).get('/assets/portal.css')
    expect(plain.headers['cache-control']).toBe('public, max-age=600')
    expect((await request(app).get('/assets/none.js')).status).toBe(404)
    expect((await request(app).get('/assets/..%2f..%2fpackage.json')).status).toBe(404)
  })

  it('of the sandbox are only there in the demo', async () => {
    expect((await request(appOf(world, { distDir: pages.dir })).get('/sandbox')).status).toBe(200)
    expect((await request(appOf(world, { distDir: pages.dir, demo: false })).get('/sandbox')).status).toBe(404)
  })

  it('that were not built say how to build them', async () => {
    const answer = await request(appOf(world)).get('/console')
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('npm run build:web')
  })
})

describe('the OpenAPI document', () => {
  it('names exactly the endpoints that the router serves', async () => {
    const app = appOf(world)
    const { body } = await request(app).get('/api/v1/openapi.json')
    const documented = Object.entries(
      z.record(z.string(), z.record(z.string(), z.unknown())).parse(body.paths),
    ).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`))
    const served = endpoints(app.express).filter(
      (each) => /\/(api|oauth)\//.test(each) && !each.endsWith('openapi.json'),
    )
    expect(documented.sort()).toEqual(served.sort())
    expect(documented.length).toBeGreaterThan(15)
  })

  it('is valid enough to be followed: every reference resolves, operation ids are unique, errors are described', async () => {
    const { body } = await request(appOf(world)).get('/api/v1/openapi.json')
    const text = JSON.stringify(body)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(body.components.schemas).toHaveProperty(name ?? '')
    }
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('postCasesByCodeActions')
    const act = body.paths['/api/v1/cases/{code}/actions'].post
    expect(act.requestBody.content['application/json'].schema).toBeDefined()
    expect(act.parameters.map((p: { name: string }) => p.name).sort()).toEqual(['code', 'x-requested-with'])
    expect(act.responses.default).toBeDefined()
    expect(body.paths['/api/v1/cases'].get.parameters.map((p: { name: string }) => p.name)).toContain('tab')
  })
})

describe('messages', () => {
  it('are there in both languages', () => {
    expect(Object.keys(MESSAGES_EN).sort()).toEqual(Object.keys(MESSAGES_VI).sort())
  })

  it('are there for every refusal that the program knows', () => {
    const codes = new Set<string>()
    for (const file of sources(SRC)) {
      const text = readFileSync(file, 'utf8')
      for (const [, code = ''] of text.matchAll(/new Refusal\(\s*'[a-z-]+',\s*'([a-z.-]+)'/g)) codes.add(code)
      for (const [, code = ''] of text.matchAll(/new HttpProblem\(\s*\d+,\s*'([a-z.-]+)'/g)) codes.add(code)
    }
    // Told on the command line, or to the job that fetches attachments, with words of their own.
    const elsewhere = /^account\.|^media\.(expired|host-refused|unavailable)$/
    const missing = [...codes].filter((code) => !elsewhere.test(code) && MESSAGES_VI[code] === undefined)
    expect(missing).toEqual([])
    expect(codes.size).toBeGreaterThan(20)
  })

  it('keep the shape of the contract', async () => {
    const answer = await request(appOf(world)).get('/api/v1/cases')
    expect(apiError.parse(answer.body)).toEqual(answer.body)
  })
})

const SRC = fileURLToPath(new URL('../../../src', import.meta.url))

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle?: { stack?: Layer[] }
}

/** `get /api/v1/cases/{code}` for every route that Express holds, nested routers too. */
function endpoints(app: Express): string[] {
  const walk = (layers: readonly Layer[]): string[] =>
    layers.flatMap((layer) =>
      layer.route === undefined
        ? walk(layer.handle?.stack ?? [])
        : Object.keys(layer.route.methods).map(
            (method) => `${method} ${layer.route?.path.replace(/:([A-Za-z]+)/g, '{$1}') ?? ''}`,
          ),
    )
  return walk(app.router.stack as unknown as Layer[])
}
