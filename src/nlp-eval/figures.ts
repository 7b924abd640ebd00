/** One measured number. Shares and F1 lie in 0..1. */
export interface Figure {
  value: number
  /** How many messages it was measured on. */
  of: number
}

/** `<set or section>.<name>` -> figure. */
export type Figures = Readonly<Record<string, Figure>>

export interface FigureKind {
  /** As printed. */
  title: string
  better: 'more' | 'less'
  unit: 'share' | 'per 100' | 'ms' | 'MiB' | 'µs' | 's'
  /** How it is held against the baseline: any change for the worse fails, one beyond noise fails, never fails. */
  held: 'exactly' | 'beyond noise' | 'not'
}

/** Every figure of the bench, in the order in which they are printed. */
export const KINDS = {
  intent: share('intent'),
  intentFirst: share('intent, the main one first'),
  intentF1: share('intent, macro-F1'),
  secondIntent: share('second intent, F1'),
  topic1: share('topic, first'),
  topic3: share('topic, among three'),
  place: share('place, where one is named'),
  placeFalse: { title: 'place, false hits in 100', better: 'less', unit: 'per 100', held: 'beyond noise' },
  emergencyRecall: { title: 'emergencies seen', better: 'more', unit: 'share', held: 'exactly' },
  emergencyFalse: { title: 'false alarms', better: 'less', unit: 'share', held: 'beyond noise' },
  emergencyKind: share('the right number to call'),
  urgency: share('urgency'),
  abuse: share('abuse, F1'),
  matterKept: share('matter told rudely is kept'),
  coverage95: share('answered at 95% precision'),
  ece: { title: 'calibration error (ECE)', better: 'less', unit: 'share', held: 'beyond noise' },

  recall1: share('right card first (R@1)'),
  recall3: share('right card among three'),
  toldPrecision: share('card told at once, precision'),
  toldRecall: share('card told at once, recall'),
  unknownPrecision: share('"don\'t know", precision'),
  unknownRecall: share('"don\'t know", recall'),
  exactSplit: share('split as a reader would'),
  partTopic: share('topic of each part'),
  entityF1: share('F1, exact span'),

  loadMs: machine('pack and model ready', 'ms'),
  memory: machine('resident memory added', 'MiB'),
  p50: machine('understand, P50', 'ms'),
  p99: machine('understand, P99', 'ms'),
} as const satisfies Record<string, FigureKind>

export type FigureName = keyof typeof KINDS

function share(title: string): FigureKind {
  return { title, better: 'more', unit: 'share', held: 'beyond noise' }
}

function machine(title: string, unit: FigureKind['unit']): FigureKind {
  return { title, better: 'less', unit, held: 'not' }
}

/** The part after the last dot names what is measured. */
export function kindOf(key: string): FigureKind {
  const name = key.slice(key.lastIndexOf('.') + 1)
  const kind = (KINDS as Readonly<Record<string, FigureKind>>)[name]
  if (kind === undefined) throw new Error(`no such figure: ${key}`)
  return kind
}

/** Figures of one set or section, under its name. */
export function named(section: string, figures: Readonly<Partial<Record<FigureName, Figure>>>): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`${section}.${name}`, figure]))
}

export function shareOf<T>(rows: readonly T[], isRight: (row: T) => boolean): Figure {
  return { value: rows.filter(isRight).length / Math.max(1, rows.length), of: rows.length }
}
