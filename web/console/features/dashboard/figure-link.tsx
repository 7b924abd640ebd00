import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CaseFilter, FigureSet } from '../../../../src/http/contract/cases.ts'
import { useWords } from '../../lib/use-words.ts'

interface FigureLinkProps {
  figure: FigureSet
  /** Period and filters under which the figure was computed. */
  within: CaseFilter
  name: string
  value: string
  className?: string
  children?: ReactNode
}

/** A number that opens the list behind it. */
export function FigureLink({ figure, within, name, value, className, children }: FigureLinkProps) {
  const { t } = useWords()
  return (
    <Link
      to="/cases"
      search={{ ...within, figure }}
      className={className ?? 'figure'}
      aria-label={t('board.openList', { name, value })}
      data-figure={figure}
    >
      {children ?? value}
    </Link>
  )
}
