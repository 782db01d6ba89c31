/** Of a normal variable, 95 % lie within so many standard deviations. */
const NORMAL_95 = 1.959963984540054;

/**
 * Half-width of a 95 % interval in standard errors that are estimated themselves: Student's t at 0.975. Exact for one and
 * two degrees of freedom, within 0.2 % beyond (Cornish and Fisher's expansion).
 *
 * @param degreesOfFreedom - observations less parameters; a fraction counts as the integer below.
 * @returns standard errors; Infinity without a degree of freedom.
 * @see Abramowitz and Stegun 26.7.5.
 */
export function student95(degreesOfFreedom: number): number {
  const n = Math.floor(degreesOfFreedom);
  if (n < 1) return Number.POSITIVE_INFINITY;
  if (n === 1) return Math.tan((Math.PI / 2) * 0.95);
  if (n === 2) return (0.95 * Math.sqrt(2)) / Math.sqrt(1 - 0.95 ** 2);
  const z = NORMAL_95;
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * n ** 4)
  );
}
