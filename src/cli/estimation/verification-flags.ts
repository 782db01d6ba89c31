import type { Command } from "commander";
import { given, number } from "../flags.js";
import type { ReplayOptions, Workload } from "../../index.js";
import { traceRequests } from "../simulation/trace-requests.js";

/** Options that say whether an estimate is replayed, and with what. */
export interface VerificationFlags {
  readonly verify?: boolean;
  readonly trace?: string;
  readonly requests?: number;
  readonly seed?: number;
}

const DEFAULT_SEED = 1;

/** Adds the options of a replay. */
export function addVerificationFlags(command: Command): Command {
  return command
    .option("--verify", "replay the plan; add replicas until targets hold")
    .option("--trace <file>", "replay these, .csv or .jsonl; implies --verify")
    .option("--requests <number>", "replay so many (20000; all of a trace)", number)
    .option("--seed <number>", `of the replay (${DEFAULT_SEED})`, number);
}

/** What an estimate is replayed with; undefined when nothing asks for it. A trace has the cached share of the workload. */
export async function verificationOf(
  flags: VerificationFlags,
  { prefixCacheHitRate }: Workload,
): Promise<ReplayOptions | undefined> {
  const { verify, trace, requests, seed } = flags;
  if (trace !== undefined) {
    const read = await traceRequests(trace, {
      seed: seed ?? DEFAULT_SEED,
      ...given({ requests, prefixCacheShare: prefixCacheHitRate }),
    });
    return { trace: read.requests, ...given({ seed }) };
  }
  return verify === true || requests !== undefined || seed !== undefined ? given({ requests, seed }) : undefined;
}
