export type { NoState as LinkState } from '../shared/stateless.ts'
