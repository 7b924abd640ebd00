/** The browser's clock: only for what is shown (presets of a period), never for a figure. */
export function now(): Date {
  return new Date()
}
