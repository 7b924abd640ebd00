import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Headers for pages and API. No inline scripts; `style-src 'unsafe-inline'` because the component library sets
 * style attributes. HSTS and upgrading only where the public address is https: on a plain http demo they would
 * make the pages unreachable.
 */
export function securityHeaders({ https, embedOrigins }: Security): RequestHandler {
  const pages = headers({ https, framedBy: [] })
  const chat = headers({ https, framedBy: embedOrigins })
  return (req, res, next) => (req.path === CHAT_PAGE ? chat : pages)(req, res, next)
}

interface Security {
  https: boolean
  /** Sites that may show the chat in a frame; everything else is framed by nobody but ourselves. */
  embedOrigins: readonly string[]
}

const CHAT_PAGE = '/chat'

function headers({ https, framedBy }: { https: boolean; framedBy: readonly string[] }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'", ...framedBy],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // The older header knows no list of sites.
    frameguard: framedBy.length === 0 ? { action: 'sameorigin' } : false,
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
    referrerPolicy: { policy: 'same-origin' },
  })
}
