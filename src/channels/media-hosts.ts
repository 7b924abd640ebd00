import { BlockList, isIP } from 'node:net'
import { Refusal } from '../core/errors.ts'

export interface MediaHosts {
  /** Host suffixes of the platform, `*.zdn.vn`; https on the usual port, http is upgraded. */
  patterns: readonly string[]
  /** Further exact hosts, `host` or `host:port`, http or https as written. */
  extraHosts?: readonly string[]
  /** Exact hosts that may be on a private or loopback address: the sandbox. Implies `extraHosts`. */
  privateHosts?: readonly string[]
}

/** Zalo's (seen: f*.photo.talk.zdn.vn) and Meta's (scontent*.xx.fbcdn.net, cdn.fbsbx.com). */
export const PLATFORM_MEDIA_HOSTS: readonly string[] = ['*.zdn.vn', '*.zadn.vn', '*.fbcdn.net', '*.fbsbx.com']

/** The address to fetch, and whether it may be a private one. Throws `Refusal` `media.host-refused`. */
export function mediaUrl(address: string, hosts: MediaHosts): { url: URL; mayBePrivate: boolean } {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '') {
    throw new Refusal('invalid', 'media.host-refused')
  }
  if (hosts.privateHosts?.includes(url.host) === true) return { url, mayBePrivate: true }
  if (hosts.extraHosts?.includes(url.host) === true) return { url, mayBePrivate: false }
  if (url.port === '' && hosts.patterns.some((p) => matches(url.hostname, p))) {
    url.protocol = 'https:'
    return { url, mayBePrivate: false }
  }
  throw new Refusal('invalid', 'media.host-refused')
}

const PRIVATE = privateRanges()

/** Everything that is not the public internet; a text that is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '')
  const version = isIP(plain)
  if (version === 0) return true
  return PRIVATE.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** IPv4 written as IPv6 (::ffff:10.0.0.1) needs no rule of its own: a BlockList checks it by the IPv4 rules. */
function privateRanges(): BlockList {
  const list = new BlockList()
  const v4: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ]
  const v6: [string, number][] = [
    ['::', 96],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ]
  for (const [net, bits] of v4) list.addSubnet(net, bits, 'ipv4')
  for (const [net, bits] of v6) list.addSubnet(net, bits, 'ipv6')
  return list
}

function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
