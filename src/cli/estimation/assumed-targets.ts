import { presetTargets, type Assumption, type Targets } from "../../index.js";
import { limitName, targetLimits } from "../../workload/targets.js";
import { given } from "../flags.js";
import { targetsOf, type TargetFlags } from "../target-flags.js";
import type { WorkloadFlags } from "../workload-flags.js";

/** What has to hold, and what of it nobody said. */
interface AskedTargets {
  readonly targets: Targets;
  readonly assumed: readonly Assumption[];
}

/** Options of the load test that has to show the targets. */
export interface AcceptanceFlags {
  readonly loadTest?: number | true;
  readonly equalLengths?: boolean;
}

/** The targets that options name; where they name none, all those of the preset, which are said to be assumed. */
export function askedTargets(flags: TargetFlags & AcceptanceFlags & Pick<WorkloadFlags, "preset">): AskedTargets {
  const { preset } = flags;
  const targets = targetsOf(flags);
  const acceptance = acceptanceOf(flags);
  if (targets !== undefined || preset === undefined) return { targets: { ...targets, ...acceptance }, assumed: [] };
  const usual = presetTargets(preset);
  return {
    targets: { ...usual, ...acceptance },
    assumed: targetLimits(usual).map((limit) => ({
      code: "target",
      of: limitName(limit),
      asked: preset,
      used: limit.limit,
    })),
  };
}

function acceptanceOf({ loadTest, equalLengths }: AcceptanceFlags): Pick<Targets, "acceptance"> {
  if (loadTest === undefined && equalLengths === undefined) return {};
  return { acceptance: given({ rounds: loadTest === true ? undefined : loadTest, equalLengths }) };
}
