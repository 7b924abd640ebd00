import type { ChannelFixture } from './channel.ts'

const U = '2222222222222222222'
const OA = '4444444444444444444'
const at = '1763868000000'
const base = { app_id: '1111111111111111111', user_id_by_app: '3333333333333333333', timestamp: at }
const fromUser = { ...base, sender: { id: U }, recipient: { id: OA } }
const fromOa = { ...base, sender: { id: OA }, recipient: { id: U } }
const zdn = 'http://f1.photo.talk.zdn.vn/1.jpg'

const user = (name: string, message: object) => ({ ...fromUser, event_name: name, message })
const attached = (name: string, type: string, payload: object, id: string) =>
  user(name, { msg_id: id, attachments: [{ type, payload }] })
const heard = (content: object, providerMessageId: unknown) => ({
  messages: [
    { providerMessageId, from: { channel: 'zalo', account: OA, address: U }, content, sentAt: new Date(1763868000000) },
  ],
})

/** One of each event of a feedback desk; shapes of the documentation, values made up. */
export const zaloFixtures: ChannelFixture[] = [
  {
    name: 'text',
    body: user('user_send_text', { text: 'Đường ngập', msg_id: 'M1' }),
    expected: heard({ kind: 'text', text: 'Đường ngập' }, 'M1'),
  },
  {
    name: 'a decomposed text as NFC',
    body: user('user_send_text', { text: 'Đường'.normalize('NFD'), msg_id: 'M2' }),
    expected: heard({ kind: 'text', text: 'Đường' }, 'M2'),
  },
  {
    name: 'a tapped button',
    body: user('user_send_text', { text: '#c:menu:report', msg_id: 'M3' }),
    expected: heard({ kind: 'choice', choiceId: 'menu:report' }, 'M3'),
  },
  {
    name: 'an image without text',
    body: attached('user_send_image', 'image', { thumbnail: zdn, url: zdn }, 'M4'),
    expected: heard({ kind: 'media', items: [{ kind: 'image', url: zdn }] }, 'M4'),
  },
  {
    name: 'an image with text',
    body: user('user_send_image', {
      text: 'đây',
      msg_id: 'M5',
      attachments: [{ type: 'image', payload: { url: zdn } }],
    }),
    expected: heard({ kind: 'media', caption: 'đây' }, 'M5'),
  },
  {
    name: 'a gif',
    body: attached('user_send_gif', 'gif', { url: zdn }, 'M6'),
    expected: heard({ kind: 'media', items: [{ kind: 'image' }] }, 'M6'),
  },
  {
    name: 'a file',
    body: attached('user_send_file', 'file', { size: '1', name: 'don.pdf', url: zdn }, 'M7'),
    expected: heard({ kind: 'media', items: [{ kind: 'file', name: 'don.pdf' }] }, 'M7'),
  },
  {
    name: 'a voice note',
    body: attached('user_send_audio', 'audio', { url: zdn }, 'M8'),
    expected: heard({ kind: 'media', items: [{ kind: 'audio' }] }, 'M8'),
  },
  {
    name: 'a video',
    body: attached('user_send_video', 'video', { url: zdn, description: '' }, 'M9'),
    expected: heard({ kind: 'media', items: [{ kind: 'video' }] }, 'M9'),
  },
  {
    name: 'a sticker',
    body: attached('user_send_sticker', 'sticker', { url: zdn, id: '1' }, 'M10'),
    expected: heard({ kind: 'media', items: [{ kind: 'sticker' }] }, 'M10'),
  },
  {
    name: 'a location',
    body: attached(
      'user_send_location',
      'location',
      { coordinates: { latitude: '10.98', longitude: '106.65' } },
      'M11',
    ),
    expected: heard({ kind: 'location', lat: 10.98, lon: 106.65 }, 'M11'),
  },
  {
    name: 'a link',
    body: attached('user_send_link', 'link', { description: 'Báo', url: 'https://example.vn/' }, 'M12'),
    expected: heard({ kind: 'text', text: 'Báo\nhttps://example.vn/' }, 'M12'),
  },
  {
    name: 'a business card',
    body: attached(
      'user_send_business_card',
      'link',
      { title: 'Anh Ba', description: '{"phone":"0912345678","qrCodeUrl":"x"}' },
      'M13',
    ),
    expected: heard({ kind: 'text', text: 'Anh Ba\n0912345678' }, 'M13'),
  },
  {
    name: 'a location beyond the earth',
    body: attached('user_send_location', 'location', { coordinates: { latitude: '999', longitude: '0' } }, 'M14'),
    expected: heard({ kind: 'unsupported', providerType: 'user_send_location' }, 'M14'),
  },
  {
    name: 'an unknown attachment',
    body: attached('user_send_hologram', 'hologram', {}, 'M15'),
    expected: heard({ kind: 'unsupported', providerType: 'user_send_hologram' }, 'M15'),
  },
  {
    name: 'an anonymous visitor',
    body: user('anonymous_send_text', { text: 'chào', msg_id: 'M16', conversation_id: 'C1' }),
    expected: { messages: [{ from: { address: `anon:${U}:C1` }, content: { kind: 'text', text: 'chào' } }] },
  },
  {
    name: 'follow',
    body: { ...base, oa_id: OA, follower: { id: U }, event_name: 'follow', source: 'oa_profile' },
    expected: heard({ kind: 'follow' }, expect_('follow')),
  },
  {
    name: 'chat button',
    body: { ...base, oa_id: OA, user_id: U, event_name: 'user_click_chatnow' },
    expected: heard({ kind: 'follow' }, expect_('user_click_chatnow')),
  },
  {
    name: 'contact data',
    body: {
      ...fromUser,
      event_name: 'user_submit_info',
      info: {
        name: 'Nguyễn Văn A',
        phone: 84912345678,
        full_address: { user_city: 'Bình Dương', user_ward: 'Phú Cường', user_address: '1 Bạch Đằng' },
      },
    },
    expected: heard(
      {
        kind: 'contact-info',
        name: 'Nguyễn Văn A',
        phone: '0912345678',
        address: '1 Bạch Đằng, Phú Cường, Bình Dương',
      },
      expect_('user_submit_info'),
    ),
  },
  {
    name: 'received',
    body: { ...fromOa, event_name: 'user_received_message', message: { msg_id: 'S1' } },
    expected: { receipts: [{ kind: 'delivered', account: OA, address: U, providerMessageIds: ['S1'] }] },
  },
  {
    name: 'seen',
    body: { ...fromOa, event_name: 'user_seen_message', message: { msg_ids: ['S1', 'S2'] } },
    expected: { receipts: [{ kind: 'seen', account: OA, address: U, providerMessageIds: ['S1', 'S2'] }] },
  },
  {
    name: 'received, the other way round',
    body: { ...fromUser, event_name: 'user_received_message', message: { msg_id: 'S1' } },
    expected: { receipts: [{ kind: 'delivered', address: U, providerMessageIds: ['S1'] }] },
  },
  {
    name: 'seen, the other way round',
    body: { ...fromUser, event_name: 'user_seen_message', message: { msg_ids: ['S1', 'S2'] } },
    expected: { receipts: [{ kind: 'seen', address: U, providerMessageIds: ['S1', 'S2'] }] },
  },
  {
    name: 'our own echo',
    body: { ...fromOa, event_name: 'oa_send_text', message: { text: 'Chào', msg_id: 'S3' } },
    expected: { echoes: [{ address: U, providerMessageId: 'S3', byHuman: false, text: 'Chào' }] },
  },
  {
    name: 'the echo of a person',
    body: { ...fromOa, sender: { id: OA, admin_id: '77' }, event_name: 'oa_send_image', message: { msg_id: 'S4' } },
    expected: { echoes: [{ providerMessageId: 'S4', byHuman: true }] },
  },
  {
    name: 'a group message',
    body: user('user_send_group_text', { text: 'x', msg_id: 'G1' }),
    expected: { ignored: 'user_send_group_text' },
  },
  {
    name: 'unfollow',
    body: { ...base, oa_id: OA, follower: { id: U }, event_name: 'unfollow' },
    expected: { ignored: 'unfollow' },
  },
  {
    name: 'a reaction',
    body: user('user_reacted_message', { msg_id: 'S3', react_icon: '/-strong' }),
    expected: { ignored: 'user_reacted_message' },
  },
  {
    name: 'withdrawal of consent',
    body: { ...base, oa_id: OA, user_id: U, event_name: 'user_withdraw' },
    expected: heard({ kind: 'withdraw' }, expect_('user_withdraw')),
  },
  {
    name: 'withdrawal of consent, the user as sender',
    body: { ...fromUser, event_name: 'user_withdraw' },
    expected: heard({ kind: 'withdraw' }, expect_('user_withdraw')),
  },
  {
    name: 'a withdrawn permission of the app',
    body: { app_id: base.app_id, oa_id: OA, event_name: 'permission_revoked', timestamp: at },
    expected: { ignored: 'permission_revoked' },
  },
  {
    name: 'an anonymous picture',
    body: {
      ...fromUser,
      event_name: 'anonymous_send_image',
      message: { msg_id: 'M17', conversation_id: 'C1', attachments: [{ type: 'image', payload: { url: zdn } }] },
    },
    expected: { messages: [{ from: { address: `anon:${U}:C1` }, content: { kind: 'media' } }] },
  },
  {
    name: 'an anonymous visitor without a conversation',
    body: user('anonymous_send_text', { text: 'chào', msg_id: 'M18' }),
    expected: { ignored: 'anonymous_send_text' },
  },
  {
    name: 'the echo to an anonymous visitor',
    body: {
      ...fromOa,
      event_name: 'oa_send_anonymous_text',
      message: { text: 'x', msg_id: 'S5', conversation_id: 'C1' },
    },
    expected: { echoes: [{ address: `anon:${U}:C1`, providerMessageId: 'S5', byHuman: false }] },
  },
  {
    name: 'the echo of a list',
    body: { ...fromOa, event_name: 'oa_send_list', message: { msg_id: 'S6', attachments: [] } },
    expected: { echoes: [{ address: U, providerMessageId: 'S6', byHuman: false }] },
  },
  {
    name: 'our asking for a call, which is no message',
    body: { ...fromOa, oa_id: OA, event_name: 'oa_send_consent' },
    expected: { ignored: 'oa_send_consent' },
  },
  {
    name: 'a reaction of ours',
    body: { ...fromOa, event_name: 'oa_reacted_message', message: { msg_id: 'M1', react_icon: '/-heart' } },
    expected: { ignored: 'oa_reacted_message' },
  },
  {
    name: 'a text that quotes, with fields that nobody knows',
    body: { ...user('user_send_text', { text: 'ừ', msg_id: 'M19', quote_msg_id: 'S3', mood: [1] }), weather: { a: 1 } },
    expected: heard({ kind: 'text', text: 'ừ' }, 'M19'),
  },
  {
    name: 'contact data with the older names of the fields',
    body: {
      ...fromUser,
      event_name: 'user_submit_info',
      info: { name: 'Trần B', phone: '0987654321', address: '2 Lê Lợi', district: 'Thuận An', city: 'Tỉnh A' },
    },
    expected: heard(
      { kind: 'contact-info', name: 'Trần B', phone: '0987654321', address: '2 Lê Lợi, Thuận An, Tỉnh A' },
      expect_('user_submit_info'),
    ),
  },
  {
    name: 'an event without its fields',
    body: { event_name: 'user_send_text', app_id: base.app_id, oa_id: OA, timestamp: at },
    expected: { ignored: 'user_send_text' },
  },
  {
    name: 'an unknown event',
    body: { ...fromUser, event_name: 'moon_landing' },
    expected: { ignored: 'moon_landing' },
  },
  {
    name: 'an event of another OA',
    body: { ...fromUser, recipient: { id: '9' }, event_name: 'user_send_text', message: { text: 'x', msg_id: 'M1' } },
    expected: { ignored: 'other-account:user_send_text' },
  },
]

function expect_(name: string): { asymmetricMatch(value: unknown): boolean } {
  return { asymmetricMatch: (value) => typeof value === 'string' && value.startsWith(`${name}:`) }
}
