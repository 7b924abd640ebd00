import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'

/**
 * Remembers which sockets were ever connected, so that a time-out while connecting (nothing sent, certain) can be told
 * from one while waiting for the answer (may have been sent). Every call has a connection of its own: a kept one that
 * the platform closes at the moment of writing looks like a message that may have gone out.
 */
export interface ConnectionNotes {
  httpAgent: HttpAgent
  httpsAgent: HttpsAgent
  /** False: this socket never got through. */
  wasConnected(socket: Socket): boolean
}

export function connectionNotes(): ConnectionNotes {
  const connected = new WeakSet<Socket>()
  const options = { keepAlive: false, maxSockets: 50 }
  const httpAgent = new HttpAgent(options)
  const httpsAgent = new HttpsAgent(options)
  watch(httpAgent, 'connect', connected)
  watch(httpsAgent, 'secureConnect', connected)
  return { httpAgent, httpsAgent, wasConnected: (socket) => connected.has(socket) }
}

function watch(agent: HttpAgent, event: 'connect' | 'secureConnect', connected: WeakSet<Socket>): void {
  const original = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = original(options, callback)
    socket?.once(event, () => connected.add(socket as Socket))
    return socket
  }
}
