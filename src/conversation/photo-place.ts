/**
 * Where a photo's EXIF says it was taken, WGS 84 degrees; null: it does not say, or says nonsense (0,0 is what phones
 * write that do not know). Never throws.
 */
export async function photoPlace(exif: Buffer | undefined): Promise<{ lat: number; lon: number } | null> {
  if (exif === undefined) return null
  try {
    const { default: readExif } = await import('exif-reader')
    const gps = readExif(exif).GPSInfo
    const lat = degrees(gps?.GPSLatitude, gps?.GPSLatitudeRef, 'S')
    const lon = degrees(gps?.GPSLongitude, gps?.GPSLongitudeRef, 'W')
    if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
    return lat === 0 && lon === 0 ? null : { lat, lon }
  } catch {
    return null
  }
}

/** Degrees, minutes, seconds and a letter; to 6 places, which is 11 cm. */
function degrees(parts: unknown, letter: unknown, negative: string): number | null {
  if (!Array.isArray(parts)) return null
  const [d = Number.NaN, m = 0, s = 0] = parts.map(Number)
  const value = d + m / 60 + s / 3600
  if (!Number.isFinite(value)) return null
  const signed = String(letter).trim().toUpperCase().startsWith(negative) ? -value : value
  return Math.round(signed * 1e6) / 1e6
}
