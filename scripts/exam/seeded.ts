/**
 * Numbers in [0, 1) that a text decides: the same in every run, whatever else is drawn.
 *
 * @see Tommy Ettinger, mulberry32 (public domain), started from the FNV-1a hash of the text (Fowler, Noll, Vo).
 */
export function seededBy(text: string): () => number {
  let state = Array.from(text).reduce(
    (hash, character) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One between two, even in its logarithm. */
export const between = (random: () => number, low: number, high: number): number => low * (high / low) ** random();

/** Standard normal variate by Box and Muller. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
