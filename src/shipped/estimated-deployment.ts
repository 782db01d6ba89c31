import { InfrascaleError } from "../errors.js";
import type { FeasibleEstimate } from "../estimate/estimate.js";
import type { EstimateRequest } from "./estimate-request.js";
import type { NamedDeployment } from "./resolve-names.js";
import { namedRule } from "../rules/named.js";

/** An estimate that knows what it was asked. */
export type ReplayableEstimate = FeasibleEstimate & {
  /** As it was asked. */
  readonly request: EstimateRequest;
};

/**
 * The deployment of one replica that an estimate sized.
 *
 * @param estimate - a feasible one of `estimateGpus`, by the engine model.
 * @returns the deployment.
 * @throws {@link InfrascaleError} `contradictory-options` for an estimate that is infeasible or of another performance model.
 */
export function estimatedDeployment({ status, plan, request, maxBatchSize }: ReplayableEstimate): NamedDeployment {
  if (status !== "feasible")
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "estimate.status",
      ...namedRule("feasible"),
      value: status,
    });
  if (plan == null || request == null)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "estimate.plan",
      ...namedRule("of-the-engine-model"),
      value: plan == null ? "none" : "no request",
    });
  const { model, gpu, engine, precision, settings, speculation, profile } = request;
  const { tensor, pipeline, data, expert } = plan;
  return {
    model,
    gpu,
    ...(engine === undefined ? {} : { engine }),
    ...(precision === undefined ? {} : { precision }),
    ...(speculation === undefined ? {} : { speculation }),
    ...(profile === undefined ? {} : { profile }),
    parallelism: { tensor, pipeline, data, expert },
    settings: { ...settings, maxNumSeqs: maxBatchSize },
  };
}
