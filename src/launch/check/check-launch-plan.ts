import { checkArray, checkEach, checkInteger, checkObject, checkPositive, checkShape } from "../../internal/check.js";
import type { LaunchPlan } from "../plan-launch.js";

/** Refuses what is no plan, as far as a check of it looks: it may come from a file. */
export function checkLaunchPlan(plan: LaunchPlan, field: string): LaunchPlan {
  const size = (value: unknown, name: string): number => checkInteger(value, name, 1);
  checkShape(plan, field, {
    request: { workload: checkObject, targets: checkObject },
    replicas: size,
    spareReplicas: (value, name) => checkInteger(value, name, 0),
    replica: {
      tensor: size,
      pipeline: size,
      data: size,
      expert: size,
      maxNumSeqs: size,
      maxBatchedTokens: size,
      utilization: checkPositive,
    },
    commands: (value, name) => checkEach(value, name, checkArray),
    loadTest: {
      requestsInFlight: checkPositive,
      requestsPerSecond: checkPositive,
      input: { mean: checkPositive },
      output: { mean: checkPositive },
    },
  });
  return plan;
}
