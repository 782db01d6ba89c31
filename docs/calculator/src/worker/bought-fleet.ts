import type { ReplayableEstimate, Routing, WaitingRequest } from "infrascale";

/** The replicas that an estimate sized, spare ones aside. */
export interface BoughtFleet {
  /** One of them, as predictions take it. */
  readonly deployment: Omit<WaitingRequest, "workload" | "replicas" | "routing">;
  readonly replicas: number;
  readonly routing: Routing;
}

/**
 * The replicas that meet the targets, each as it is planned.
 *
 * @param estimate - the answer.
 * @returns the fleet; null for an estimate of a performance model that knows no engine.
 */
export function boughtFleet({ plan, request, replicas, maxBatchSize }: ReplayableEstimate): BoughtFleet | null {
  if (plan === null) return null;
  const { model, gpu, engine, precision, settings, speculation, profile, routing = "round-robin" } = request;
  const { tensor, pipeline, data, expert } = plan;
  return {
    deployment: {
      model,
      gpu,
      ...(engine !== undefined && { engine }),
      ...(precision !== undefined && { precision }),
      ...(speculation !== undefined && { speculation }),
      ...(profile !== undefined && { profile }),
      parallelism: { tensor, pipeline, data, expert },
      settings: { ...settings, maxNumSeqs: maxBatchSize },
    },
    replicas,
    routing,
  };
}
