import type { Command } from "commander";
import type { Statistic, TargetName, Targets, TimeTarget, TimeTargets } from "../index.js";
import { STATISTICS, TARGETS, targetNames } from "../workload/targets.js";
import { given, number, seconds } from "./flags.js";

/** Options that say what has to hold: one for each target, and for each percentile of a time. */
export type TargetFlags = {
  readonly [Flag in TargetName | `${keyof TimeTargets}${Capitalize<Exclude<Statistic, "mean">>}`]?: number;
};

const PERCENTILES = STATISTICS.filter((statistic) => statistic !== "mean");

/** Adds the options of targets. */
export function addTargetFlags(command: Command): Command {
  for (const target of targetNames()) {
    const { kind, meaning } = TARGETS[target];
    const option = target.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.option(
      `--${option} <${kind === "time" ? "seconds" : "number"}>`,
      `target: ${kind === "speed" ? "" : "mean "}${meaning}`,
      kind === "speed" ? number : seconds,
    );
    if (kind === "time")
      for (const percentile of PERCENTILES)
        command.option(`--${option}-${percentile} <seconds>`, `target: ${percentile} of it`, seconds);
  }
  return command;
}

/** The targets that options name; undefined without any. */
export const targetsOf = (flags: TargetFlags): Targets | undefined =>
  named(
    targetNames().map((target) => [
      target,
      TARGETS[target].kind === "time" ? timeTarget(flags, target as keyof TimeTargets) : flags[target],
    ]),
  );

const timeTarget = (flags: TargetFlags, target: keyof TimeTargets): TimeTarget | undefined =>
  named([
    ["mean", flags[target]],
    ...PERCENTILES.map(
      (percentile) =>
        [percentile, flags[`${target}${percentile.toUpperCase() as Capitalize<typeof percentile>}`]] as const,
    ),
  ]);

/** An object of what is not undefined; undefined where all is. */
function named(entries: readonly (readonly [string, unknown])[]): object | undefined {
  const fields = given(Object.fromEntries(entries));
  return Object.keys(fields).length === 0 ? undefined : fields;
}
