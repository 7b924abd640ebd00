/** Node's codes for a server that is not there. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'])
/** PostgreSQL: connection exceptions, shutting down or starting up, too many connections. */
const SQLSTATE = /^(08\w{3}|57P0[123]|53300)$/
/** Said by the connection pool itself, which gives no code. */
const POOL = /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/

/** True when somewhere under this error a connection to what we depend on failed: not a bug, and worth a retry. */
export function isConnectionLost(error: unknown): boolean {
  let at = error
  for (let depth = 0; depth < 6 && at instanceof Error; depth++) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    const isSocketGone = code === 'ENOENT' && 'syscall' in at && at.syscall === 'connect'
    if (NETWORK.has(code) || SQLSTATE.test(code) || isSocketGone || POOL.test(at.message)) return true
    if (at instanceof AggregateError && at.errors.some(isConnectionLost)) return true
    at = at.cause
  }
  return false
}
