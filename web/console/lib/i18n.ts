import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import * as en from '../../shared/i18n/en.ts'
import * as vi from '../../shared/i18n/vi.ts'
import { readStored, writeStored } from '../../shared/stored.ts'

const KEY = 'lang-nghe:language'

/** Vietnamese unless the reader chose English on this machine. */
export function makeI18n(): i18n {
  const instance = i18next.createInstance()
  const lng = readStored(KEY) === 'en' ? 'en' : 'vi'
  document.documentElement.lang = lng
  instance.on('languageChanged', (language) => {
    document.documentElement.lang = language
    writeStored(KEY, language)
  })
  void instance.use(initReactI18next).init({
    lng,
    fallbackLng: 'vi',
    defaultNS: 'desk',
    ns: ['desk'],
    resources: { vi: { desk: vi.desk }, en: { desk: en.desk } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}
