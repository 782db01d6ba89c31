import { InfrascaleError } from "../errors.js";
import { checkInteger } from "../internal/check.js";
import { checkTraffic } from "../simulate/check-traffic.js";
import type { Traffic } from "../simulate/traffic.js";
import type { RequestColumns } from "../workload/arrivals.js";
import { lengthDistribution, type LengthDistribution } from "../workload/length-distribution.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import type { ResolvedWorkload, Workload } from "../workload/workload.js";

/** Traffic for a simulation, and the means that slots and cache are worked out with. */
export interface SimulatedTraffic {
  readonly traffic: Traffic;
  /** Prompts, tokens. */
  readonly input: LengthDistribution;
  /** Answers, tokens. */
  readonly output: LengthDistribution;
  /** Share of the prompts' tokens that the prefix cache holds. */
  readonly cachedShare: number;
  /** Longest request but one in a thousand, tokens. */
  readonly longestTokens: number;
}

const DEFAULT_REQUESTS = 10_000;

/** One request in a thousand may be longer than what a replica is set up for. */
const NEARLY_ALL = 0.999;

/** Either of both ways to say what comes. */
export interface TrafficRequest {
  /** Users, requests in flight or a rate, and lengths; either this or a trace. */
  readonly workload?: Workload;
  /** Requests that come in all, with a workload, integer >= 1. @defaultValue 10000 */
  readonly requests?: number;
  /** Requests as they came, instead of a workload. */
  readonly trace?: RequestColumns;
}

/**
 * The traffic that a workload or a trace means. Of users and clients there are whole ones.
 *
 * @throws {@link InfrascaleError} `contradictory-options` unless there is just one of both, or for what is wrong in it.
 */
export function simulatedTraffic({ workload, requests, trace }: TrafficRequest): SimulatedTraffic {
  if ((workload === undefined) === (trace === undefined))
    throw new InfrascaleError({ code: "contradictory-options", field: "request", rule: "must have either a workload or a trace", value: workload === undefined ? "neither" : "both" });
  if (trace === undefined) return ofWorkload(resolveWorkload(workload as Workload), checkInteger(requests ?? DEFAULT_REQUESTS, "requests", 1));
  if (requests !== undefined) throw new InfrascaleError({ code: "contradictory-options", field: "requests", rule: "must be left out beside a trace, which has its own", value: requests });
  return ofTrace(trace);
}

function ofWorkload({ input, output, prefixCacheHitRate: cachedShare, arrivals }: ResolvedWorkload, requests: number): SimulatedTraffic {
  const drawn = { requests, input, output, cachedShare };
  const whole = (count: number): number => Math.max(1, Math.round(count));
  const means = { input, output, cachedShare, longestTokens: Math.ceil(input.quantile(NEARLY_ALL) + output.quantile(NEARLY_ALL)) };
  switch (arrivals.kind) {
    case "closed-loop":
      return { traffic: { kind: "closed-loop", requestsInFlight: whole(arrivals.requestsInFlight), ...drawn }, ...means };
    case "users":
      return { traffic: { kind: "users", users: whole(arrivals.users), thinkSeconds: arrivals.thinkSeconds, ...drawn }, ...means };
    case "open":
      return { traffic: { kind: "open", requestsPerSecond: arrivals.requestsPerSecond, ...(arrivals.cv === undefined ? {} : { cv: arrivals.cv }), ...drawn }, ...means };
  }
}

function ofTrace(trace: RequestColumns): SimulatedTraffic {
  const traffic: Traffic = { kind: "trace", requests: trace };
  checkTraffic(traffic);
  const { inputTokens, outputTokens, cachedTokens } = trace;
  const count = inputTokens.length;
  const read = sum(inputTokens);
  const distribution = (column: ArrayLike<number>): LengthDistribution => lengthDistribution({ values: Array.from(column) }, "trace");
  let longestTokens = 0;
  for (let request = 0; request < count; request += 1) longestTokens = Math.max(longestTokens, (inputTokens[request] ?? 0) + (outputTokens[request] ?? 0));
  return { traffic, input: distribution(inputTokens), output: distribution(outputTokens), cachedShare: cachedTokens === undefined ? 0 : sum(cachedTokens) / read, longestTokens };
}

function sum(column: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < column.length; index += 1) total += column[index] ?? 0;
  return total;
}
