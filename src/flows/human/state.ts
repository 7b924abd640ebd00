export type { NoState as HumanState } from '../shared/stateless.ts'
