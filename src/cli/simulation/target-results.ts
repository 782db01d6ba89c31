import { colours } from "../colours.js";
import { formatNumber, formatPercent, formatSeconds } from "../format.js";
import type { TargetResult } from "../../simulate.js";
import { limitName, TARGETS } from "../../workload/targets.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";

/** What a simulation came to. */
interface Outcome {
  readonly met: boolean;
  readonly targets: readonly TargetResult[];
  readonly withinTargets: number | null;
}

/** Of a run that ended before its fleet had settled. */
export const tooShortWarning = (tooShort: boolean): string =>
  tooShort
    ? wrap(
        "too short a run to say what a steady load comes to: after the warm-up fewer than ten requests fit one behind the other; send more --requests",
      ).join("\n")
    : "";

/** `... meets the targets` or `... misses ttft p95`, and how many requests kept every limit. */
export function outcome(subject: string, { met, targets, withinTargets }: Outcome): string {
  const share = withinTargets === null ? "" : `; ${formatPercent(withinTargets)} of requests within every limit`;
  const verdict = met
    ? "meets the targets"
    : `misses ${targets
        .filter((target) => !target.met)
        .map(limitName)
        .join(", ")}`;
  const colour = met ? colours.green : colours.red;
  return wrap(`${subject} ${verdict}${share}`)
    .map((line) => colours.bold(colour(line)))
    .join("\n");
}

/** Each target beside what came of it. */
export function targetTable({ targets }: Pick<Outcome, "targets">): string {
  if (targets.length === 0) return "";
  const rows = targets.map((result) => {
    const format = TARGETS[result.target].kind === "speed" ? formatNumber : formatSeconds;
    return [
      limitName(result),
      format(result.limit),
      result.value === null ? "none" : format(result.value),
      result.met ? "" : "missed",
    ];
  });
  return formatTable(["target", "limit", "simulated", ""], rows, [1, 2]);
}
