import type { Command } from "commander";
import type { ImageSize } from "../core.js";
import { InfrascaleError, presetWorkload, type Lengths, type Workload } from "../index.js";
import { given, imageSize, number, seconds } from "./flags.js";
import { commandRule } from "../rules/command.js";

/** Options that say who asks, and for what. */
export interface WorkloadFlags {
  readonly preset?: string;
  readonly inputTokens?: number;
  readonly inputCv?: number;
  readonly outputTokens?: number;
  readonly outputCv?: number;
  readonly concurrentUsers?: number;
  readonly namedUsers?: number;
  readonly activeFraction?: number;
  readonly thinkSeconds?: number;
  readonly requestsPerUser?: number;
  readonly requestsInFlight?: number;
  readonly requestsPerSecond?: number;
  readonly arrivalCv?: number;
  readonly peakFactor?: number;
  readonly prefixCacheShare?: number;
  readonly imagesPerRequest?: number;
  readonly imageSize?: ImageSize;
}

/** Their names. */
export const WORKLOAD_FLAGS = [
  "preset",
  "inputTokens",
  "inputCv",
  "outputTokens",
  "outputCv",
  "concurrentUsers",
  "namedUsers",
  "activeFraction",
  "thinkSeconds",
  "requestsPerUser",
  "requestsInFlight",
  "requestsPerSecond",
  "arrivalCv",
  "peakFactor",
  "prefixCacheShare",
  "imagesPerRequest",
  "imageSize",
] as const satisfies readonly (keyof WorkloadFlags)[];

/** Adds the options of a workload. */
export function addWorkloadFlags(command: Command): Command {
  return command
    .option("--preset <name>", "kind of traffic: chat, long-chat, rag, reasoning ...")
    .option("--input-tokens <number>", "mean prompt, tokens", number)
    .option("--input-cv <number>", "variation of prompts: deviation over mean (0)", number)
    .option("--output-tokens <number>", "mean answer, tokens; none of an embedding model", number)
    .option("--output-cv <number>", "variation of answers (0)", number)
    .option("--prefix-cache-share <share>", "of prompts that the prefix cache holds (0)", number)
    .option("--images-per-request <number>", "images of each prompt, beside its text (0)", number)
    .option("--image-size <size>", "of each, pixels: 1024x768", imageSize)
    .option("--users, --concurrent-users <number>", "users in a session at the busy hour", number)
    .option("--named-users <number>", "all who may use it, instead of --users", number)
    .option("--active-fraction <share>", "share of them in a session (0.1)", number)
    .option("--think-seconds <number>", "from an answer to the user's next request", seconds)
    .option("--requests-per-user <number>", "requests of each in the system (0.1)", number)
    .option("--requests-in-flight <number>", "requests in the system, instead of users", number)
    .option("--requests-per-second <number>", "rate of arrivals, instead of users", number)
    .option("--arrival-cv <number>", "variation of times between arrivals (1)", number)
    .option("--peak-factor <number>", "load at the peak over the given one (1)", number);
}

/** The workload that options describe; what a preset leaves open, or has otherwise, is theirs. */
export function workloadOf(flags: WorkloadFlags): Workload {
  const {
    preset,
    concurrentUsers,
    namedUsers,
    activeFraction,
    thinkSeconds,
    requestsPerUser,
    requestsInFlight,
    requestsPerSecond,
    arrivalCv,
    peakFactor,
    prefixCacheShare,
    imagesPerRequest,
    imageSize,
  } = flags;
  const load = given({
    inputTokens: lengthsOf(flags, "input"),
    outputTokens: lengthsOf(flags, "output"),
    prefixCacheHitRate: prefixCacheShare,
    concurrentUsers,
    namedUsers,
    activeFraction,
    thinkSeconds,
    requestsPerUser,
    requestsInFlight,
    requestsPerSecond,
    arrivalCv,
    peakFactor,
    imagesPerRequest,
    imageSize,
  }) as unknown as Workload;
  return preset === undefined ? load : presetWorkload(preset, load);
}

function lengthsOf(flags: WorkloadFlags, name: "input" | "output"): Lengths | undefined {
  const mean = flags[`${name}Tokens`];
  const cv = flags[`${name}Cv`];
  if (mean === undefined && cv !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: `${name}-cv`,
      ...commandRule("comes-with-option", { option: `--${name}-tokens` }),
      value: cv,
    });
  // Embedding models have no outputs.
  if (mean === undefined && name === "input" && flags.preset === undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: `${name}-tokens`,
      ...commandRule("given-without-preset"),
      value: "none",
    });
  return mean === undefined || cv === undefined ? mean : { mean, cv };
}
