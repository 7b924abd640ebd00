import { Skeleton, Tabs } from '@mantine/core'
import type { CaseCounts, CaseTab } from '../../../../src/http/contract/cases.ts'
import { useWords } from '../../lib/use-words.ts'

interface InboxTabsProps {
  tabs: readonly CaseTab[]
  active: CaseTab
  counts: CaseCounts | undefined
  onPick: (tab: CaseTab) => void
}

export function InboxTabs({ tabs, active, counts, onPick }: InboxTabsProps) {
  const { t, number } = useWords()
  return (
    <Tabs value={active} onChange={(value) => value !== null && onPick(value as CaseTab)} keepMounted={false}>
      <Tabs.List aria-label={t('inbox.tabs')} className="inbox-tabs">
        {tabs.map((tab) => {
          const count = counts?.[tab]
          return (
            <Tabs.Tab key={tab} value={tab} data-testid={`tab-${tab}`}>
              {t(`tab.${tab}`)}{' '}
              {count === undefined ? (
                <Skeleton component="span" display="inline-block" h={16} w={20} />
              ) : (
                <span className="tab-count" data-hot={tab === 'overdue' && count.value > 0 ? true : undefined}>
                  {number(count.value)}
                  {count.atLeast && '+'}
                </span>
              )}
            </Tabs.Tab>
          )
        })}
      </Tabs.List>
    </Tabs>
  )
}
