import { remembered } from "../internal/remembered.js";
import type { Assumption } from "../catalog/names/assumption.js";
import type { Constraint } from "../constraints/constraint.js";
import type { Estimate } from "../estimate/estimate.js";
import type { EstimateOptions } from "../estimate/resolve-problem.js";
import { InfrascaleError } from "../errors.js";
import { smallestWhere } from "../internal/bisect.js";
import { followedWithin, type Following } from "../internal/follow.js";
import type { EstimateRequest } from "./estimate-request.js";
import {
  checkReplay,
  replay,
  type ReplayableEstimate,
  type ReplayOptions,
  type Verification,
} from "./verify-estimate.js";
import { namedRule } from "../rules/named.js";

/** An estimate, what it was asked, and what a replay of it came to. */
export type NamedEstimate = Estimate & {
  /** As it was asked. */
  readonly request: EstimateRequest;
  /** The replay of the plan; null where none was asked for, or nothing is feasible. */
  readonly verification: Verification | null;
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
};

/** Options of an estimate but for its performance model. */
type OtherOptions = Omit<EstimateOptions, "performance">;

/** A replay that needs more than so many times the replicas is not one of the workload that was sized for. */
const MOST_REPLICAS_FACTOR = 8;

/**
 * The plan of an estimate with as many replicas as the targets take in a replay: those of the estimate, or the fewest above that
 * suffice; the constraint `simulation` says how many. Where not even eight times as many do, the estimate stays as it is, with a
 * verification that says so.
 *
 * @param estimate - a feasible estimate.
 * @param options - what it is replayed with.
 * @param estimateWith - an estimate of the same request, with other options.
 * @param others - the options of the estimate.
 * @param following - who follows; the estimate was the first half.
 * @returns the estimate, and its replay.
 */
export function verified(
  estimate: ReplayableEstimate & Pick<NamedEstimate, "assumed">,
  options: ReplayOptions,
  estimateWith: (options: OtherOptions) => Estimate,
  others: OtherOptions,
  following: Following,
): NamedEstimate {
  checkReplay(options, "options.verify");
  if (estimate.plan === null)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.verify",
      ...namedRule("knows-no-plan"),
      value: estimate.performanceModel,
    });
  const { request, assumed, replicas, gpusPerReplica, batchExponent, split } = estimate;
  // How many it takes nobody knows: each is half of what is left.
  let left = 1;
  const replayed = remembered((count) => {
    const part = followedWithin(following, [2 - left, 2 - left / 2, 2]);
    left /= 2;
    return replay(estimate, count, options, part);
  });
  if (replayed(replicas).met) return { ...estimate, request, verification: replayed(replicas) };
  let high = replicas + 1;
  while (!replayed(high).met && high <= MOST_REPLICAS_FACTOR * replicas) high = replicas + 2 * (high - replicas);
  if (!replayed(high).met) return { ...estimate, request, verification: replayed(replicas) };
  const needed = smallestWhere((count) => replayed(count).met, replicas, high, high - 1);
  const simulation: Constraint = {
    name: "simulation",
    unit: "replicas",
    withMoreReplicas: "easier",
    chosenSide: "demand",
    evaluate: (decision) => ({ demand: needed, limit: decision.replicas }),
  };
  const raised = estimateWith({
    ...others,
    constraints: [...(others.constraints ?? []), simulation],
    search: {
      ...others.search,
      gpusPerReplica: [gpusPerReplica],
      batchExponent: [batchExponent, batchExponent],
      ...(split === undefined ? {} : { splits: [split] }),
    },
  });
  return { ...raised, request, assumed, verification: replayed(needed) };
}
