import { Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconSend } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useWords } from '../../lib/use-words.ts'
import { AttachButton } from './attach-button.tsx'
import { FileTray } from './file-tray.tsx'
import type { CaseActions } from './use-case-action.ts'
import { useDraft } from './use-draft.ts'
import { useDrop } from './use-drop.ts'
import { useFiles } from './use-files.ts'

export type ComposeMode = 'reply' | 'ask' | 'resolve' | 'note'
const LIMIT = 4000
const BUTTON = {
  reply: 'case.compose.sendReply',
  ask: 'case.compose.sendAsk',
  resolve: 'case.compose.sendResolve',
  note: 'case.compose.sendNote',
} as const
const SENT = {
  reply: 'case.compose.sentReply',
  ask: 'case.compose.sentAsk',
  resolve: 'case.compose.sentResolve',
  note: 'case.compose.sentNote',
} as const

interface ComposerProps {
  detail: CaseDetail
  modes: readonly ComposeMode[]
  mode: ComposeMode
  onMode: (mode: ComposeMode) => void
  actions: CaseActions
  /** Changes when the box shall take the focus; 0: not yet. */
  focus: number
}

/** Writes to the resident or to colleagues. The draft of each mode is kept on this computer until it is sent. */
export function Composer({ detail, modes, mode, onMode, actions, focus }: ComposerProps) {
  const { t } = useWords()
  const notify = useNotify()
  const active = modes.includes(mode) ? mode : (modes[0] ?? 'note')
  const draft = useDraft(detail.code, active)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focus > 0) box.current?.focus()
  }, [focus])
  const text = draft.text.trim()
  const isTooLong = text.length > LIMIT
  const files = useFiles(detail)
  const attach = useRef<HTMLButtonElement>(null)
  const takesFiles = active !== 'note'
  const { dropping, ...drop } = useDrop(files.add)
  const mayGo = text !== '' && !isTooLong && (!takesFiles || files.settled)
  const send = (): void => {
    if (!mayGo || actions.pending !== null) return
    const ids = files.ready.map(({ id }) => id)
    actions.run(active === 'note' ? { action: active, text } : { action: active, text, files: ids }, () => {
      draft.clear()
      notify(t(SENT[active]))
    })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
    if (event.key === 'Escape') box.current?.blur()
  }
  return (
    <section
      className="composer"
      data-mode={active}
      data-dropping={dropping}
      aria-label={t('case.compose.label')}
      {...(takesFiles ? drop : {})}
    >
      <SegmentedControl
        value={active}
        onChange={(value) => onMode(value as ComposeMode)}
        aria-label={t('case.compose.mode')}
        data={modes.map((value) => ({ value, label: t(`case.compose.${value}`) }))}
        className="composer-modes"
      />
      <Textarea
        ref={box}
        autosize
        minRows={3}
        maxRows={10}
        size="md"
        aria-label={t(`case.compose.${active}Placeholder`)}
        placeholder={t(`case.compose.${active}Placeholder`)}
        value={draft.text}
        onChange={(event) => draft.set(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => takesFiles && pasted(event, files.add)}
        error={isTooLong ? t('case.compose.tooLong', { n: LIMIT }) : null}
        data-testid="compose-text"
      />
      {takesFiles && <FileTray files={files} onGone={() => attach.current?.focus()} />}
      <Group justify="space-between" gap="xs" align="flex-end">
        <ComposeHints detail={detail} mode={active} hasDraft={text !== ''} />
        {takesFiles && <AttachButton files={files} button={attach} />}
        <Button
          leftSection={<IconSend size={17} />}
          onClick={send}
          disabled={!mayGo}
          loading={actions.pending === active}
          title={t('case.compose.keys')}
          data-testid="compose-send"
        >
          {t(BUTTON[active])}
        </Button>
      </Group>
    </section>
  )
}

/** Pictures out of the clipboard; what also has words (a page, a letter) is pasted as words. */
function pasted(event: ClipboardEvent, add: (files: readonly File[]) => void): void {
  const { files, types } = event.clipboardData
  if (files.length === 0 || types.includes('text/plain')) return
  event.preventDefault()
  add([...files])
}

interface ComposeHintsProps {
  detail: CaseDetail
  mode: ComposeMode
  hasDraft: boolean
}

/** What sending does, whether the channel lets it through, and that the draft is safe. */
function ComposeHints({ detail, mode, hasDraft }: ComposeHintsProps) {
  const { t } = useWords()
  const { replyWindow } = detail
  const isSoon = mode !== 'reply' || replyWindow.open
  return (
    <div className="composer-hints">
      <Text size="xs" c="dimmed">
        {isSoon &&
          t(
            mode === 'reply' && detail.answeredAt !== null ? 'case.compose.replyAfterHint' : `case.compose.${mode}Hint`,
          )}
        {hasDraft && ` ${t('case.compose.draft')}.`}
      </Text>
      {mode !== 'note' &&
        (replyWindow.open ? (
          <Text size="xs" c="dimmed">
            {replyWindow.label}
          </Text>
        ) : (
          <p className="msg-delivery tone-near">
            <IconAlertTriangle size={15} aria-hidden /> {t('case.compose.windowClosed')}
          </p>
        ))}
    </div>
  )
}
