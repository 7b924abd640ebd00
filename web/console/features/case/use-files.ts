import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import {
  type AttachmentView,
  attachmentView,
  type CaseDetail,
  STAFF_FILE,
} from '../../../../src/http/contract/cases.ts'
import { uuid } from '../../../shared/uuid.ts'
import { call } from '../../lib/api.ts'
import { mayTryAgain, upload } from '../../lib/upload.ts'
import { useWords } from '../../lib/use-words.ts'
import { useFailureWords } from '../../ui/failure.tsx'
import { casePath } from './case-queries.ts'
import { fitFile } from './fit-file.ts'

/** A file on its way to the server, or one that did not get there. */
export interface Loading {
  /** Of the upload: a second try is the same one. */
  clientId: string
  file: File
  /** `failed` may be tried again, `refused` not. */
  state: 'waiting' | 'loading' | 'failed' | 'refused'
  /** 0 to 1. */
  share: number
  why: string
}

export interface Files {
  /** On the server, to go with the next message. */
  ready: readonly AttachmentView[]
  loading: readonly Loading[]
  /** Said for those who do not see the tray. */
  said: string
  /** Nothing is on its way and nothing has failed. */
  settled: boolean
  add(files: readonly File[]): void
  retry(clientId: string): void
  /** A file on its way or failed. */
  dismiss(clientId: string): void
  /** A file on the server. */
  remove(file: AttachmentView): void
}

/** The files of a draft. The server keeps them with the case, so that a reload or a conflict loses none. */
export function useFiles(detail: CaseDetail): Files {
  const { t } = useWords()
  const failureWords = useFailureWords()
  const client = useQueryClient()
  const [loading, setLoading] = useState<readonly Loading[]>([])
  const [said, setSaid] = useState('')
  const running = useRef<{ clientId: string; abort: AbortController } | null>(null)
  /** Given up when the server may have had all of it: taken back when it answers. */
  const gone = useRef(new Set<string>())
  const ready = detail.unsentFiles
  const takeBack = (id: string): Promise<void> =>
    call({ method: 'DELETE', path: `${casePath(detail.code)}/files/${id}`, schema: null })

  const patch = (clientId: string, change: Partial<Loading>): void =>
    setLoading((items) => items.map((item) => (item.clientId === clientId ? { ...item, ...change } : item)))
  const drop = (clientId: string): void => setLoading((items) => items.filter((item) => item.clientId !== clientId))
  const keep = async (change: (files: readonly AttachmentView[]) => AttachmentView[]): Promise<void> => {
    const queryKey = ['case', detail.code]
    // What was asked before this change would put the old list back.
    await client.cancelQueries({ queryKey })
    client.setQueryData<CaseDetail>(queryKey, (held) =>
      held === undefined ? held : { ...held, unsentFiles: change(held.unsentFiles) },
    )
  }

  const send = async ({ clientId, file }: Loading): Promise<void> => {
    const abort = new AbortController()
    running.current = { clientId, abort }
    patch(clientId, { state: 'loading', share: 0 })
    try {
      const fitted = await fitFile(file)
      if (fitted.kind !== 'file') {
        patch(clientId, { state: 'refused', why: t(`case.files.bad.${fitted.kind}`) })
        return
      }
      const kept = await upload({
        path: `${casePath(detail.code)}/files?clientId=${clientId}`,
        file: fitted.file,
        name: file.name,
        schema: attachmentView,
        progress: (share) => patch(clientId, { share }),
        signal: abort.signal,
      })
      if (gone.current.has(clientId)) return await takeBack(kept.id)
      await keep((files) => [...files.filter(({ id }) => id !== kept.id), kept])
      drop(clientId)
      setSaid(t('case.files.added', { name: kept.name ?? file.name }))
    } catch (error) {
      patch(clientId, { state: mayTryAgain(error) ? 'failed' : 'refused', why: failureWords(error).message })
    } finally {
      if (running.current?.clientId === clientId) running.current = null
    }
  }

  // One after the other: the order of choosing is the order of sending, and a weak line carries one.
  const next = loading.find(({ state }) => state === 'waiting')
  const isBusy = loading.some(({ state }) => state === 'loading')
  useEffect(() => {
    if (next !== undefined && !isBusy && running.current === null) void send(next)
  })
  useEffect(() => {
    const again = (): void =>
      setLoading((items) => items.map((item) => (item.state === 'failed' ? { ...item, state: 'waiting' } : item)))
    window.addEventListener('online', again)
    return () => {
      window.removeEventListener('online', again)
      running.current?.abort.abort()
    }
  }, [])

  return {
    ready,
    loading,
    said,
    settled: loading.length === 0,
    add: (files) => {
      const room = Math.max(0, STAFF_FILE.most - ready.length - loading.length)
      setSaid(files.length > room ? t('case.files.most', { n: STAFF_FILE.most }) : '')
      const added = files
        .slice(0, room)
        .map((file): Loading => ({ clientId: uuid(), file, state: 'waiting', share: 0, why: '' }))
      setLoading((items) => [...items, ...added])
    },
    retry: (clientId) => patch(clientId, { state: 'waiting', why: '' }),
    dismiss: (clientId) => {
      const isRunning = running.current?.clientId === clientId
      const isWhole = loading.some((item) => item.clientId === clientId && item.share >= 1)
      if (isRunning && isWhole) gone.current.add(clientId)
      if (isRunning && !isWhole) {
        running.current?.abort.abort()
        running.current = null
      }
      drop(clientId)
    },
    remove: (file) => {
      void keep((files) => files.filter(({ id }) => id !== file.id))
      setSaid(t('case.files.removed', { name: file.name ?? '' }))
      takeBack(file.id).catch((error: unknown) => {
        // It is still there: shown again rather than sent unseen.
        void keep((files) => [...files.filter(({ id }) => id !== file.id), file])
        setSaid(failureWords(error).message)
      })
    },
  }
}
