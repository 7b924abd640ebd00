import { z } from 'zod'
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import { apiError } from './contract/common.ts'
import type { AnyRoute } from './route.ts'

/** The OpenAPI 3.1 document of exactly these routes. */
export function openApiDocument(routes: readonly AnyRoute[], publicUrl: string): object {
  const paths: NonNullable<ZodOpenApiObject['paths']> = {}
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operation(route) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Lắng Nghe',
      version: '1',
      description:
        'Staff API and web chat. What changes something needs the header `x-requested-with: lang-nghe` beside the session cookie.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ln_staff.session_token' } },
    },
  })
}

function operation(route: AnyRoute): ZodOpenApiOperationObject {
  const changes = route.method !== 'get' && route.guard !== 'open'
  const header = changes ? { header: z.object({ 'x-requested-with': z.literal('lang-nghe') }) } : {}
  const path = route.params instanceof z.ZodObject ? { path: route.params } : {}
  const query = route.query instanceof z.ZodObject ? { query: route.query } : {}
  return {
    summary: route.summary,
    operationId: operationId(route),
    security: route.guard === 'staff' ? [{ session: [] }] : [],
    requestParams: { ...path, ...query, ...header },
    ...requestBody(route),
    responses: {
      ...success(route),
      default: {
        description: 'What went wrong, in Vietnamese (English with `Accept-Language: en`)',
        content: { 'application/json': { schema: apiError } },
      },
    },
  }
}

function requestBody(route: AnyRoute): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (route.upload !== undefined) {
    const binary = { schema: { type: 'string' as const, format: 'binary' } }
    return { requestBody: { content: Object.fromEntries(route.upload.contentTypes.map((type) => [type, binary])) } }
  }
  if (route.body === undefined) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }
}

function success({ reply }: AnyRoute): ZodOpenApiOperationObject['responses'] {
  switch (reply.kind) {
    case 'empty':
      return { '204': { description: reply.description } }
    case 'stream': {
      const text = { schema: { type: 'string' as const } }
      const content = Object.fromEntries(reply.contentTypes.map((type) => [type, text]))
      return { '200': { description: reply.description, content } }
    }
    case 'json':
      return {
        '200': {
          description: reply.description,
          content: { 'application/json': { schema: reply.schema ?? z.unknown() } },
        },
      }
  }
}

/** `get /api/v1/cases/:code` -> `getCasesByCode`. */
function operationId({ method, path }: AnyRoute): string {
  const words = path
    .replace(/^\/api\/(v1\/)?/, '')
    .split(/[/.-]/)
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return method + words.join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
