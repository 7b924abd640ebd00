import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { type RefObject, useRef } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { ACCEPTED } from './fit-file.ts'
import type { Files } from './use-files.ts'

interface AttachButtonProps {
  files: Files
  /** The button itself, for the focus. */
  button: RefObject<HTMLButtonElement | null>
}

/** Chooses files from the computer or the phone. */
export function AttachButton({ files, button }: AttachButtonProps) {
  const { t } = useWords()
  const pick = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={pick}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        data-testid="compose-file"
        onChange={({ currentTarget }) => {
          files.add([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      <Button
        ref={button}
        variant="default"
        leftSection={<IconPaperclip size={17} />}
        onClick={() => pick.current?.click()}
        title={t('case.files.what')}
        data-testid="compose-attach"
      >
        {t('case.files.attach')}
      </Button>
    </>
  )
}
