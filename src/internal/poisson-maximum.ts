/** Terms beyond this many standard deviations are nothing. */
const FAR = 8;

/**
 * Mean of the largest of independent Poisson numbers.
 *
 * $$ E[\max] = \sum_{m \ge 1} \left( 1 - (1 - P(X \ge m))^n \right) $$
 *
 * @param mean - of each, >= 0.
 * @param count - how many, integer >= 1.
 * @returns their mean largest, `mean` itself of one.
 */
export function meanLargestPoisson(mean: number, count: number): number {
  if (count === 1 || mean === 0) return mean;
  const first = Math.max(0, Math.floor(mean - FAR * Math.sqrt(mean)));
  const last = Math.ceil(mean + FAR * Math.sqrt(mean) + FAR);
  // Probabilities over that of the first term: that of zero is no double where the mean is large.
  const shares = [1];
  for (let m = first + 1; m <= last; m += 1) shares.push(((shares[m - first - 1] as number) * mean) / m);
  const total = shares.reduce((sum, share) => sum + share, 0);
  let largest = first;
  let above = 0;
  // From the end, for a small tail says more than what it leaves of one.
  for (let m = last; m > first; m -= 1) {
    above = Math.min(1, above + (shares[m - first] as number) / total);
    largest -= Math.expm1(count * Math.log1p(-above));
  }
  return largest;
}
