import { InfrascaleError } from "../../errors.js";
import {
  checkArray,
  checkEach,
  checkInteger,
  checkObject,
  checkPositive,
  checkShape,
  nullable,
} from "../../internal/check.js";
import type { LaunchedLoadTest, LaunchPlan } from "../plan-launch.js";
import { decideRule } from "../../rules/decide.js";

/** A plan with a load test. */
export type TestedPlan = LaunchPlan & { readonly loadTest: LaunchedLoadTest };

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
    loadTest: nullable((value, name) =>
      checkShape(value, name, {
        requestsInFlight: checkPositive,
        requestsPerSecond: checkPositive,
        input: { mean: checkPositive },
        output: { mean: checkPositive },
      }),
    ),
  });
  return plan;
}

/** Refuses a plan without a load test. */
export function checkTested(plan: LaunchPlan): TestedPlan {
  const { loadTest } = checkLaunchPlan(plan, "plan");
  if (loadTest === null)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "plan.loadTest",
      ...decideRule("no-load-test"),
      value: loadTest,
    });
  return { ...plan, loadTest };
}
