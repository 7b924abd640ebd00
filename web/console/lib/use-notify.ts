import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'

/** Says shortly that something was done. */
export function useNotify(): (message: string) => void {
  const { t } = useTranslation('desk')
  return (message) => {
    notifications.show({ message, color: 'green', closeButtonProps: { 'aria-label': t('common.close') } })
  }
}
