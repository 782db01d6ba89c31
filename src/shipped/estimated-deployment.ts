import { checkDeployment } from "../deployment/deployment.js";
import { InfrascaleError } from "../errors.js";
import type { FeasibleEstimate } from "../estimate/estimate.js";
import { checkObject } from "../internal/check.js";
import { namedRule } from "../rules/named.js";
import type { EstimateRequest } from "./estimate-request.js";
import { resolveNames, type NamedDeployment } from "./resolve-names.js";

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
 * @throws {@link InfrascaleError} `contradictory-options` for an estimate that is infeasible or of another performance model,
 * and those of `predictServing` for one whose fields are no deployment.
 * @example
 * ```ts
 * import { estimatedDeployment, estimateGpus, predictServing } from "infrascale";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   workload: { requestsInFlight: 8, inputTokens: 1000, outputTokens: 200 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * if (estimate.status === "feasible") {
 *   const load = { kind: "closed-loop", requestsInFlight: 1 } as const;
 *   const alone = predictServing({ ...estimatedDeployment(estimate), load, inputTokens: 1000, outputTokens: 200 });
 *   alone.tpotSeconds < 1 / 20; // => true
 * }
 * ```
 */
export function estimatedDeployment(estimate: ReplayableEstimate): NamedDeployment {
  checkObject(estimate, "estimate");
  const { status, plan, request, maxBatchSize } = estimate;
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
  const deployment: NamedDeployment = {
    model,
    gpu,
    ...(engine === undefined ? {} : { engine }),
    ...(precision === undefined ? {} : { precision }),
    ...(speculation === undefined ? {} : { speculation }),
    ...(profile === undefined ? {} : { profile }),
    parallelism: { tensor, pipeline, data, expert },
    settings: { ...settings, maxNumSeqs: maxBatchSize },
  };
  // What came back from a file may be anything.
  checkDeployment({ ...deployment, ...resolveNames(deployment).named });
  return deployment;
}
