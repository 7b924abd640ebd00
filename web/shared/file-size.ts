const KB = 1024

/** A size as people read it: `0,3 MB`, `12 KB`. */
export function fileSize(bytes: number, language: string): string {
  const isSmall = bytes < 100 * KB
  const value = isSmall ? Math.max(1, Math.round(bytes / KB)) : bytes / (KB * KB)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 0 }).format(
    isSmall ? value : Math.max(0.1, value),
  )
  return `${number} ${isSmall ? 'KB' : 'MB'}`
}
