import type { Request } from 'express'

/** A multipart body read by Node itself; undefined: it is none, or broken. */
export async function multipartForm(req: Request): Promise<FormData | undefined> {
  const body: unknown = req.body
  const contentType = req.headers['content-type'] ?? ''
  if (!Buffer.isBuffer(body) || !contentType.startsWith('multipart/form-data')) return undefined
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined
  }
}

/** The file in this field; undefined: there is none. */
export async function fileIn(
  form: FormData | undefined,
  field: string,
): Promise<{ name: string; bytes: Buffer } | undefined> {
  const value = form?.get(field)
  if (!(value instanceof Blob)) return undefined
  return { name: 'name' in value ? String(value.name) : '', bytes: Buffer.from(await value.arrayBuffer()) }
}
