/** Chance without state: every number is a function of its arguments alone, so any part of the country can be made by itself. */

/** Mixes three integers into one of 32 bits (the finalizer of MurmurHash3, twice). */
export const hash = (a: number, b: number, c: number): number => {
  let mixed = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b | 0, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) ^ Math.imul(c | 0, 0x165667b1)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** From 0 to 1, 1 excluded. */
export const uniform = (seed: number, a: number, b: number): number => hash(seed, a, b) / 0x1_0000_0000

/** A smooth wave through chance points, one per unit of `x`, from 0 to 1. */
export const smooth = (seed: number, channel: number, x: number): number => {
  const before = Math.floor(x)
  const t = x - before
  const left = uniform(seed, channel, before)
  return left + (uniform(seed, channel, before + 1) - left) * t * t * (3 - 2 * t)
}
