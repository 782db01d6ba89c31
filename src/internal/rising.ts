/**
 * A function of a number of requests, n >= 1, in straight lines between powers of two and up to `most`. It never falls: where it would, its
 * largest value so far stays. Each point is asked for once.
 */
export function rising(read: (n: number) => number, most: number = Infinity): (n: number) => number {
  const values: number[] = [];
  const valueAt = (exponent: number): number => {
    for (let i = values.length; i <= exponent; i += 1)
      values.push(Math.max(values[i - 1] ?? -Infinity, read(Math.min(2 ** i, most))));
    return values[exponent] ?? 0;
  };
  return (n) => {
    const exponent = Math.floor(Math.log2(Math.max(1, Math.min(n, most))));
    const power = 2 ** exponent;
    const low = valueAt(exponent);
    return n <= power || power >= most
      ? low
      : low + ((valueAt(exponent + 1) - low) * (Math.min(n, most) - power)) / (Math.min(2 * power, most) - power);
  };
}
