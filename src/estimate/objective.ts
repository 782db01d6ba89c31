import { InfrascaleError } from "../errors.js";
import type { Decision } from "../performance/decision.js";
import type { Scenario } from "../deployment/scenario.js";
import { estimateRule } from "../rules/estimate.js";

/** S, N and B of a decision; Q follows from them. */
export type Purchase = Omit<Decision, "queueRatio">;

/** What a purchase costs. It must never fall when replicas are added, all else equal. */
export interface Objective {
  /** Name in results. */
  readonly name: string;
  /** Unit of the value. */
  readonly unit: string;
  /** The cost of a purchase, in `unit`: what is minimised. */
  readonly evaluate: (purchase: Purchase, scenario: Scenario) => number;
}

/** GPUs bought: S x N. */
export const gpuObjective: Objective = {
  name: "gpus",
  unit: "GPUs",
  evaluate: ({ gpusPerReplica, replicas }) => gpusPerReplica * replicas,
};

/**
 * Power of the GPUs bought at full load, watts.
 *
 * @throws {@link InfrascaleError} `out-of-range` when the power of the GPU is not known.
 * @example
 * ```ts
 * import { powerObjective } from "infrascale";
 *
 * powerObjective.unit; // => "W"
 * ```
 */
export const powerObjective: Objective = {
  name: "power",
  unit: "W",
  evaluate: ({ gpusPerReplica, replicas }, { gpu }) => {
    if (gpu.powerWatts === null)
      throw new InfrascaleError({
        code: "out-of-range",
        field: "gpu.powerWatts",
        ...estimateRule("known-power"),
        value: null,
      });
    return gpusPerReplica * replicas * gpu.powerWatts;
  },
};
