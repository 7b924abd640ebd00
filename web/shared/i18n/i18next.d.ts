import 'i18next'
import type { desk } from './vi.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'desk'
    resources: { desk: typeof desk }
  }
}
