import { Button, Kbd } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import type { CaseDetail } from '../../../../../src/http/contract/cases.ts'
import { mapLink } from '../../../../shared/map-link.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { Corrections } from '../use-corrections.ts'
import { UndoLine } from './undo-line.tsx'

interface CasePlaceProps {
  detail: CaseDetail
  corrections: Corrections
  /** The places of one name that the words may mean; empty: not several. */
  places: readonly { id: string; name: string }[]
  onSearch: () => void
}

/** Where it is; where a name stands for several places, one key chooses. */
export function CasePlace({ detail, corrections, places, onSearch }: CasePlaceProps) {
  const { t } = useWords()
  const may = detail.actions.includes('set-place')
  const told = [detail.place, detail.locality?.name].filter((part) => part !== undefined && part !== '').join(', ')
  return (
    <>
      <p data-testid="case-place">{told || t('inbox.noPlace')}</p>
      {detail.location !== null && (
        <a href={mapLink(detail.location)} target="_blank" rel="noreferrer" className="msg-link">
          <IconMapPin size={17} aria-hidden /> {t('case.openMap')}
        </a>
      )}
      <UndoLine of="place" corrections={corrections} />
      {may && places.length > 0 && (
        <>
          <p className="side-quiet">{t('case.side.whichPlace')}</p>
          <ul className="guesses" aria-label={t('case.side.whichPlace')}>
            {places.map((place, n) => (
              <li key={place.id}>
                <button
                  type="button"
                  aria-label={t('case.side.placeGuess', { name: place.name, key: n + 4 })}
                  onClick={() => corrections.correct('place', place)}
                  data-testid={`place-${n + 4}`}
                >
                  <Kbd fz={13}>{n + 4}</Kbd>
                  <span className="guess-name">{place.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {may && (
        <Button variant="subtle" size="compact-md" onClick={onSearch} rightSection={<Kbd fz={13}>p</Kbd>}>
          {t('case.side.changePlace')}
        </Button>
      )}
    </>
  )
}
