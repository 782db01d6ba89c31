import type { Distribution, EstimateRequest, FeasibleEstimate, StableWaiting } from "../../index.js";
import type { CommandLanguage } from "../language/command-language.js";
import { timeTargetOf } from "../../workload/targets.js";
import { formatTable } from "../table.js";

/** The waits of an estimate that something asks for; null where the mean wait of a constant number of requests says all. */
export function askedWaiting(
  { waiting }: FeasibleEstimate,
  { workload, targets }: EstimateRequest,
): StableWaiting | null {
  const isAsked = "requestsPerSecond" in workload || "thinkSeconds" in workload || timeTargetOf(targets) !== undefined;
  return isAsked && waiting?.stable === true ? waiting : null;
}

/** Times of requests, by formulas: rows and names are those of a simulation. */
export function waitingTable(
  { queueSeconds, ttftSeconds, tpotSeconds, e2eSeconds }: StableWaiting,
  { words: { times }, figures }: CommandLanguage,
): string {
  // To the microsecond: what is shorter is the far tail of a formula, and no wait.
  const time = (seconds: number): string => figures.seconds(Number(seconds.toFixed(6)));
  const row = (name: string, { mean, p50, p90, p95, p99 }: Distribution): readonly string[] => [
    name,
    ...[mean, p50, p90, p95, p99].map(time),
  ];
  return formatTable(
    [times.time, times.mean, "p50", "p90", "p95", "p99"],
    // A model that writes no text answers with its first token.
    tpotSeconds.mean === 0
      ? [row(times.toPass, queueSeconds), row(times.toAnswer, e2eSeconds)]
      : [
          row(times.toSlot, queueSeconds),
          row(times.toFirstToken, ttftSeconds),
          row(times.perOutputToken, tpotSeconds),
          row(times.toLastToken, e2eSeconds),
        ],
    [1, 2, 3, 4, 5],
  );
}
