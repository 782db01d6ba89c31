/**
 * The last whole number for which something holds that, once it fails, fails for all that are larger.
 *
 * @param holds - of a whole number; it has to hold of `from`.
 * @param from - where it holds.
 * @param most - as far as it is looked for.
 * @param guess - near the last one: it saves work, and never changes the answer.
 * @returns the last; `most` where it holds of all.
 */
export function lastWhere(holds: (n: number) => boolean, from: number, most: number, guess: number): number {
  let low = from;
  let high = most + 1;
  let stride = Math.max(1, Math.round(Math.abs(guess - from) * CLOSE));
  let next = Math.min(Math.max(Math.round(guess), from + 1), most);
  while (next > low && next < high) {
    if (holds(next)) {
      low = next;
      next = low + stride;
    } else {
      high = next;
      next = high - stride;
    }
    stride *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** A guess is taken to be so close, as a share of its distance: two digits of it are good. */
const CLOSE = 0.01;
