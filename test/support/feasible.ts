import {
  estimateGpus,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type NamedEstimate,
} from "../../src/index.js";

/** An estimate that has to be feasible. */
export function feasible(request: EstimateRequest, options: EstimateOptions = {}): NamedEstimate & FeasibleEstimate {
  const estimate = estimateGpus(request, options);
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}
