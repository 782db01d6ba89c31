import { jacobian } from "../../src/calibrate/least-squares/jacobian.js";
import { sumOfSquares } from "../../src/calibrate/least-squares/levenberg-marquardt.js";
import { solveLinear, type Rows } from "../../src/calibrate/least-squares/linear-algebra.js";

/** What is believed of a positive constant before the rows are seen. */
export interface Prior {
  readonly value: number;
  /** Standard deviation of its logarithm: 0.7 is a factor of two either way. */
  readonly spread: number;
}

/** Priors by the name of the constant. */
export type Priors<Name extends string> = Readonly<Record<Name, Prior>>;

/** Constants by name. */
export type Constants<Name extends string> = Readonly<Record<Name, number>>;

/** A measured time, and how much it counts. */
export interface MeasuredTime {
  readonly seconds: number;
  readonly weight: number;
}

/** Errors beyond this share count by their size, not by their square: a row that is wrong must not bend the fit. */
const LINEAR_BEYOND = 0.1;

/** Of a logarithm, in spreads of its prior: less than the digits that are kept. */
const TOLERANCE = 5e-3;
const MOST_STEPS = 40;
const MOST_HALVINGS = 10;

/**
 * Constants that minimise robust errors of logarithms and the distance from the priors, by Newton's method on a loss that is
 * convex in the errors, with steps halved until they help:
 *
 * $$ \sum_i w_i \left( \sqrt{1 + e_i^2} - 1 \right) + \sum_j x_j^2, \qquad e_i = \frac{1}{0.1} \ln \frac{\hat t_i(x)}{t_i} $$
 *
 * with $x_j$ the logarithm of a constant, in spreads away from its prior.
 *
 * @param priors - constants by name.
 * @param start - where the search begins.
 * @param measured - times.
 * @param predict - each of them by constants, seconds.
 * @returns constants by name.
 */
export function fitConstants<Name extends string>(
  priors: Priors<Name>,
  start: Constants<Name>,
  measured: readonly MeasuredTime[],
  predict: (constants: Constants<Name>) => readonly number[],
): Constants<Name> {
  const names = Object.keys(priors) as Name[];
  const constantsAt = (x: readonly number[]): Constants<Name> =>
    mapped(priors, ({ value, spread }, name) => value * Math.exp(spread * (x[names.indexOf(name)] ?? 0)));
  const errorsAt = (x: readonly number[]): readonly number[] =>
    predict(constantsAt(x)).map(
      (seconds, i) => Math.log(seconds / (measured[i]?.seconds ?? Number.NaN)) / LINEAR_BEYOND,
    );
  const lossOf = (errors: readonly number[], x: readonly number[]): number =>
    measured.reduce((sum, { weight }, i) => sum + weight * (Math.hypot(1, errors[i] ?? 0) - 1), 0) + sumOfSquares(x);
  let x: readonly number[] = names.map((name) => Math.log(start[name] / priors[name].value) / priors[name].spread);
  let errors = errorsAt(x);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const slopes = jacobian(errorsAt, x, errors);
    const before = { x, errors, loss: lossOf(errors, x) };
    const change = newtonStep(slopes, errors, measured, x);
    for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
      const share = 0.5 ** halving;
      x = before.x.map((coordinate, j) => coordinate + share * (change[j] ?? 0));
      errors = errorsAt(x);
      if (lossOf(errors, x) <= before.loss) break;
    }
    if (change.every((part) => Math.abs(part) < TOLERANCE)) break;
  }
  return constantsAt(x);
}

/** Of the loss, from its slopes and its curvature, as a problem of least squares. */
function newtonStep(
  slopes: Rows,
  errors: readonly number[],
  measured: readonly MeasuredTime[],
  x: readonly number[],
): readonly number[] {
  const roots = measured.map(({ weight }, i) => Math.sqrt(weight) * Math.hypot(1, errors[i] ?? 0) ** -1.5);
  const rows = [
    ...slopes.map((row, i) => row.map((slope) => (roots[i] ?? 0) * slope)),
    ...x.map((_, j) => x.map((__, k) => (j === k ? Math.SQRT2 : 0))),
  ];
  // The slope of the loss over the root of its curvature.
  const values = [
    ...errors.map((error, i) => -(roots[i] ?? 0) * error * (1 + error ** 2)),
    ...x.map((coordinate) => -Math.SQRT2 * coordinate),
  ];
  return solveLinear(rows, values);
}

/** The same names with other values. */
export const mapped = <Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  change: (value: From, name: Name) => To,
): Readonly<Record<Name, To>> =>
  Object.fromEntries(
    Object.entries<From>(record).map(([name, value]) => [name, change(value, name as Name)]),
  ) as Record<Name, To>;

/** What is believed of constants. */
export const valuesOf = <Name extends string>(priors: Priors<Name>): Constants<Name> =>
  mapped(priors, ({ value }) => value);

/** Three digits are more than the rows tell. */
export const rounded = <Name extends string>(constants: Constants<Name>): Constants<Name> =>
  mapped(constants, (value) => Number(value.toPrecision(3)));
