import type { ChannelFixture } from './channel.ts'

const PSID = '7100000000000042'
const PAGE = '100000000000001'
const time = 1795420800000
const S = { sender: { id: PSID }, recipient: { id: PAGE }, timestamp: time }
const P = { sender: { id: PAGE }, recipient: { id: PSID }, timestamp: time }
const url = 'https://scontent.xx.fbcdn.net/1.jpg'

const page = (...messaging: object[]) => ({ object: 'page', entry: [{ id: PAGE, time, messaging }] })
const feed = (value: object) => ({
  object: 'page',
  entry: [{ id: PAGE, time: 1763868000, changes: [{ field: 'feed', value }] }],
})
const added = {
  item: 'comment',
  verb: 'add',
  comment_id: '100_7',
  post_id: `${PAGE}_100`,
  parent_id: `${PAGE}_100`,
  created_time: 1763868000,
  message: ' Đường ngập ',
}
const message = (m: object, more: object = {}) => page({ ...S, ...more, message: m })
const attachments = (mid: string, ...list: object[]) => message({ mid, attachments: list })
const heard = (content: object, providerMessageId: unknown) => ({
  messages: [{ providerMessageId, from: { channel: 'messenger', account: PAGE, address: PSID }, content }],
})

/** One of each event; shapes of the documentation, values made up. Their time is ahead of the test's clock on purpose. */
export const messengerFixtures: ChannelFixture[] = [
  {
    name: 'text',
    body: message({ mid: 'm1', text: 'Đường ngập' }),
    expected: heard({ kind: 'text', text: 'Đường ngập' }, 'm1'),
  },
  {
    name: 'a time in seconds',
    body: message({ mid: 'm2', text: 'x' }, { timestamp: 1763868000 }),
    expected: { messages: [{ sentAt: new Date(1763868000000) }] },
  },
  {
    name: 'a time in milliseconds',
    body: message({ mid: 'm3', text: 'x' }, { timestamp: 1763868000000 }),
    expected: { messages: [{ sentAt: new Date(1763868000000) }] },
  },
  {
    name: 'a quick reply',
    body: message({ mid: 'm4', text: 'Gửi phản ánh', quick_reply: { payload: 'menu:report' } }),
    expected: heard({ kind: 'choice', choiceId: 'menu:report', label: 'Gửi phản ánh' }, 'm4'),
  },
  {
    name: 'a shared phone number',
    body: message({ mid: 'm5', text: '+84912345678', quick_reply: { payload: '+84912345678' } }),
    expected: heard({ kind: 'contact-info', phone: '0912345678' }, 'm5'),
  },
  {
    name: 'a postback',
    body: page({ ...S, postback: { mid: 'm6', title: 'Tra cứu', payload: 'menu:status' } }),
    expected: heard({ kind: 'choice', choiceId: 'menu:status', label: 'Tra cứu' }, 'm6'),
  },
  {
    name: 'Get Started',
    body: page({
      ...S,
      postback: {
        mid: 'm7',
        title: 'Bắt đầu',
        payload: 'GET_STARTED',
        referral: { ref: 'qr', source: 'SHORTLINK', type: 'OPEN_THREAD' },
      },
    }),
    expected: heard({ kind: 'follow', ref: 'qr' }, 'm7'),
  },
  {
    name: 'a referral',
    body: page({ ...S, referral: { ref: 'qr', source: 'SHORTLINK', type: 'OPEN_THREAD' } }),
    expected: { messages: [{ content: { kind: 'follow', ref: 'qr' } }] },
  },
  {
    name: 'a referral from an advertisement, without a ref',
    body: page({ ...S, timestamp: time + 1, referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: 12 } }),
    expected: { messages: [{ content: { kind: 'follow' } }] },
  },
  {
    name: 'images',
    body: attachments('m8', { type: 'image', payload: { url } }, { type: 'image', payload: { url: `${url}?2` } }),
    expected: heard({ kind: 'media', items: [{ kind: 'image', url }, { kind: 'image' }] }, 'm8'),
  },
  {
    name: 'a voice note',
    body: attachments('m9', { type: 'audio', payload: { url } }),
    expected: heard({ kind: 'media', items: [{ kind: 'audio' }] }, 'm9'),
  },
  {
    name: 'a sticker',
    body: attachments('m10', { type: 'sticker', payload: { url, sticker_id: 369239263222822 } }),
    expected: heard({ kind: 'media', items: [{ kind: 'sticker' }] }, 'm10'),
  },
  {
    name: 'a sticker with its twin',
    body: attachments(
      'm11',
      { type: 'sticker', payload: { url, sticker_id: '1' } },
      { type: 'image', payload: { url, sticker_id: '1' } },
    ),
    expected: { messages: [{ content: { kind: 'media', items: [{ kind: 'sticker', url }] } }] },
  },
  {
    name: 'an old sticker',
    body: message({ mid: 'm12', sticker_id: 1, attachments: [{ type: 'image', payload: { url, sticker_id: 1 } }] }),
    expected: heard({ kind: 'media', items: [{ kind: 'sticker' }] }, 'm12'),
  },
  {
    name: 'a location',
    body: attachments('m13', { type: 'location', payload: { coordinates: { lat: 10.98, long: 106.65 } } }),
    expected: heard({ kind: 'location', lat: 10.98, lon: 106.65 }, 'm13'),
  },
  {
    name: 'a link preview',
    body: message({
      mid: 'm14',
      text: 'https://e.vn/x',
      attachments: [{ type: 'fallback', payload: { url: 'https://e.vn/x', title: 'X' } }],
    }),
    expected: heard({ kind: 'text', text: 'https://e.vn/x' }, 'm14'),
  },
  {
    name: 'a share without payload',
    body: attachments('m15', { type: 'fallback', title: 'Bài viết', url: 'https://e.vn/y', payload: null }),
    expected: heard({ kind: 'text', text: 'Bài viết\nhttps://e.vn/y' }, 'm15'),
  },
  {
    name: 'an empty fallback',
    body: attachments('m16', { type: 'fallback', payload: 'x' }),
    expected: heard({ kind: 'unsupported', providerType: 'fallback' }, 'm16'),
  },
  {
    name: 'a reel with a relative address',
    body: attachments('m17', { type: 'reel', payload: { url: '/reel/1/' } }),
    expected: heard({ kind: 'media', items: [{ kind: 'video', url: 'https://www.facebook.com/reel/1/' }] }, 'm17'),
  },
  {
    name: 'something unsupported',
    body: message({ mid: 'm18', is_unsupported: true }),
    expected: heard({ kind: 'unsupported' }, 'm18'),
  },
  {
    name: 'standby',
    body: {
      object: 'page',
      entry: [
        {
          id: PAGE,
          time,
          standby: [
            { ...S, message: { mid: 'm19', text: 'còn đó không' } },
            { ...S, postback: { mid: 'm20', title: 'Tra cứu' } },
          ],
        },
      ],
    },
    expected: {
      messages: [{ content: { kind: 'text', text: 'còn đó không' } }, { content: { kind: 'text', text: 'Tra cứu' } }],
      signals: [
        { kind: 'held-by-others', account: PAGE, address: PSID },
        { kind: 'held-by-others', account: PAGE, address: PSID },
      ],
    },
  },
  {
    name: 'several pages and events in one delivery',
    body: {
      object: 'page',
      entry: [
        {
          id: PAGE,
          time,
          messaging: [
            { ...S, message: { mid: 'm21', text: 'a' } },
            { ...S, message: { mid: 'm22', text: 'b' } },
          ],
        },
        { id: PAGE, time, messaging: [{ ...S, message: { mid: 'm23', text: 'c' } }] },
      ],
    },
    expected: { messages: [{ content: { text: 'a' } }, { content: { text: 'b' } }, { content: { text: 'c' } }] },
  },
  {
    name: 'another page',
    body: { object: 'page', entry: [{ id: '9', time, messaging: [{ ...S, message: { mid: 'm1', text: 'a' } }] }] },
    expected: { ignored: 'other-account' },
  },
  {
    name: 'our echo',
    body: page({
      ...P,
      message: { mid: 'e1', is_echo: true, app_id: 1517776481860111, metadata: 'out-1', text: 'Chào' },
    }),
    expected: { echoes: [{ account: PAGE, address: PSID, providerMessageId: 'e1', key: 'out-1', byHuman: false }] },
  },
  {
    name: 'the echo of an earlier part',
    body: page({ ...P, message: { mid: 'e2', is_echo: true, app_id: 1517776481860111, metadata: 'out-1;1/2' } }),
    expected: { echoes: [{ providerMessageId: 'e2', byHuman: false }] },
  },
  {
    name: 'the echo of a person in the inbox',
    body: page({ ...P, message: { mid: 'e3', is_echo: true, app_id: 263902037430900, text: 'Để tôi xem' } }),
    expected: { echoes: [{ providerMessageId: 'e3', byHuman: true, text: 'Để tôi xem' }] },
  },
  {
    name: 'the echo of an unknown app',
    body: page({ ...P, message: { mid: 'e4', is_echo: true, app_id: 5, metadata: 'theirs' } }),
    expected: { echoes: [{ byHuman: true }] },
  },
  {
    name: 'delivered',
    body: page({ ...S, delivery: { mids: ['e1'], watermark: 1763868000000 } }),
    expected: {
      receipts: [{ kind: 'delivered', address: PSID, providerMessageIds: ['e1'], watermark: new Date(1763868000000) }],
    },
  },
  {
    name: 'read',
    body: page({ ...S, read: { watermark: 1763868000000 } }),
    expected: { receipts: [{ kind: 'seen', providerMessageIds: [], watermark: new Date(1763868000000) }] },
  },
  {
    name: 'an edit',
    body: page({ ...S, message_edit: { mid: 'm1', text: 'y', num_edit: '1' } }),
    expected: { edits: [{ account: PAGE, address: PSID, providerMessageId: 'm1', text: 'y' }] },
  },
  {
    name: 'an edit without words',
    body: page({ ...S, message_edit: { mid: 'm1' } }),
    expected: { ignored: 'message_edit' },
  },
  {
    name: 'an unsend',
    body: message({ mid: 'm1', is_deleted: true }),
    expected: { deletions: [{ account: PAGE, address: PSID, providerMessageId: 'm1' }] },
  },
  {
    name: 'policy, as some spell it',
    body: page({ recipient: { id: PAGE }, timestamp: time, 'policy-enforcement': { action: 'block' } }),
    expected: { ignored: 'policy_enforcement' },
  },
  {
    name: 'a reaction',
    body: page({ ...S, reaction: { mid: 'e1', action: 'react', reaction: 'love', emoji: '❤️' } }),
    expected: { ignored: 'reaction', signals: [{ kind: 'touched', account: PAGE, address: PSID }] },
  },
  {
    name: 'a reaction taken back',
    body: page({ ...S, reaction: { mid: 'e1', action: 'unreact' } }),
    expected: { ignored: 'reaction', signals: [] },
  },
  {
    name: 'a reaction of our own',
    body: page({ ...P, reaction: { mid: 'm1', action: 'react' } }),
    expected: { ignored: 'reaction', signals: [] },
  },
  {
    name: 'policy',
    body: page({ recipient: { id: PAGE }, timestamp: time, policy_enforcement: { action: 'warning' } }),
    expected: { ignored: 'policy_enforcement' },
  },
  {
    name: 'handover',
    body: page({ ...S, pass_thread_control: { previous_owner_app_id: null, new_owner_app_id: '1', metadata: '' } }),
    expected: { ignored: 'pass_thread_control', signals: [{ kind: 'held-by-others', address: PSID }] },
  },
  {
    name: 'the thread given back to us, our id as a number',
    body: page({ ...S, pass_thread_control: { new_owner_app_id: 1517776481860111 } }),
    expected: { ignored: 'pass_thread_control', signals: [{ kind: 'ours-again', address: PSID }] },
  },
  {
    name: 'the thread let go',
    body: page({ ...S, pass_thread_control: { previous_owner_app_id: '1', new_owner_app_id: null } }),
    expected: { ignored: 'pass_thread_control', signals: [] },
  },
  {
    name: 'the thread asked for',
    body: page({ ...S, request_thread_control: { requested_owner_app_id: 123, metadata: 'x' } }),
    expected: { ignored: 'request_thread_control', signals: [] },
  },
  {
    name: 'roles of apps',
    body: page({ recipient: { id: PAGE }, timestamp: time, app_roles: { '1': ['primary_receiver'] } }),
    expected: { ignored: 'app_roles' },
  },
  {
    name: 'an opt-in of a plugin',
    body: page({
      sender: { user_ref: 'u1' },
      recipient: { id: PAGE },
      timestamp: time,
      optin: { ref: 'x', user_ref: 'u1' },
    }),
    expected: { ignored: 'optin' },
  },
  {
    name: 'an opt-in for notices',
    body: page({ ...S, optin: { type: 'notification_messages', notification_messages_token: 't' } }),
    expected: { ignored: 'optin' },
  },
  {
    name: 'the mark of a survey',
    body: page({ ...S, messaging_feedback: { feedback_screens: [{ screen_id: 0, questions: {} }] } }),
    expected: { ignored: 'messaging_feedback' },
  },
  {
    name: 'a thumb on an answer of ours',
    body: page({ ...S, response_feedback: { feedback: 'Bad response', mid: 'e1' } }),
    expected: { ignored: 'response_feedback' },
  },
  {
    name: 'a message that somebody without a PSID wrote',
    body: page({
      sender: { user_ref: 'u1' },
      recipient: { id: PAGE },
      timestamp: time,
      message: { mid: 'm30', text: 'x' },
    }),
    expected: { ignored: 'message' },
  },
  {
    name: 'a page comment, where comments are answered',
    body: feed({ ...added, from: { id: '55', name: 'A' } }),
    expected: {
      comments: [
        {
          account: PAGE,
          commentId: '100_7',
          postId: `${PAGE}_100`,
          text: 'Đường ngập',
          at: new Date(1763868000000),
          author: 'person',
        },
      ],
    },
  },
  {
    name: 'a page comment of nobody named, its id a number',
    body: feed({ ...added, comment_id: 1007, created_time: '1763868000' }),
    expected: { comments: [{ commentId: '1007', author: 'unknown', at: new Date(1763868000000) }] },
  },
  {
    name: 'a reply to a comment, in the old way, with a picture only',
    body: feed({ ...added, message: undefined, photo: 'https://x/1.jpg', sender_id: 55, parent_id: '100_6' }),
    expected: { comments: [{ text: '', author: 'person' }] },
  },
  {
    name: "the Page's own comment",
    body: feed({ ...added, from: { id: PAGE, name: 'Trang' } }),
    expected: { ignored: 'changes:feed', comments: [] },
  },
  { name: 'an edited comment', body: feed({ ...added, verb: 'edited' }), expected: { ignored: 'changes:feed' } },
  {
    name: 'a removed comment',
    body: feed({ item: 'comment', verb: 'remove', comment_id: '100_7', post_id: `${PAGE}_100` }),
    expected: { ignored: 'changes:feed' },
  },
  { name: 'a new post', body: feed({ item: 'status', verb: 'add' }), expected: { ignored: 'changes:feed' } },
  {
    name: "the dashboard's test",
    body: { object: 'page', entry: [{ id: '0', time, changes: [{ field: 'messages', value: {} }] }] },
    expected: { ignored: 'other-account' },
  },
  { name: "the documentation's test", body: page({ message: 'TEST_MESSAGE' }), expected: { ignored: 'message' } },
]
