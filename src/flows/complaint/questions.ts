import { type Choice, maskPhone, type OutboundContent, type TextKey, type Turn } from '../../core/index.ts'
import { clip, midSentence } from '../shared/content.ts'
import { communesOf, placeName } from '../shared/place.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { isCaseTopic, placeDetail } from './read.ts'
import { type ComplaintState, type ComplaintStep, type Draft, description } from './state.ts'

const LABEL_MAX = 60

/** The question that this state waits on, under the lines that lead to it. */
export function question(state: ComplaintState, turn: Turn, lead: readonly string[] = []): OutboundContent[] {
  if (state.step === 'check') return check(state, turn, lead)
  if (state.step === 'place') return [placeQuestion(state, turn, lead)]
  const { key, choices } = simple(state, turn)
  const kind = turn.pack.text(`kind.${state.draft.kind}`)
  return [ask({ lead, question: words(turn, key, { kind }), choices })]
}

function simple(state: ComplaintState, turn: Turn): { key: TextKey; choices: Choice[] } {
  const pick = (id: string, key: TextKey): Choice => choiceOf(turn, `complaint.${id}`, key)
  const step: Exclude<ComplaintStep, 'check' | 'place'> =
    state.step === 'check' || state.step === 'place' ? 'what' : state.step
  switch (step) {
    case 'offer':
      return state.offer === 'formal'
        ? {
            key: 'formal.offer',
            choices: [
              pick('take', 'formal.take'),
              choiceOf(turn, 'menu.human', 'menu.human'),
              pick('leave', 'formal.leave'),
            ],
          }
        : {
            key: state.draft.parts.length > 0 && state.pending !== null ? 'emergency.offerAdd' : 'emergency.offer',
            choices: [pick('take', 'emergency.take'), pick('leave', 'emergency.leave')],
          }
    case 'what':
      return { key: hasOnlyMedia(state.draft) ? 'complaint.askWhatMedia' : 'complaint.askWhat', choices: [] }
    case 'topic':
      return { key: 'complaint.askTopic', choices: topicChoices(state.draft, turn) }
    case 'media':
      return { key: 'complaint.askMedia', choices: [pick('skip', 'common.skip')] }
    case 'contact':
      return {
        key: 'complaint.askContact',
        choices: [pick('anonymous', 'complaint.anonymous'), pick('skip', 'common.skip')],
      }
    case 'edit':
      return {
        key: 'complaint.askEdit',
        choices: [
          pick('edit-what', 'complaint.editWhat'),
          pick('edit-place', 'complaint.editPlace'),
          pick('edit-contact', 'complaint.editContact'),
          pick('edit-nothing', 'complaint.editNothing'),
        ],
      }
    case 'cancel':
      return {
        key: 'complaint.askCancel',
        choices: [pick('cancel-yes', 'complaint.cancelYes'), pick('cancel-no', 'complaint.cancelNo')],
      }
    case 'other':
      return {
        key: 'complaint.askOther',
        choices: [pick('other-add', 'complaint.otherAdd'), pick('other-new', 'complaint.otherNew')],
      }
  }
}

function hasOnlyMedia(draft: Draft): boolean {
  return draft.parts.length === 0 && (draft.mediaRefs.length > 0 || draft.lat !== null)
}

/** What the machine guessed, else the pack's menu; never more than four, and a way out. */
function topicChoices(draft: Draft, turn: Turn): Choice[] {
  const guessed = draft.topicGuesses.map((g) => g.id)
  const ids = [...new Set([...guessed, ...turn.pack.menuTopics])].filter((id) => isReportable(turn, id)).slice(0, 4)
  const named = ids.map((id) => ({ id: `topic:${id}`, label: clip(turn.pack.topics.get(id)?.nameVi ?? id, LABEL_MAX) }))
  return [...named, choiceOf(turn, 'complaint.other-topic', 'complaint.otherTopic')]
}

/** A guess may be a topic that is only asked about ("Tổng đài 1022"): not one to choose here. */
function isReportable(turn: Turn, id: string): boolean {
  const intents = turn.pack.topics.get(id)?.intents ?? []
  return isCaseTopic(turn, id) && (intents.includes('report_issue') || intents.includes('suggest'))
}

