export type { NoState as SmalltalkState } from '../shared/stateless.ts'
