/** Terms beyond this many standard deviations are nothing. */
const FAR = 8;

/**
 * Mean of the largest of independent Poisson numbers.
 *
 * $$ E[\max] = \sum_{m \ge 0} \left( 1 - F(m)^n \right) $$
 *
 * @param mean - of each, >= 0.
 * @param count - how many, integer >= 1.
 * @returns their mean largest, `mean` itself of one.
 */
export function meanLargestPoisson(mean: number, count: number): number {
  if (count === 1 || mean === 0) return mean;
  const last = mean + FAR * Math.sqrt(mean) + FAR;
  let probability = Math.exp(-mean);
  // Beyond where the exponential underflows, the largest of few lies within some deviations of the mean: by a normal law.
  if (probability === 0) return mean + Math.sqrt(2 * mean * Math.log(count));
  let below = probability;
  let sum = 1 - below ** count;
  for (let m = 1; m <= last; m += 1) {
    probability *= mean / m;
    below += probability;
    sum += 1 - Math.min(1, below) ** count;
  }
  return sum;
}