function placeQuestion(state: ComplaintState, turn: Turn, lead: readonly string[]): OutboundContent {
  const { placeOptions, districtId, placeText, outside } = state.draft
  const skip = choiceOf(turn, 'complaint.skip', 'common.skip')
  if (placeOptions.length > 0) {
    const names = new Set(placeOptions.map((id) => turn.pack.localities.get(id)?.shortVi ?? ''))
    const [name = ''] = names
    const choices = placeOptions.map((id) => ({ id: `place:${id}`, label: clip(placeLabel(turn, id), LABEL_MAX) }))
    return ask({
      lead,
      // One name in several places, or a unit of another year that is several today.
      question:
        names.size === 1
          ? words(turn, 'complaint.askWhichPlace', { name, count: String(choices.length) })
          : words(turn, 'complaint.askWhichPart'),
      choices,
    })
  }
  if (districtId !== null) {
    const district = midSentence(turn.pack.localities.get(districtId)?.nameVi ?? '')
    const choices = communesOf(turn, districtId)
      .slice(0, 4)
      .map((l) => ({ id: `place:${l.id}`, label: l.nameVi }))
    return ask({ lead, question: words(turn, 'complaint.askCommuneIn', { district }), choices: [...choices, skip] })
  }
  if (outside !== null) {
    const cancel = choiceOf(turn, 'complaint.cancel', 'common.cancel')
    return ask({ lead, question: words(turn, 'complaint.askOutside', { name: outside }), choices: [skip, cancel] })
  }
  const asked = placeText !== '' || state.draft.lat !== null ? 'complaint.askCommune' : 'complaint.askPlace'
  return ask({ lead, question: words(turn, asked), choices: [skip] })
}

function placeLabel(turn: Turn, id: string): string {
  const name = placeName(turn, id) ?? id
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function check(state: ComplaintState, turn: Turn, lead: readonly string[]): OutboundContent[] {
  const { draft } = state
  const unit = turn.route(draft.topicId, draft.localityId)
  const kind = turn.pack.text(`kind.${draft.kind}`)
  const confirm =
    unit === null
      ? words(turn, 'complaint.confirmDispatch', { kind })
      : words(turn, 'complaint.confirm', { kind, unit: unit.unitName })
  const choices = [
    choiceOf(turn, 'complaint.send', 'complaint.send'),
    choiceOf(turn, 'complaint.edit', 'complaint.edit'),
    ...(state.anonymous ? [] : [choiceOf(turn, 'complaint.anonymous', 'complaint.anonymous')]),
    choiceOf(turn, 'complaint.cancel', 'common.cancel'),
  ]
  const leading: OutboundContent[] = lead.length === 0 ? [] : [{ kind: 'text', text: lead.join('\n') }]
  return [...leading, text(turn, 'complaint.summary', summary(state, turn)), ask({ question: confirm, choices })]
}

function summary(state: ComplaintState, turn: Turn): Record<'topic' | 'what' | 'place' | 'photos' | 'contact', string> {
  const { draft } = state
  const said = description(draft).replace(/\s*\n\s*/g, '; ')
  return {
    topic: topicName(draft, turn) ?? turn.pack.text('complaint.noTopic'),
    what: said.length > 160 ? turn.pack.text('common.cut', { text: clip(said, 160) }) : said,
    place: wherePlace(draft, turn) ?? turn.pack.text('complaint.noPlace'),
    photos: String(draft.mediaRefs.length),
    contact: invitesContact(state) ? turn.pack.text('complaint.inviteContact') : contactShown(state, turn),
  }
}

/** Nothing was said about it yet. */
function invitesContact({ anonymous, contact, settled }: ComplaintState): boolean {
  return !anonymous && !settled.contact && contact.name === null && contact.phone === null
}

/** How the contact is told back: the number masked, since a screen has neighbours. */
export function contactShown(state: ComplaintState, turn: Turn): string {
  if (state.anonymous) return turn.pack.text('complaint.anonymous')
  const { name, phone } = state.contact
  const shown = [name, phone === null ? null : maskPhone(phone)].filter((v) => v !== null)
  return shown.length === 0 ? turn.pack.text('complaint.noContact') : shown.join(' ')
}

export function topicName(draft: Draft, turn: Turn): string | null {
  const name = draft.topicId === null ? undefined : turn.pack.topics.get(draft.topicId)?.nameVi
  return name === undefined ? null : midSentence(name)
}

function wherePlace(draft: Draft, turn: Turn): string | null {
  const detail = placeDetail(draft, draft.localityId ?? draft.districtId, turn)
  const place = draft.localityId === null ? null : placeName(turn, draft.localityId)
  const district = draft.districtId === null ? null : placeName(turn, draft.districtId)
  const area = place ?? district
  if (area !== null) return detail === '' ? area : turn.pack.text('complaint.placeDetail', { detail, place: area })
  if (detail !== '') return detail
  return draft.lat === null ? null : turn.pack.text('complaint.pinned')
}

/** What was just understood, as one list: topic, place, since when. Null: nothing worth telling back. */
export function notedList(draft: Draft, turn: Turn): string | null {
  const place = draft.localityId === null ? null : placeName(turn, draft.localityId)
  const { duration } = draft
  const since = duration === null ? null : turn.pack.text(`duration.${duration.unit}`, { n: duration.n })
  const told = [topicName(draft, turn), place, since].filter((v) => v !== null)
  return told.length === 0 ? null : told.join(', ')
}
