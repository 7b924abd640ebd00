/** Rejects with `message` when `work` takes longer than `ms` milliseconds. The work itself is not stopped. */
export async function within<T>(ms: number, work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms)
  })
  work.catch(() => undefined) // a late rejection is nobody's
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
