import type { ClosedLoopArrivals } from "./arrivals.js";

/** A statistic of times: of its mean, or of the slowest requests but some. */
export type Statistic = "mean" | "p50" | "p90" | "p95" | "p99";

/** The statistics that a target may name. */
export const STATISTICS: readonly Statistic[] = ["mean", "p50", "p90", "p95", "p99"];

/** Longest acceptable seconds: of the mean, or by statistic. */
export type TimeTarget = number | { readonly [Key in Statistic]?: number };

/** Targets on times of requests, by mean or by percentile, `{ p95: 2 }`. */
export interface TimeTargets {
  /** Time to the first token, waiting included, seconds. */
  readonly ttft?: TimeTarget;
  /** Time per output token after the first, seconds. */
  readonly tpot?: TimeTarget;
  /** End to end: from sending a request to its last token, waiting included, seconds. */
  readonly e2e?: TimeTarget;
}

/** A load test in a closed loop, in which as many requests are always in flight as the workload has in the mean. */
export type Acceptance = Pick<ClosedLoopArrivals, "rounds" | "equalLengths">;

/** What has to hold; at least one is named. */
export interface Targets extends TimeTargets {
  /** Output tokens over the whole time of a request in the system, prefill and waiting included, tokens per second. */
  readonly tokensPerSecond?: number;
  /** Longest mean wait for the first token, waiting for a slot included, seconds. */
  readonly waitSeconds?: number;
  /**
   * The load test that the targets have to pass: its first prompts come all at once, and wait for each other. Percentiles keep their ratio to
   * the mean.
   *
   * @defaultValue none: targets hold in steady service
   */
  readonly acceptance?: Acceptance;
}

/** Name of a target. */
export type TargetName = Exclude<keyof Targets, "acceptance">;

/** What a target is of, for all that hold something against it. */
export interface TargetRule {
  /**
   * Least tokens per second of a request; longest mean wait; or longest time by statistic. The first two are known in a closed
   * loop by Little's law, the last takes a performance model that knows waiting.
   */
  readonly kind: "speed" | "wait" | "time";
  /** The time of requests that tells it, in predicted waits and in simulations. */
  readonly time: "queueSeconds" | "ttftSeconds" | "tpotSeconds" | "e2eSeconds";
  /** In words. */
  readonly meaning: string;
}

/** Every target: constraints, simulations and the command's options are made of this table. */
export const TARGETS: Readonly<Record<TargetName, TargetRule>> = {
  tokensPerSecond: { kind: "speed", time: "e2eSeconds", meaning: "output tokens/s of each request" },
  waitSeconds: { kind: "wait", time: "ttftSeconds", meaning: "wait for the first token" },
  ttft: { kind: "time", time: "ttftSeconds", meaning: "time to first token" },
  tpot: { kind: "time", time: "tpotSeconds", meaning: "time per output token" },
  e2e: { kind: "time", time: "e2eSeconds", meaning: "time to last token" },
};

/** Names of all targets, in the order in which they are told. */
export const targetNames = (): readonly TargetName[] => Object.keys(TARGETS) as TargetName[];

/** One limit that a target sets. */
export interface TargetLimit {
  /** What it is of. */
  readonly target: TargetName;
  /** Of all requests, or of the slowest but some. */
  readonly statistic: Statistic;
  /** Seconds, or tokens per second. */
  readonly limit: number;
}

/** Every limit that targets set, in the order of the table; a number is one of the mean. */
export const targetLimits = (targets: Targets): readonly TargetLimit[] =>
  targetNames().flatMap((target) => {
    const given = targets[target] ?? {};
    const limits = typeof given === "number" ? { mean: given } : given;
    return STATISTICS.flatMap((statistic) =>
      limits[statistic] === undefined ? [] : [{ target, statistic, limit: limits[statistic] }],
    );
  });

/** `ttft p95`; what is known of means alone goes without a statistic. */
export const limitName = ({ target, statistic }: Pick<TargetLimit, "target" | "statistic">): string =>
  TARGETS[target].kind === "time" ? `${target} ${statistic}` : target;

/** What a name of that kind is of; null for any other. */
export function limitNamed(name: string): Pick<TargetLimit, "target" | "statistic"> | null {
  for (const target of targetNames())
    for (const statistic of STATISTICS) if (limitName({ target, statistic }) === name) return { target, statistic };
  return null;
}

/** The first target that takes more than Little's law; undefined where there is none. */
export const timeTargetOf = (targets: Targets): TargetName | undefined =>
  targetNames().find((name) => TARGETS[name].kind === "time" && targets[name] !== undefined);
