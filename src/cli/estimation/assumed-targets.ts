import { presetTargets, type Assumption, type Targets } from "../../index.js";
import { limitName, targetLimits } from "../../workload/targets.js";
import { targetsOf, type TargetFlags } from "../target-flags.js";
import type { WorkloadFlags } from "../workload-flags.js";

/** What has to hold, and what of it nobody said. */
interface AskedTargets {
  readonly targets: Targets;
  readonly assumed: readonly Assumption[];
}

/** The targets that options name; where they name none, all those of the preset, which are said to be assumed. */
export function askedTargets(flags: TargetFlags & Pick<WorkloadFlags, "preset">): AskedTargets {
  const { preset } = flags;
  const targets = targetsOf(flags);
  if (targets !== undefined || preset === undefined) return { targets: targets ?? {}, assumed: [] };
  const usual = presetTargets(preset);
  return {
    targets: usual,
    assumed: targetLimits(usual).map((limit) => ({
      code: "target",
      of: limitName(limit),
      asked: preset,
      used: limit.limit,
    })),
  };
}
