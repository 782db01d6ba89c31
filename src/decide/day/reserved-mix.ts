import { checkEach, checkFraction, checkNonNegative } from "../../internal/check.js";

/** Replicas that are reserved for the whole term, and what the rest of the need costs. */
export interface ReservedMix {
  /** Reserved, paid at every hour. */
  readonly replicas: number;
  /** Replica-hours above them, on demand. */
  readonly onDemandHours: number;
  /** Both, in hours of one replica on demand. */
  readonly cost: number;
}

/**
 * The cheapest mix of reserved replicas and replicas on demand: the k-th is reserved where it is needed in more than a share $\rho$ of the hours,
 *
 * $$ C = \rho\, k\, H + \sum_h \max(0, N_h - k) $$
 *
 * @param needs - replicas needed in each hour of the term, N_h.
 * @param rho - price of a reserved hour over one on demand, in (0, 1].
 * @returns the mix; where two cost the same the one that reserves less.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function reservedMix(needs: readonly number[], rho: number): ReservedMix {
  checkEach(needs, "needs", checkNonNegative);
  checkFraction(rho, "rho");
  const most = [...needs].sort((one, other) => other - one);
  const replicas = most[Math.floor(rho * needs.length)] ?? 0;
  const onDemandHours = needs.reduce((sum, need) => sum + Math.max(0, need - replicas), 0);
  return { replicas, onDemandHours, cost: rho * replicas * needs.length + onDemandHours };
}
