import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { buildModel, loadModel } from '../../src/nlp/model-file.ts'
import { startRunDatabase } from './postgres.ts'
import { startRunRedis } from './redis.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Once per run: the model of understanding, one PostgreSQL with a migrated template, one Redis if there is one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (loadModel(ROOT).kind !== 'model') buildModel(ROOT)
  const database = await startRunDatabase()
  const redis = await startRunRedis()
  project.provide('postgres', database.target)
  project.provide('redisUrl', redis.url)
  return async () => {
    await redis.stop()
    await database.stop()
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string; database: string }
    /** Empty: there is no Redis here. */
    redisUrl: string
  }
}
