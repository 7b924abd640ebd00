import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { connectionNotes } from '../../../src/channels/connection-notes.ts'
import { httpCall } from '../../../src/channels/http-call.ts'
import { fetchMediaFrom } from '../../../src/channels/media.ts'
import { isPrivateAddress, mediaUrl, PLATFORM_MEDIA_HOSTS } from '../../../src/channels/media-hosts.ts'

const open: (Server | TcpServer)[] = []
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
})

async function listening<S extends Server | TcpServer>(server: S): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serve = (handler: RequestListener) => listening(createServer(handler))

describe('httpCall', () => {
  const call = (url: string, more: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
    httpCall({
      method: 'POST',
      url,
      headers: {},
      body: '{}',
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      connections: connectionNotes(),
      ...more,
    })

  it('is sure that nothing was sent when no connection came about', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => {}).resume())
    const host = await listening(silent)
    expect(await call(`https://${host}/`, { timeoutMs: 150 })).toMatchObject({ kind: 'not-sent' })
    expect(await call('http://127.0.0.1:1/')).toEqual({ kind: 'not-sent', reason: 'network:ECONNREFUSED' })
    expect(await call('http://name.invalid/', { timeoutMs: 150 })).toMatchObject({ kind: 'not-sent' })
    expect(await call(`http://${host}/`, { signal: AbortSignal.abort() })).toMatchObject({ kind: 'not-sent' })
    expect(await call(`http://${host}/`, { timeoutMs: 150 })).toMatchObject({ kind: 'no-answer' })
  })

  it('does not know when the connection broke after the request', async () => {
    const host = await serve((req) => req.socket.destroy())
    expect(await call(`http://${host}/`)).toMatchObject({ kind: 'no-answer' })
  })

  it('follows no redirect and returns every status', async () => {
    const host = await serve((_req, res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('moved'))
    expect(await call(`http://${host}/`)).toMatchObject({ kind: 'answer', status: 302, body: 'moved' })
  })

  it('does not read an endless answer', async () => {
    const host = await serve((_req, res) => res.end(Buffer.alloc(2 * 1024 * 1024)))
    expect(await call(`http://${host}/`)).toMatchObject({ kind: 'no-answer' })
  })
})

describe('fetchMediaFrom', () => {
  const fetchFrom = (host: string, path = '/', more: { maxBytes?: number; timeoutMs?: number } = {}) =>
    fetchMediaFrom(
      { kind: 'image', url: `http://${host}${path}` },
      {
        hosts: { patterns: PLATFORM_MEDIA_HOSTS, privateHosts: [host] },
        timeoutMs: 10_000,
        signal: new AbortController().signal,
        ...more,
      },
    )

  it('follows three redirects, each to an allowed host only', async () => {
    const host = await serve((req, res) => {
      const n = Number(req.url?.slice(1))
      if (n > 0) res.writeHead(302, { location: `/${n - 1}` }).end()
      else res.writeHead(200, { 'content-type': 'image/png' }).end('ok')
    })
    expect(Buffer.from((await fetchFrom(host, '/3')).bytes).toString()).toBe('ok')
    await expect(fetchFrom(host, '/4')).rejects.toMatchObject({ code: 'media.unavailable' })
    const away = await serve((_req, res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
    await expect(fetchFrom(away)).rejects.toMatchObject({ code: 'media.host-refused' })
  })

  it('counts bytes as they come, unpacked, whatever the header says', async () => {
    const host = await serve((req, res) => {
      if (req.url === '/bomb') res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000)))
      else res.writeHead(200).end(Buffer.alloc(Number(req.url?.slice(1))))
    })
    expect((await fetchFrom(host, '/1000', { maxBytes: 1000 })).bytes).toHaveLength(1000)
    await expect(fetchFrom(host, '/1001', { maxBytes: 1000 })).rejects.toMatchObject({ code: 'media.too-large' })
    await expect(fetchFrom(host, '/bomb', { maxBytes: 1000 })).rejects.toMatchObject({ code: 'media.too-large' })
  })

  it('names an expired address, and gives up on a slow one', async () => {
    const host = await serve((req, res) => {
      if (req.url === '/slow') res.writeHead(200).write('x')
      else res.writeHead(Number(req.url?.slice(1))).end()
    })
    for (const status of [401, 403, 404, 410]) {
      await expect(fetchFrom(host, `/${status}`)).rejects.toMatchObject({ kind: 'not-found', code: 'media.expired' })
    }
    await expect(fetchFrom(host, '/503')).rejects.toMatchObject({ code: 'media.unavailable' })
    await expect(fetchFrom(host, '/slow', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'media.unavailable' })
  })

  it('does not connect to a name that points to a private address', async () => {
    const host = await serve((_req, res) => res.end('secret'))
    const named = host.replace('127.0.0.1', 'localhost')
    const options = {
      hosts: { patterns: [], extraHosts: [named] },
      timeoutMs: 2000,
      signal: new AbortController().signal,
    }
    await expect(fetchMediaFrom({ kind: 'image', url: `http://${named}/` }, options)).rejects.toMatchObject({
      code: 'media.host-refused',
    })
  })
})

describe('media hosts', () => {
  it('upgrade the platforms to https and match whole labels', () => {
    const hosts = { patterns: PLATFORM_MEDIA_HOSTS }
    expect(mediaUrl('http://f1.photo.talk.zdn.vn/a.jpg', hosts).url.href).toBe('https://f1.photo.talk.zdn.vn/a.jpg')
    expect(mediaUrl('https://scontent.xx.fbcdn.net/1', hosts).mayBePrivate).toBe(false)
    for (const bad of [
      'https://zdn.vn/',
      'https://evilzdn.vn/',
      'https://a.zdn.vn.evil.com/',
      'ftp://a.zdn.vn/',
      'x',
    ]) {
      expect(() => mediaUrl(bad, hosts)).toThrow('media.host-refused')
    }
  })

  it('know what is not the public internet', () => {
    const closed = [
      '127.0.0.1',
      '10.1.1.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '::1',
      '[::1]',
      'fd00::1',
      'fe80::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '::ffff:7f00:1',
      '224.0.0.1',
      'x',
    ]
    expect(closed.filter((a) => !isPrivateAddress(a))).toEqual([])
    expect(
      ['8.8.8.8', '171.244.1.1', '2404:6800::1', '::ffff:8.8.8.8', '::ffff:808:808'].filter(isPrivateAddress),
    ).toEqual([])
  })
})
