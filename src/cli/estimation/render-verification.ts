import { formatCount } from "../format.js";
import type { Verification } from "../../index.js";
import { outcome, targetTable, tooShortWarning } from "../simulation/target-results.js";

/** What a replay of the plan came to: met or not, and each target beside it. */
export function renderVerification({
  met,
  tooShort,
  targets,
  withinTargets,
  replicas,
  simulation: { requests },
}: Verification): string {
  const subject = `replay of ${formatCount(requests)} request${requests === 1 ? "" : "s"} on ${replicas} replica${replicas === 1 ? "" : "s"}`;
  return [outcome(subject, { met, targets, withinTargets }), targetTable({ targets }), tooShortWarning(tooShort)]
    .filter((part) => part !== "")
    .join("\n");
}
