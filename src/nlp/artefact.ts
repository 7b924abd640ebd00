import { FEATURE_BITS } from './features.ts'
import type { Head } from './head.ts'
import type { Thresholds, TrainedModel } from './model.ts'

/**
 * A trained model as bytes: length of the header, header (JSON: labels, scales, biases, calibration, sizes), then the
 * numbers in little-endian order, each list beginning at a multiple of 4. The same model gives the same bytes.
 */
export function encodeModel(model: TrainedModel): Uint8Array {
  const features = [...model.index.keys()].filter((f) => (model.index[f] as number) >= 0)
  const order = features.sort((a, b) => (model.index[a] as number) - (model.index[b] as number))
  const header: Header = {
    format: FORMAT,
    vocabulary: model.vocabulary.size,
    features: order.length,
    thresholds: model.thresholds,
    heads: HEADS.map((name) => headerOf(name, model[name])),
  }
  const lists: ArrayBufferView[] = [
    Uint32Array.from([...model.vocabulary].sort((a, b) => a - b)),
    Int32Array.from(order),
    ...HEADS.flatMap((name) => [model[name].starts, model[name].columns, model[name].weights]),
  ]
  const json = new TextEncoder().encode(JSON.stringify(header))
  const size = lists.reduce((sum, list) => sum + padded(list.byteLength), 4 + padded(json.length))
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, json.length, true)
  bytes.set(json, 4)
  let at = 4 + padded(json.length)
  for (const list of lists) {
    bytes.set(new Uint8Array(list.buffer, list.byteOffset, list.byteLength), at)
    at += padded(list.byteLength)
  }
  return bytes
}

/**
 * The model that was encoded; its lists look into the same memory. Throws a plain error when the bytes are of another
 * format or do not have the size that their header tells. Whether they are the right ones is for a checksum to say.
 */
export function decodeModel(bytes: Uint8Array): TrainedModel {
  const reader = new Reader(bytes)
  const header = reader.header()
  const vocabulary = new Set(reader.list(Uint32Array, header.vocabulary))
  const index = new Int32Array(1 << FEATURE_BITS).fill(-1)
  reader.list(Int32Array, header.features).forEach((feature, row) => {
    index[feature] = row
  })
  const heads = header.heads.map((h): Head => {
    const starts = reader.list(Uint32Array, header.features + 1)
    const columns = reader.list(Uint8Array, h.entries)
    const weights = reader.list(Int8Array, h.entries)
    const { labels, sharpness, sureAt } = h
    const [scales, bias] = [Float32Array.from(h.scales), Float32Array.from(h.bias)]
    return { labels, starts, columns, weights, scales, bias, sharpness, sureAt }
  })
  const [intents, topics, urgency, abuse] = heads
  if (!reader.isAtEnd() || !intents || !topics || !urgency || !abuse) throw new Error('the model has another size')
  return { vocabulary, index, intents, topics, urgency, abuse, thresholds: header.thresholds }
}

const FORMAT = 'lang-nghe nlu 1'
const HEADS = ['intents', 'topics', 'urgency', 'abuse'] as const

interface Header {
  format: string
  vocabulary: number
  features: number
  thresholds: Thresholds
  heads: HeadHeader[]
}

interface HeadHeader extends Pick<Head, 'labels' | 'sharpness' | 'sureAt'> {
  name: string
  scales: number[]
  bias: number[]
  /** Number of weights. */
  entries: number
}

function headerOf(name: string, head: Head): HeadHeader {
  const { labels, sharpness, sureAt } = head
  return {
    name,
    labels,
    sharpness,
    sureAt,
    scales: [...head.scales],
    bias: [...head.bias],
    entries: head.weights.length,
  }
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}

interface ListOf<T> {
  new (buffer: ArrayBufferLike, offset: number, length: number): T
  readonly BYTES_PER_ELEMENT: number
}

class Reader {
  private at = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    // Lists of 4-byte numbers need an address that 4 divides.
    this.bytes = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  }

  header(): Header {
    if (this.bytes.length < 4) throw new Error('the model is empty')
    const length = new DataView(this.bytes.buffer, this.bytes.byteOffset).getUint32(0, true)
    if (length > this.bytes.length - 4) throw new Error('the model is cut off')
    const header = JSON.parse(new TextDecoder().decode(this.bytes.subarray(4, 4 + length))) as Header
    if (header.format !== FORMAT) throw new Error(`the model is of another format: ${header.format}`)
    this.at = 4 + padded(length)
    return header
  }

  list<T>(kind: ListOf<T>, length: number): T {
    const size = length * kind.BYTES_PER_ELEMENT
    if (this.at + size > this.bytes.length) throw new Error('the model is cut off')
    const list = new kind(this.bytes.buffer, this.bytes.byteOffset + this.at, length)
    this.at += padded(size)
    return list
  }

  isAtEnd(): boolean {
    return this.at === this.bytes.length
  }
}
