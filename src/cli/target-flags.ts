import type { Command } from "commander";
import type { Targets, TimeTarget } from "../index.js";
import { given, number } from "./flags.js";

const PERCENTILES = ["P50", "P90", "P95", "P99"] as const;

type TimeFlags<Name extends string> = { readonly [Flag in Name | `${Name}${(typeof PERCENTILES)[number]}`]?: number };

/** Options that say what has to hold. */
export type TargetFlags = { readonly tokensPerSecond?: number; readonly waitSeconds?: number } & TimeFlags<"ttft"> & TimeFlags<"tpot">;

/** Adds the options of targets. */
export function addTargetFlags(command: Command): Command {
  command
    .option("--tokens-per-second <number>", "target: output tokens/s of each request", number)
    .option("--wait-seconds <number>", "target: mean wait for the first token", number);
  addTimeFlags(command, "ttft", "time to first token");
  addTimeFlags(command, "tpot", "time per output token");
  return command;
}

function addTimeFlags(command: Command, name: string, meaning: string): void {
  command.option(`--${name} <seconds>`, `target: mean ${meaning}`, number);
  for (const percentile of PERCENTILES) command.option(`--${name}-${percentile.toLowerCase()} <seconds>`, `target: ${percentile.toLowerCase()} of it`, number);
}

/** The targets that options name; undefined without any. */
export function targetsOf(flags: TargetFlags): Targets | undefined {
  const targets = given({ tokensPerSecond: flags.tokensPerSecond, waitSeconds: flags.waitSeconds, ttft: timeTarget(flags, "ttft"), tpot: timeTarget(flags, "tpot") });
  return Object.keys(targets).length === 0 ? undefined : targets;
}

function timeTarget(flags: TargetFlags, name: "ttft" | "tpot"): TimeTarget | undefined {
  const target = given({ mean: flags[name], p50: flags[`${name}P50`], p90: flags[`${name}P90`], p95: flags[`${name}P95`], p99: flags[`${name}P99`] });
  return Object.keys(target).length === 0 ? undefined : target;
}
