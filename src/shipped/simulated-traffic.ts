import { isPoolingModel, writesNothing, type Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { checkInteger } from "../internal/check.js";
import { checkLoad, type ServingLoad } from "../performance/predict-load.js";
import { checkTraffic } from "../simulate/check-traffic.js";
import type { DrawnRequests, Traffic } from "../simulate/traffic.js";
import type { Load } from "../workload/arrivals.js";
import { requestsIn, resized, sourceOf } from "../workload/loads.js";
import type { RequestColumns } from "../workload/request-columns.js";
import { MOST_CACHED } from "../workload/limits.js";
import { asRead } from "../workload/as-read.js";
import {
  LENGTH_FIELDS,
  resolveLengths,
  type RequestLengths,
  type ResolvedLengths,
} from "../workload/request-lengths.js";
import { shareTooLong, shareTooLongOf } from "../workload/too-long.js";
import { usersAtPeak } from "../workload/users.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import type { Workload } from "../workload/workload.js";
import { namedRule } from "../rules/named.js";

/** Traffic for a simulation, and the lengths that slots and cache are worked out with. */
export interface SimulatedTraffic {
  readonly traffic: Traffic;
  readonly lengths: ResolvedLengths;
  /** Longest request but one in a thousand, tokens. */
  readonly longestTokens: number;
  /** Share of the requests that are longer than a limit; 0 for what is no more than a guess. */
  readonly shareTooLong: (limitTokens: number) => number;
  /** Users inside a session; 0 where none are named. */
  readonly users: number;
}

/** One of three ways to say what comes. */
export interface TrafficRequest extends Partial<RequestLengths> {
  /** Users, requests in flight or a rate, and lengths. */
  readonly workload?: Workload;
  /** How requests come, as `predictServing` takes it, with lengths beside it. */
  readonly load?: ServingLoad;
  /** Requests as they came. */
  readonly trace?: RequestColumns;
  /**
   * Requests that come in all, but of a trace, integer >= 1.
   *
   * @defaultValue 10000; of a load test and of what is handed over at once, as many as its load says
   */
  readonly requests?: number;
}

/** Names of the fields of {@link TrafficRequest}. */
export const TRAFFIC_FIELDS: readonly (keyof TrafficRequest)[] = [
  "workload",
  "load",
  "trace",
  "requests",
  ...LENGTH_FIELDS,
];

const DEFAULT_REQUESTS = 10_000;

/** One request in a thousand may be longer than what a replica is set up for. */
const NEARLY_ALL = 0.999;

/**
 * The traffic that a workload, a load or a trace means. Of users and clients there are whole ones.
 *
 * @param request - the traffic.
 * @param modelOf - the model that is served.
 * @returns traffic and lengths, with the tokens of images.
 * @throws {@link InfrascaleError} `contradictory-options` unless there is just one of them, or for what is wrong in it.
 */
export function simulatedTraffic(
  { workload, load, trace, requests, ...lengths }: TrafficRequest,
  modelOf: () => Model,
): SimulatedTraffic {
  const ways = Object.entries({ workload, load, trace }).filter(([, way]) => way !== undefined);
  if (ways.length !== 1)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "request",
      ...namedRule("one-traffic"),
      value: ways.map(([name]) => name).join(", ") || "none",
    });
  if (load === undefined) {
    const stray = LENGTH_FIELDS.filter((name) => lengths[name] !== undefined);
    if (stray.length > 0)
      throw new InfrascaleError({
        code: "contradictory-options",
        field: stray[0] as string,
        ...namedRule("lengths-of-their-own"),
        value: stray.join(", "),
      });
  }
  if (trace !== undefined) {
    if (requests !== undefined)
      throw new InfrascaleError({
        code: "contradictory-options",
        field: "requests",
        ...namedRule("requests-of-its-own"),
        value: requests,
      });
    return ofTrace(trace, modelOf);
  }
  if (load !== undefined) return drawn(asRead(resolveLengths(lengths, ""), modelOf(), ""), checkLoad(load), requests);
  const resolved = asRead(resolveWorkload(workload as Workload), modelOf(), "workload.");
  return { ...drawn(resolved, resolved.arrivals, requests), users: usersAtPeak(resolved) };
}

function drawn(lengths: ResolvedLengths, arrivals: Load, requests: number | undefined): SimulatedTraffic {
  const { input, output, prefixCacheHitRate, sharedPrefixTokens, maxOutputTokens } = lengths;
  const whole = (count: number): number => Math.max(1, Math.round(count));
  const total = requestsIn(arrivals);
  const count = checkInteger(requests ?? (total === Infinity ? DEFAULT_REQUESTS : whole(total)), "requests", 1);
  const of: DrawnRequests = {
    requests: count,
    input,
    output,
    cachedShare: prefixCacheHitRate,
    sharedTokens: sharedPrefixTokens,
    maxOutputTokens: Math.ceil(maxOutputTokens),
  };
  const longestTokens = Math.ceil(input.quantile(NEARLY_ALL) + Math.max(maxOutputTokens, output.quantile(NEARLY_ALL)));
  const traffic = { ...("users" in sourceOf(arrivals) ? resized(arrivals, whole) : arrivals), ...of };
  return {
    traffic,
    lengths,
    longestTokens,
    shareTooLong: (limitTokens) => shareTooLong(lengths, limitTokens),
    users: 0,
  };
}

function ofTrace(trace: RequestColumns, modelOf: () => Model): SimulatedTraffic {
  const traffic: Traffic = { kind: "trace", requests: trace };
  checkTraffic(traffic);
  if (isPoolingModel(modelOf()))
    throw new InfrascaleError({
      code: "unsupported-workload",
      field: "trace",
      ...writesNothing(modelOf()),
      value: "given",
    });
  const { inputTokens, outputTokens, cachedTokens, sharedTokens, maxOutputTokens = outputTokens } = trace;
  const count = inputTokens.length;
  let longestTokens = 0;
  let longestOutput = 0;
  for (let request = 0; request < count; request += 1) {
    longestTokens = Math.max(longestTokens, (inputTokens[request] as number) + (maxOutputTokens[request] as number));
    longestOutput = Math.max(longestOutput, maxOutputTokens[request] as number);
  }
  const found = sum(cachedTokens) + sum(sharedTokens);
  const lengths = resolveLengths(
    {
      inputTokens: { values: Array.from(inputTokens) },
      outputTokens: { values: Array.from(outputTokens) },
      maxOutputTokens: longestOutput,
    },
    "trace.",
  );
  return {
    traffic,
    lengths: { ...lengths, prefixCacheHitRate: Math.min(MOST_CACHED, found / sum(inputTokens)) },
    longestTokens,
    shareTooLong: (limitTokens) => shareTooLongOf(trace, limitTokens),
    users: 0,
  };
}

function sum(column: ArrayLike<number> = []): number {
  let total = 0;
  for (let index = 0; index < column.length; index += 1) total += column[index] as number;
  return total;
}
