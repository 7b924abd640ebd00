import { eq } from 'drizzle-orm'
import { StartupProblem } from '../../core/errors.ts'
import type { Executor } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { keyChecks } from '../schema/key-checks.ts'

const ID = 'field-key'

/**
 * Makes sure that FIELD_KEY is the key with which this database was written; the first start sets it.
 * @throws StartupProblem when it is another
 */
export async function checkFieldKey(db: Executor, cipher: FieldCipher): Promise<void> {
  await db
    .insert(keyChecks)
    .values({ id: ID, sealed: cipher.seal(ID) })
    .onConflictDoNothing()
  const rows = await db.select().from(keyChecks).where(eq(keyChecks.id, ID))
  try {
    if (cipher.open(rows[0]?.sealed ?? '') === ID) return
  } catch {
    // Another key: said below.
  }
  throw new StartupProblem('FIELD_KEY không phải khóa đã mã hóa cơ sở dữ liệu này: hãy đặt lại đúng khóa cũ.')
}
