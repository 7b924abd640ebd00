import {
  IconAlertTriangle,
  IconCheck,
  IconChecks,
  IconClock,
  IconMapPin,
  IconPaperclip,
  IconPhotoOff,
} from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import type { AttachmentView, CaseDetail, ConversationItem } from '../../../../src/http/contract/cases.ts'
import { fileSize } from '../../../shared/file-size.ts'
import { mapLink } from '../../../shared/map-link.ts'
import { useWords } from '../../lib/use-words.ts'
import { deliveryWord } from './delivery-word.ts'

/** The conversation as the resident saw it; scrolls itself, newest at the bottom. */
export function Conversation({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const last = detail.conversation.at(-1)?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when a message is added
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [last])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className="talk" ref={box} tabIndex={0} role="log" aria-label={t('case.conversation')}>
      {detail.conversation.length === 0 && <p className="talk-empty">{t('case.emptyConversation')}</p>}
      {detail.conversation.map((item) => (
        <Message key={item.id} item={item} />
      ))}
    </div>
  )
}

function Message({ item }: { item: ConversationItem }) {
  const { t, short, exact } = useWords()
  return (
    <article className="msg" data-from={item.from}>
      <header className="msg-head">
        <span className="msg-from">{item.author ?? t(`case.from.${item.from}`)}</span>
        <time dateTime={item.at} title={exact(item.at)}>
          {short(item.at)}
        </time>
      </header>
      <div className="msg-body">
        {item.text !== '' && <p>{item.text}</p>}
        <Attachments items={item.attachments} />
        {item.location !== null && (
          <a href={mapLink(item.location)} target="_blank" rel="noreferrer" className="msg-link">
            <IconMapPin size={17} aria-hidden /> {t('case.locationSent')} · {t('case.openMap')}
          </a>
        )}
        {item.choices.length > 0 && (
          <ul className="msg-choices" aria-label={t('case.choicesOffered', { list: item.choices.join(', ') })}>
            {item.choices.map((choice) => (
              <li key={choice}>{choice}</li>
            ))}
          </ul>
        )}
      </div>
      {item.delivery !== null && <Delivery state={item.delivery} reason={item.deliveryReason} />}
    </article>
  )
}

/** Photos as pictures, the rest as links; what could not be fetched says so. */
export function Attachments({ items }: { items: readonly AttachmentView[] }) {
  const { t, language } = useWords()
  if (items.length === 0) return null
  return (
    <div className="msg-files">
      {items.map((file, n) => {
        if (file.state !== 'stored' || file.url === null) {
          return (
            <span key={file.id} className="msg-nofile">
              {file.state === 'pending' ? <IconClock size={17} aria-hidden /> : <IconPhotoOff size={17} aria-hidden />}
              {t(
                file.state === 'pending'
                  ? 'case.attachmentPending'
                  : `case.attachmentFailure.${file.failure ?? 'unreachable'}`,
              )}
            </span>
          )
        }
        const isPicture = file.thumbnailUrl !== null
        const link = (
          <a
            key={file.id}
            href={file.url}
            target="_blank"
            rel="noreferrer"
            className={isPicture ? 'msg-photo' : 'msg-link'}
          >
            {isPicture ? (
              <img
                src={file.thumbnailUrl ?? file.url}
                alt={file.name ?? t('case.photo', { n: n + 1 })}
                loading="lazy"
              />
            ) : (
              <>
                <IconPaperclip size={17} aria-hidden /> {t('case.file', { name: file.name ?? String(n + 1) })}
                {file.size !== null && ` (${fileSize(file.size, language)})`}
              </>
            )}
          </a>
        )
        if (file.place === null) return link
        return (
          <span key={file.id} className="msg-placed">
            {link}
            <a href={mapLink(file.place)} target="_blank" rel="noreferrer" className="msg-link">
              <IconMapPin size={17} aria-hidden /> {t('case.photoPlace')}
            </a>
          </span>
        )
      })}
    </div>
  )
}

const DELIVERY = {
  pending: { Icon: IconClock, tone: 'plain' },
  sent: { Icon: IconCheck, tone: 'plain' },
  delivered: { Icon: IconChecks, tone: 'plain' },
  seen: { Icon: IconChecks, tone: 'done' },
  'window-closed': { Icon: IconAlertTriangle, tone: 'near' },
  rejected: { Icon: IconAlertTriangle, tone: 'danger' },
  uncertain: { Icon: IconAlertTriangle, tone: 'near' },
} as const

function Delivery({ state, reason }: { state: NonNullable<ConversationItem['delivery']>; reason: string | null }) {
  const { t } = useWords()
  const { Icon, tone } = DELIVERY[state]
  return (
    <p
      className={`msg-delivery tone-${tone}`}
      data-delivery={state}
      title={reason === null ? undefined : t('case.deliveryCode', { code: reason })}
    >
      <Icon size={15} aria-hidden /> {t(`case.delivery.${deliveryWord(state, reason)}`)}
    </p>
  )
}
