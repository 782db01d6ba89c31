import { resolveProblem } from "../../estimate/resolve-problem.js";
import { checkEach, checkObject, checkPositive } from "../../internal/check.js";
import { remembered } from "../../internal/remembered.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import { loadOf } from "../inputs.js";
import { neededFor, type SizingOptions } from "../needed.js";

/** A load that grows. */
export interface GrowthOptions extends SizingOptions {
  /** Load of each month, in the unit of the request's own, each > 0. */
  readonly loads: readonly number[];
}

/** One month. */
export interface PlannedMonth {
  /** From 0. */
  readonly month: number;
  /** In the unit of the request's load. */
  readonly load: number;
  /** The fewest GPUs, spare replicas included; null where nothing serves the load. */
  readonly gpus: number | null;
  /** What has to be bought for it beyond all that was bought before; null likewise. */
  readonly adds: number | null;
}

/**
 * What a growing load takes month by month, each by an estimate of its own: its replicas may be of another size than those of the month before.
 *
 * @param request - its own load is not looked at.
 * @param options - the loads, and how estimates are made.
 * @returns GPUs by month, and what each month adds.
 * @throws {@link InfrascaleError} as `estimateGpus` does.
 */
export function growthPlan(request: EstimateRequest, options: GrowthOptions): readonly PlannedMonth[] {
  const { loads, ...others } = checkObject(options, "options") as unknown as GrowthOptions;
  checkEach(loads, "options.loads", checkPositive);
  const named = namedRequest(request, others);
  const input = loadOf(named.request);
  const gpusFor = remembered(
    (load) => neededFor(resolveProblem(input.in(named.request, load), named.options))?.gpus ?? null,
  );
  let bought = 0;
  return loads.map((load, month) => {
    const gpus = gpusFor(load);
    const adds = gpus === null ? null : Math.max(0, gpus - bought);
    bought += adds ?? 0;
    return { month, load, gpus, adds };
  });
}
