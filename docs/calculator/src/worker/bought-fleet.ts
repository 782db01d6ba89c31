import { estimatedDeployment, type ReplayableEstimate, type Routing, type WaitingRequest } from "infrascale";

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
export const boughtFleet = (estimate: ReplayableEstimate): BoughtFleet | null =>
  estimate.plan === null
    ? null
    : {
        deployment: estimatedDeployment(estimate),
        replicas: estimate.replicas,
        routing: estimate.request.routing ?? "round-robin",
      };
