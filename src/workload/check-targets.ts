import { InfrascaleError } from "../errors.js";
import { checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { Statistic, Targets, TimeTarget } from "./workload.js";

const TARGETS = ["tokensPerSecond", "waitSeconds", "ttft", "tpot"] as const satisfies readonly (keyof Targets)[];

/** The statistics that a target may name. */
export const STATISTICS: readonly Statistic[] = ["mean", "p50", "p90", "p95", "p99"];

/**
 * Checks what has to hold. At least one target is named: without any, a single GPU with an endless queue would do.
 *
 * @param targets - speed and times.
 * @returns the targets that are named.
 * @throws {@link InfrascaleError} `missing-target`, `invalid-type` or `out-of-range`.
 */
export function checkTargets(targets: Targets): Targets {
  const fields = checkObject(targets, "targets");
  checkKeys(fields, "targets", TARGETS);
  const named = TARGETS.filter((name) => fields[name] !== undefined);
  if (named.length === 0)
    throw new InfrascaleError({ code: "missing-target", field: "targets", rule: `must name at least one of ${TARGETS.join(", ")}`, value: "none" });
  return Object.fromEntries(named.map((name) => [name, checkTarget(fields[name], `targets.${name}`, name)]));
}

function checkTarget(value: unknown, field: string, name: keyof Targets): number | TimeTarget {
  const hasStatistics = (name === "ttft" || name === "tpot") && typeof value === "object" && value !== null;
  if (!hasStatistics) return checkPositive(value, field);
  checkKeys(checkObject(value, field), field, STATISTICS);
  const given = STATISTICS.filter((statistic) => (value as Readonly<Record<string, unknown>>)[statistic] !== undefined);
  if (given.length === 0) throw new InfrascaleError({ code: "missing-target", field, rule: `must name at least one of ${STATISTICS.join(", ")}`, value: "none" });
  return Object.fromEntries(given.map((statistic) => [statistic, checkPositive((value as Readonly<Record<string, unknown>>)[statistic], `${field}.${statistic}`)]));
}

/**
 * The limits of a target on times, by statistic; a number is a limit of the mean.
 *
 * @param target - seconds, or seconds by statistic.
 * @returns pairs of statistic and seconds.
 */
export function targetStatistics(target: TimeTarget): readonly (readonly [Statistic, number])[] {
  if (typeof target === "number") return [["mean", target]];
  return STATISTICS.flatMap((statistic) => {
    const seconds = target[statistic];
    return seconds === undefined ? [] : [[statistic, seconds] as const];
  });
}
