import { z } from 'zod'

/** Ids come as strings; a number that slipped through is taken as its text. */
const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(300))
const optionalId = id.optional().catch(undefined)
const uploadId = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().min(1).max(4000))
  .optional()
  .catch(undefined)
const optionalText = z.string().optional().catch(undefined)
const party = z.looseObject({ id: optionalId, admin_id: optionalId }).optional().catch(undefined)

export const zaloAttachment = z.looseObject({
  type: z.string().catch(''),
  payload: z
    .looseObject({
      url: optionalText,
      thumbnail: optionalText,
      name: optionalText,
      title: optionalText,
      description: optionalText,
      coordinates: z
        .looseObject({ latitude: z.coerce.number(), longitude: z.coerce.number() })
        .optional()
        .catch(undefined),
    })
    .catch({}),
})
export type ZaloAttachment = z.infer<typeof zaloAttachment>

const message = z.looseObject({
  text: optionalText,
  msg_id: optionalId,
  msg_ids: z.array(id).max(1000).optional().catch(undefined),
  conversation_id: optionalId,
  attachments: z.array(zaloAttachment.nullable().catch(null)).optional().catch(undefined),
})
export type ZaloMessage = z.infer<typeof message>

/** Tolerant: a field of the wrong shape counts as missing. */
export const zaloEvent = z.looseObject({
  event_name: z.string().min(1).max(200),
  app_id: optionalId,
  oa_id: optionalId,
  timestamp: z.union([z.string(), z.number()]).optional().catch(undefined),
  sender: party,
  recipient: party,
  follower: party,
  user_id: optionalId,
  message: message.optional().catch(undefined),
  info: z
    .looseObject({
      name: optionalText,
      phone: optionalId,
      address: optionalText,
      district: optionalText,
      city: optionalText,
      full_address: z
        .looseObject({ user_city: optionalText, user_ward: optionalText, user_address: optionalText })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})
export type ZaloEvent = z.infer<typeof zaloEvent>

/** What the signature needs of a body, whatever else it is. */
export const zaloTimestamp = z.looseObject({ timestamp: z.union([z.string(), z.number()]) })

/** The API's envelope. `error` may be a quoted number; on OAuth errors the words are in `error_name`. */
export const zaloAnswer = z.looseObject({
  error: z.coerce.number().optional().catch(undefined),
  message: optionalText,
  data: z
    .looseObject({
      message_id: optionalId,
      /** Of a template message by phone number. */
      msg_id: optionalId,
      /** Of an upload. */
      attachment_id: uploadId,
      token: uploadId,
      quota: z
        .looseObject({
          quota_type: optionalText,
          remain: optionalId,
          total: optionalId,
          /** Of template messages by phone number. */
          dailyQuota: optionalId,
          remainingQuota: optionalId,
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})
export type ZaloAnswer = z.infer<typeof zaloAnswer>
export type ZaloQuota = NonNullable<NonNullable<ZaloAnswer['data']>['quota']>

export const zaloTokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds, usually as text. */
  expires_in: z.coerce.number().positive().catch(90_000),
})

export const zaloTokenError = z.looseObject({
  error: z.coerce.number().optional().catch(undefined),
  error_name: optionalText,
})
