import { ActionIcon, Button, Progress, VisuallyHidden } from '@mantine/core'
import { IconFileText, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { AttachmentView } from '../../../../src/http/contract/cases.ts'
import { fileSize } from '../../../shared/file-size.ts'
import { useWords } from '../../lib/use-words.ts'
import type { Files, Loading } from './use-files.ts'

interface FileTrayProps {
  files: Files
  /** Where the focus goes when the file that had it is gone. */
  onGone: () => void
}

/** The files of the draft: what will be sent, what is on its way, and what did not get there. */
export function FileTray({ files, onGone }: FileTrayProps) {
  const { t } = useWords()
  const gone = (change: () => void) => () => {
    change()
    onGone()
  }
  return (
    <>
      {files.ready.length + files.loading.length > 0 && (
        <ul className="tray" aria-label={t('case.files.list')} data-testid="compose-files">
          {files.ready.map((file) => (
            <Ready key={file.id} file={file} onRemove={gone(() => files.remove(file))} />
          ))}
          {files.loading.map((item) => (
            <OnItsWay
              key={item.clientId}
              item={item}
              onRemove={gone(() => files.dismiss(item.clientId))}
              onRetry={() => files.retry(item.clientId)}
            />
          ))}
        </ul>
      )}
      <p className="tray-said" role="status" aria-live="polite">
        {files.said}
      </p>
    </>
  )
}

function Ready({ file, onRemove }: { file: AttachmentView; onRemove: () => void }) {
  const { t, language } = useWords()
  const name = file.name ?? t('case.photo', { n: 1 })
  return (
    <Item name={name} onRemove={onRemove} picture={file.thumbnailUrl} state="ready">
      {file.size !== null && <span className="tray-size">{fileSize(file.size, language)}</span>}
    </Item>
  )
}

function OnItsWay({ item, onRemove, onRetry }: { item: Loading; onRemove: () => void; onRetry: () => void }) {
  const { t } = useWords()
  const { state, file, why } = item
  const isMoving = state === 'waiting' || state === 'loading'
  const percent = Math.round(item.share * 100)
  return (
    <Item name={file.name} onRemove={onRemove} picture={null} state={state}>
      {isMoving ? (
        <Progress value={percent} size="sm" aria-label={t('case.files.loading', { name: file.name })} />
      ) : (
        <span className="tray-why" role="alert">
          {why}{' '}
          {state === 'failed' && (
            <Button size="compact-sm" variant="subtle" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )}
        </span>
      )}
    </Item>
  )
}

interface ItemProps {
  name: string
  /** Address of a small picture; null: a sign instead. */
  picture: string | null
  state: Loading['state'] | 'ready'
  onRemove: () => void
  children: ReactNode
}

function Item({ name, picture, state, onRemove, children }: ItemProps) {
  const { t } = useWords()
  return (
    <li className="tray-item" data-state={state}>
      {picture === null ? <IconFileText size={26} aria-hidden /> : <img src={picture} alt="" />}
      <span className="tray-words">
        <span className="tray-name" title={name}>
          {name}
        </span>
        {children}
      </span>
      <ActionIcon variant="subtle" color="gray" size={32} onClick={onRemove}>
        <IconX size={18} aria-hidden />
        <VisuallyHidden>{t('case.files.remove', { name })}</VisuallyHidden>
      </ActionIcon>
    </li>
  )
}
