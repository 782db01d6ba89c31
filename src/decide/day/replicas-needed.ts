import type { FeasibleEstimate } from "../../estimate/estimate.js";
import { InfrascaleError } from "../../errors.js";
import { searchIntegers } from "../../estimate/integer-search.js";
import { resolveProblem } from "../../estimate/resolve-problem.js";
import { withFactors } from "../../estimate/uncertain-problem.js";
import { remembered } from "../../internal/remembered.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import type { NamedEstimate } from "../../shipped/verified.js";
import { loadOf } from "../inputs.js";
import type { SizingOptions } from "../needed.js";
import { decideRule } from "../../rules/decide.js";

/** An estimate that is feasible. */
export type FeasibleNamed = NamedEstimate & FeasibleEstimate;

/**
 * How many replicas of an estimate other loads take: of the same size, split and batch limit, at the same probability.
 *
 * @param request - as it was estimated.
 * @param options - of the estimate.
 * @param estimate - its answer.
 * @returns replicas that meet the targets, by load in the unit of the request's own; null where none do.
 */
export function replicasNeeded(
  request: EstimateRequest,
  options: SizingOptions,
  { gpusPerReplica, batchExponent, split, confidence }: FeasibleNamed,
): (load: number) => number | null {
  const input = loadOf(request);
  const named = namedRequest(request, options);
  return remembered((load) => {
    const problem = resolveProblem(input.in(named.request, load), named.options);
    const sized = confidence === null ? problem : withFactors(problem, () => confidence.factors);
    const splits = (): readonly (typeof split)[] => [split];
    const space = {
      ...sized.space,
      gpusPerReplica: [gpusPerReplica],
      splits,
      batchExponent: [batchExponent, batchExponent],
    } as const;
    return searchIntegers({ ...sized, space }, null).decisions[0]?.replicas ?? null;
  });
}

/** Refuses to plan for what nothing serves. */
export function checkFeasible(estimate: NamedEstimate): FeasibleNamed {
  if (estimate.status === "feasible") return estimate;
  throw new InfrascaleError({
    code: "contradictory-options",
    field: "request",
    ...decideRule("feasible-to-plan"),
    value: estimate.reason,
  });
}
