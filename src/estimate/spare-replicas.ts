import { checkBetween, checkInteger, checkObject } from "../internal/check.js";

/** What a fleet has to bear. */
export interface AvailabilityTarget {
  /** N: replicas that meet the targets, integer from 1 to 1,000,000. */
  readonly replicas: number;
  /**
   * A: share of the time that one replica is up, in [0.5, 1]: mean time between failures over itself and the time to repair.
   * Planned drains and reloads of weights take most of it: 0.99 to 0.995 where nothing better is known.
   */
  readonly availability: number;
  /** Share of the time that N replicas have to be up, in [0, 1). */
  readonly target: number;
}

const MOST_REPLICAS = 1_000_000;

/** So sure is nobody of the figures that go in. */
const MOST_CERTAIN = 1 - 1e-12;

/**
 * Replicas to buy beyond N so that N are up for a share of the time, replicas failing one by one: the smallest k with
 *
 * $$ P(\mathrm{Binomial}(N + k, A) \ge N) \ge \mathrm{target} $$
 *
 * Replicas that share a node or a switch fail together, and count as one.
 *
 * @param fleet - replicas, availability of one, and of them together.
 * @returns k, integer >= 0.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { spareReplicas } from "infrascale";
 *
 * spareReplicas({ replicas: 8, availability: 0.99, target: 0.999 }); // => 2
 * ```
 */
export function spareReplicas(fleet: AvailabilityTarget): number {
  checkObject(fleet, "fleet");
  const { replicas, availability, target } = fleet;
  checkInteger(replicas, "replicas", 1);
  checkBetween(replicas, "replicas", 1, MOST_REPLICAS);
  checkBetween(availability, "availability", 0.5, 1);
  checkBetween(target, "target", 0, MOST_CERTAIN);
  if (availability === 1) return 0;
  // Of N + k replicas at most k may be down: each further one adds the chance that the Nth to be up is the last of N + k.
  let logProbability = replicas * Math.log(availability);
  let enough = Math.exp(logProbability);
  let spare = 0;
  while (enough < target) {
    spare += 1;
    logProbability += Math.log1p(-availability) + Math.log((replicas + spare - 1) / spare);
    enough += Math.exp(logProbability);
  }
  return spare;
}
