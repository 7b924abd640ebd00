/** A map page of a point. */
export function mapLink(point: { lat: number; lon: number }): string {
  return `https://www.openstreetmap.org/?mlat=${point.lat}&mlon=${point.lon}#map=17/${point.lat}/${point.lon}`
}
