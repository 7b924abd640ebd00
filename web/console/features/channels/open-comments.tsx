import { IconExternalLink } from '@tabler/icons-react'
import type { ChannelStatus } from '../../../../src/http/contract/channels.ts'
import { useWords } from '../../lib/use-words.ts'

/** Comments below our posts whose answer did not surely arrive: a person looks, and answers there by hand. */
export function OpenComments({ comments }: { comments: ChannelStatus['openComments'] }) {
  const { t, exact } = useWords()
  if (comments.length === 0) return null
  return (
    <div className="channel-error" data-tone="near" data-testid="open-comments">
      <p>
        <strong>{t('channels.comments.title', { count: comments.length })}</strong> {t('channels.comments.todo')}
      </p>
      <ul className="channel-comments">
        {comments.map(({ kind, status, at, url }) => (
          <li key={`${url} ${kind}`}>
            {t(`channels.comments.kind.${kind}`)} · {t(`channels.comments.status.${status}`)} · {exact(at)}{' '}
            <a href={url} target="_blank" rel="noreferrer">
              {t('channels.comments.open')} <IconExternalLink size={14} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
