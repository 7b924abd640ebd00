import { Busboy } from '@fastify/busboy'
import type { Request } from 'express'
import { HttpProblem } from './errors.ts'

export interface FormBody {
  fields: ReadonlyMap<string, string>
  /** The bytes of each file that was chosen, in their order; an empty file input is none. */
  files: Uint8Array[]
}

const MB = 1024 * 1024
const MAX_FILES = 5
const MAX_FILE = 8 * MB
/** All files and words together, in bytes: five photos of a phone that nobody shrank. */
const MAX_BODY = 26 * MB

/**
 * A multipart form, read as it streams in; never more than 26 MB of it is held.
 * @throws HttpProblem 415 (no such form), 400 (broken, cut off), 413 `form.too-large`, 422 `form.too-many-photos`
 */
export async function readForm(req: Request): Promise<FormBody> {
  if (req.is('multipart/form-data') === false) throw new HttpProblem(415, 'request.unsupported-type')
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY) throw new HttpProblem(413, 'form.too-large')
  try {
    return await parsed(req)
  } catch (error) {
    // What still comes is not read.
    req.unpipe()
    req.resume()
    throw error instanceof HttpProblem ? error : new HttpProblem(400, 'request.malformed')
  }
}

function parsed(req: Request): Promise<FormBody> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>()
    const files: Uint8Array[] = []
    let total = 0
    const parser = new Busboy({
      headers: { ...req.headers, 'content-type': req.headers['content-type'] ?? '' },
      limits: { fields: 20, fieldNameSize: 50, fieldSize: 40_000, files: MAX_FILES + 1, fileSize: MAX_FILE, parts: 30 },
    })
    const weigh = (bytes: number): void => {
      total += bytes
      if (total > MAX_BODY) reject(new HttpProblem(413, 'form.too-large'))
    }
    parser.on('field', (name, value, _nameCut, valueCut) => {
      weigh(value.length)
      if (valueCut) reject(new HttpProblem(413, 'form.too-large'))
      fields.set(name, value)
    })
    parser.on('file', (_name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        weigh(chunk.length)
        if (total <= MAX_BODY) chunks.push(chunk)
      })
      stream.on('limit', () => reject(new HttpProblem(413, 'form.too-large')))
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks)
        if (bytes.length === 0) return
        files.push(bytes)
        if (files.length > MAX_FILES) reject(new HttpProblem(422, 'form.too-many-photos'))
      })
    })
    parser.on('filesLimit', () => reject(new HttpProblem(422, 'form.too-many-photos')))
    parser.on('partsLimit', () => reject(new HttpProblem(400, 'request.malformed')))
    parser.on('fieldsLimit', () => reject(new HttpProblem(400, 'request.malformed')))
    parser.on('error', reject)
    parser.on('finish', () => resolve({ fields, files }))
    req.on('error', reject)
    req.on('aborted', () => reject(new HttpProblem(400, 'request.malformed')))
    req.pipe(parser)
  })
}
