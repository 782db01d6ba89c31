import { InfrascaleError } from "../errors.js";
import { checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { Targets } from "./workload.js";

const TARGETS = ["tokensPerSecond", "waitSeconds"] as const;

/**
 * Checks what has to hold. At least one target is named: without any, a single GPU with an endless queue would do.
 *
 * @param targets - speed and wait.
 * @returns the targets that are named.
 * @throws {@link InfrascaleError} `missing-target`, `invalid-type` or `out-of-range`.
 */
export function checkTargets(targets: Targets): Targets {
  const fields = checkObject(targets, "targets");
  checkKeys(fields, "targets", TARGETS);
  const named = TARGETS.filter((name) => fields[name] !== undefined);
  if (named.length === 0)
    throw new InfrascaleError({ code: "missing-target", field: "targets", rule: `must name at least one of ${TARGETS.join(", ")}`, value: "none" });
  return Object.fromEntries(named.map((name) => [name, checkPositive(fields[name], `targets.${name}`)]));
}
