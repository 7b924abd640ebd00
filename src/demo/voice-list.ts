/** By topic id of the pack; topics that a pack does not have are left out. */
export type Voices = Readonly<Record<string, readonly string[]>>
