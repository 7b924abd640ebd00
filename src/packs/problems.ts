/** One mistake in a pack: `file: json.path: reason`. */
export type Report = (file: string, path: readonly PropertyKey[], reason: string) => void

/** Collects every mistake, so that a person can mend a pack in one go. */
export class Problems {
  readonly list: string[] = []
  readonly report: Report = (file, path, reason) => {
    const where = pathText(path)
    this.list.push(where === '' ? `${file}: ${reason}` : `${file}: ${where}: ${reason}`)
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}
