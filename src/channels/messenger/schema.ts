import { z } from 'zod'

/** Ids arrive as strings, some (app_id, sticker_id) as numbers beyond 2^53 that the JSON reader kept as text. */
const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(500))
const optionalId = id.optional().catch(undefined)
const optionalText = z.string().optional().catch(undefined)
const party = z.looseObject({ id: optionalId, user_ref: optionalId }).optional().catch(undefined)
const time = z.union([z.number(), z.string()]).optional().catch(undefined)

export const messengerAttachment = z.looseObject({
  type: z.string().catch(''),
  title: optionalText,
  url: optionalText,
  payload: z
    .looseObject({
      url: optionalText,
      title: optionalText,
      sticker_id: optionalId,
      coordinates: z.looseObject({ lat: z.coerce.number(), long: z.coerce.number() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})
export type MessengerAttachment = z.infer<typeof messengerAttachment>

const message = z.looseObject({
  mid: optionalId,
  text: optionalText,
  is_echo: z.boolean().optional().catch(undefined),
  is_deleted: z.boolean().optional().catch(undefined),
  is_unsupported: z.boolean().optional().catch(undefined),
  app_id: optionalId,
  metadata: optionalText,
  sticker_id: optionalId,
  quick_reply: z.looseObject({ payload: optionalText }).optional().catch(undefined),
  attachments: z.array(messengerAttachment.nullable().catch(null)).optional().catch(undefined),
})
export type MessengerMessage = z.infer<typeof message>

const referral = z.looseObject({ ref: optionalText }).optional().catch(undefined)

/** `new_owner_app_id` is null when the thread is let go. */
const threadControl = z.looseObject({ new_owner_app_id: optionalId }).optional().catch(undefined)

/** One item of `messaging[]` or `standby[]`. Tolerant: a field of the wrong shape counts as missing. */
export const messengerEvent = z.looseObject({
  sender: party,
  recipient: party,
  timestamp: time,
  message: message.optional().catch(undefined),
  postback: z
    .looseObject({ mid: optionalId, title: optionalText, payload: optionalText, referral })
    .optional()
    .catch(undefined),
  referral,
  delivery: z
    .looseObject({ mids: z.array(id).max(1000).optional().catch(undefined), watermark: time })
    .optional()
    .catch(undefined),
  message_edit: z.looseObject({ mid: optionalId, text: optionalText }).optional().catch(undefined),
  read: z.looseObject({ watermark: time }).optional().catch(undefined),
  reaction: z.looseObject({ action: optionalText }).optional().catch(undefined),
  pass_thread_control: threadControl,
  take_thread_control: threadControl,
})
export type MessengerEvent = z.infer<typeof messengerEvent>

/** A change of the Page's feed that is a comment. */
export const messengerComment = z.object({
  field: z.literal('feed'),
  value: z.looseObject({
    item: z.literal('comment'),
    verb: z.literal('add'),
    comment_id: id,
    post_id: id,
    from: z.looseObject({ id: optionalId }).optional().catch(undefined),
    // until v2.10
    sender_id: optionalId,
    created_time: time,
    message: optionalText,
  }),
})

export const messengerEnvelope = z.looseObject({
  object: optionalText,
  entry: z.array(
    z
      .looseObject({
        id: optionalId,
        time,
        messaging: z.array(z.unknown()).optional().catch(undefined),
        standby: z.array(z.unknown()).optional().catch(undefined),
        changes: z.array(z.unknown()).optional().catch(undefined),
      })
      .nullable()
      .catch(null),
  ),
})

export const messengerAnswer = z.looseObject({
  message_id: optionalId,
  /** Of an upload. */
  attachment_id: optionalId,
  id: optionalId,
  recipient_id: optionalId,
  error: z
    .looseObject({
      message: optionalText,
      code: z.coerce.number().catch(0),
      error_subcode: z.coerce.number().optional().catch(undefined),
      is_transient: z.boolean().optional().catch(undefined),
      fbtrace_id: optionalText,
    })
    .optional(),
})
export type MessengerAnswer = z.infer<typeof messengerAnswer>
export type MessengerFailure = NonNullable<z.infer<typeof messengerAnswer>['error']>
