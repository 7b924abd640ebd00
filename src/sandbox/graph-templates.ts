import { z } from 'zod'
import type { GraphSendBody } from './graph-validate.ts'
import type { PlatformError } from './parts.ts'
import { WORDS } from './words.ts'

/** The Page's approved utility templates: language, and how many placeholders the body has. */
export const UTILITY_TEMPLATES: Readonly<Record<string, { language: string; placeholders: number }>> = {
  ket_qua_phan_anh: { language: 'vi', placeholders: 3 },
}

const parameter = z.looseObject({ type: z.literal('text'), text: z.string().min(1).max(1000) })
export const utilityTemplate = z.looseObject({
  name: z.string(),
  language: z.looseObject({ code: z.string() }),
  components: z.array(z.looseObject({ type: z.string(), parameters: z.array(parameter).optional() })),
})

/** UTILITY is for an approved template and nothing else, and a template for nothing else. */
export function templateError(body: GraphSendBody): PlatformError | undefined {
  const template = body.message?.template
  const isUtility = body.messaging_type === 'UTILITY'
  if (template === undefined) return isUtility ? wrong('UTILITY needs message.template') : undefined
  if (!isUtility) return wrong('message.template needs messaging_type UTILITY')
  const known = UTILITY_TEMPLATES[template.name]
  if (known === undefined || known.language !== template.language.code) return wrong('template does not exist')
  return parametersOf(template).length === known.placeholders ? undefined : wrong('INCORRECT_PARAMS')
}

/** How the phone shows it. */
export function templateShown(body: GraphSendBody): { text: string } | undefined {
  const template = body.message?.template
  return template === undefined ? undefined : { text: `${WORDS.utility}\n${parametersOf(template).join('\n')}` }
}

function parametersOf(template: z.infer<typeof utilityTemplate>): string[] {
  return template.components.flatMap((c) => (c.type === 'body' ? (c.parameters ?? []).map((p) => p.text) : []))
}

function wrong(message: string): PlatformError {
  return { code: 100, message: `(#100) ${message}` }
}
