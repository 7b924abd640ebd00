import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import axios from 'axios'
import { Refusal } from '../core/errors.ts'
import type { MediaRef } from '../core/messages.ts'
import { isPrivateAddress, type MediaHosts, mediaUrl } from './media-hosts.ts'

export const MAX_MEDIA_BYTES = 25 * 1024 * 1024
const MAX_REDIRECTS = 3

export interface FetchMediaOptions {
  hosts: MediaHosts
  /** For the whole download, redirects included. Milliseconds. */
  timeoutMs: number
  maxBytes?: number
  signal: AbortSignal
}

/**
 * Downloads a resident's attachment from allow-listed hosts only: no private addresses (checked on the address that is
 * really connected to), at most 3 redirects, each checked again, size capped while streaming.
 * Throws `Refusal`: `media.host-refused`, `media.too-large`, `media.expired` (401, 403, 404, 410), `media.unavailable`.
 */
export async function fetchMediaFrom(
  ref: MediaRef,
  options: FetchMediaOptions,
): Promise<{ bytes: Uint8Array; contentType: string }> {
  const limited = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)])
  let address = ref.url
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const { url, mayBePrivate } = mediaUrl(address, options.hosts)
    const response = await get({ url, reach: mayBePrivate ? 'any' : 'public', signal: limited })
    if (response.status >= 300 && response.status < 400 && response.location !== undefined) {
      response.stream.destroy()
      address = new URL(response.location, url).href
      continue
    }
    checkStatus(response.status, response.stream)
    const bytes = await readCapped(response.stream, options.maxBytes ?? MAX_MEDIA_BYTES)
    return { bytes, contentType: response.contentType }
  }
  throw new Refusal('unavailable', 'media.unavailable', 'too many redirects')
}

interface Wanted {
  url: URL
  reach: 'any' | 'public'
  signal: AbortSignal
}

interface Got {
  status: number
  location: string | undefined
  contentType: string
  stream: Readable
}

async function get({ url, reach, signal }: Wanted): Promise<Got> {
  if (reach === 'public' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 && isPrivateAddress(url.hostname)) {
    throw new Refusal('invalid', 'media.host-refused')
  }
  try {
    const response = await axios.get<Readable>(url.href, {
      responseType: 'stream',
      maxRedirects: 0,
      validateStatus: () => true,
      signal,
      // a proxy would resolve the name itself, past the check of the address
      proxy: false,
      decompress: true,
      ...(reach === 'public' ? { lookup: publicLookup } : {}),
    })
    const location = response.headers.location
    return {
      status: response.status,
      location: typeof location === 'string' ? location : undefined,
      contentType: String(response.headers['content-type'] ?? 'application/octet-stream'),
      stream: response.data,
    }
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Refuses a name that points to a private address, at the moment of connecting: a check beforehand could be outrun. */
async function publicLookup(host: string): Promise<{ address: string; family: 4 | 6 }> {
  const addresses = await lookup(host, { all: true })
  const open = addresses.find((a) => !isPrivateAddress(a.address))
  if (open === undefined) throw new Refusal('invalid', 'media.host-refused')
  return { address: open.address, family: open.family === 6 ? 6 : 4 }
}

function checkStatus(status: number, stream: Readable): void {
  if (status === 200) return
  stream.destroy()
  if ([401, 403, 404, 410].includes(status)) throw new Refusal('not-found', 'media.expired', `HTTP ${status}`)
  throw new Refusal('unavailable', 'media.unavailable', `HTTP ${status}`)
}

async function readCapped(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > maxBytes) throw new Refusal('invalid', 'media.too-large', `more than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw asRefusal(error)
  } finally {
    stream.destroy()
  }
  return Buffer.concat(chunks)
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const cause: unknown = error instanceof Error ? error.cause : undefined
  if (cause instanceof Refusal) return cause
  const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : 'unknown'
  return new Refusal('unavailable', 'media.unavailable', code)
}
