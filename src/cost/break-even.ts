import { checkInteger, checkKeys, checkNonNegative, checkObject, optional } from "../internal/check.js";
import { normalQuantile } from "../internal/normal-quantile.js";
import { randomStream } from "../internal/random.js";
import type { FeasibleEstimate } from "../estimate/estimate.js";
import type { ReplayableEstimate } from "../shipped/estimated-deployment.js";
import { perYear } from "../units.js";
import type { ServingCost } from "./cost-of.js";

/** What is weighed, and how it is drawn. */
export interface BreakEvenOptions {
  /** What stays the same whatever the number of users, a year: people, above all. @defaultValue 0 */
  readonly fixedPerYear?: number;
  /** Same seed, same draws, integer >= 0. @defaultValue 1 */
  readonly seed?: number;
  /** Draws, integer >= 100. @defaultValue 2000 */
  readonly draws?: number;
}

/** Three of the draws by their order. */
export interface Draws {
  /** A tenth is below. */
  readonly p10: number;
  /** Half are below. */
  readonly p50: number;
  /** A tenth is above. */
  readonly p90: number;
}

/** Rent against an API. */
export interface BreakEven {
  /** Rent and what is fixed over the API's price, at these users. */
  readonly ratio: Draws;
  /** Share of the draws in which one's own fleet is cheaper. */
  readonly ownIsCheaper: number;
  /** Users from whom on it is, of the draws that have such a number; null where none has, or nobody counted users. */
  readonly users: Draws | null;
  /** Share of the draws in which no number of users makes it cheaper. */
  readonly never: number;
}

/** How far prices and the mean load are drawn to either side, assumed: offers of one month lie so far apart, and more. */
const DRAWN_SHARE = 0.15;

const FEWEST_DRAWS = 100;

/** A band without an upper end: so many times the purchase, as the surest that is bought at all. */
const OPEN_BAND = 2;

/**
 * From how many users on one's own fleet is cheaper than an API, and how sure that is:
 *
 * $$ U^* = \frac{F}{a - r} $$
 *
 * with the fixed cost F a year, and the API's price a and the rent r of a user a year; never where r is not below a. GPUs are drawn from the estimate's
 * band, lognormal; prices and the mean load evenly within 15 percent. GPUs are taken to grow with users in proportion: small fleets have a step.
 *
 * @param estimate - a feasible one.
 * @param cost - what `costOf` says of it.
 * @param options - fixed cost, seed and draws.
 * @returns ratios, users and probabilities; null where no rent or no API is known.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`.
 */
export function breakEven(
  estimate: ReplayableEstimate,
  cost: ServingCost,
  options: BreakEvenOptions = {},
): BreakEven | null {
  const { fixedPerYear = 0, seed = 1, draws = 2000 } = checkBreakEven(options);
  const { rent, api } = cost;
  if (rent === null || api === null) return null;
  const uniform = randomStream(seed, 0);
  const within = (): number => 1 + DRAWN_SHARE * (2 * uniform() - 1);
  const gpusOf = bandQuantile(estimate);
  const { namedUsers, concurrentUsers } = estimate.traffic;
  const users = namedUsers ?? concurrentUsers;
  const drawn = Array.from({ length: draws }, () => {
    const rentYear = (rent.perYear * within() * gpusOf(uniform())) / estimate.gpus;
    const apiYear = perYear(api.perHour) * within() * within();
    const saved = apiYear - rentYear;
    return { ratio: (rentYear + fixedPerYear) / apiYear, share: saved > 0 ? fixedPerYear / saved : null };
  });
  const shares = drawn.flatMap(({ share }) => (share === null ? [] : [share]));
  return {
    ratio: drawsOf(drawn.map(({ ratio }) => ratio)),
    ownIsCheaper: drawn.filter(({ ratio }) => ratio < 1).length / draws,
    users: users === null || shares.length === 0 ? null : drawsOf(shares.map((share) => share * users)),
    never: 1 - shares.length / draws,
  };
}

function checkBreakEven(options: BreakEvenOptions): BreakEvenOptions {
  checkKeys(checkObject(options, "options"), "options", ["fixedPerYear", "seed", "draws"]);
  optional(checkNonNegative)(options.fixedPerYear, "options.fixedPerYear");
  optional((value, field) => checkInteger(value, field, 0))(options.seed, "options.seed");
  optional((value, field) => checkInteger(value, field, FEWEST_DRAWS))(options.draws, "options.draws");
  return options;
}

/** GPUs by probability: lognormal through the ends of the band; those that are bought where there is none. */
function bandQuantile({ band, gpus }: FeasibleEstimate): (probability: number) => number {
  if (band === null) return () => gpus;
  const { confidence, fewestGpus } = band;
  const mostGpus = band.mostGpus ?? OPEN_BAND * gpus;
  const middle = Math.log(fewestGpus * mostGpus) / 2;
  const deviation = Math.log(mostGpus / fewestGpus) / 2 / normalQuantile((1 + confidence) / 2);
  return (probability) => Math.exp(middle + deviation * normalQuantile(probability));
}

function drawsOf(values: readonly number[]): Draws {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
