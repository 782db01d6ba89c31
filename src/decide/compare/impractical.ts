import type { FeasibleEstimate } from "../../estimate/estimate.js";
import type { Impractical } from "./candidate.js";

/** Replicas of a fleet that could run its requests together. */
const FLEET_REPLICAS = 8;

/**
 * Whether a purchase meets its targets only by so many GPUs that each has less than one request to work on: a limit lies at the edge of what
 * one of them does, and batches, which make serving cheap, hardly form.
 *
 * @param estimate - a feasible one.
 * @returns why nobody would buy it; null where somebody might, and of fewer than eight replicas.
 */
export function impracticalOf({
  replicas,
  gpusPerReplica,
  requestsInFlight,
  constraints,
}: FeasibleEstimate): Impractical | null {
  const requestsPerGpu = requestsInFlight / (replicas * gpusPerReplica);
  if (replicas < FLEET_REPLICAS || requestsPerGpu >= 1) return null;
  return { requestsPerGpu, constraints: constraints.filter(({ binding }) => binding).map(({ name }) => name) };
}
