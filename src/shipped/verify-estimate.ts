import { checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { checkFollowing, followersOf, FOLLOWING, type Following } from "../internal/follow.js";
import type { RequestColumns } from "../workload/request-columns.js";
import { checkTargets } from "../workload/check-targets.js";
import { USUAL_ROUNDS } from "../workload/arrivals.js";
import { LENGTH_FIELDS } from "../workload/request-lengths.js";
import type { Acceptance } from "../workload/targets.js";
import type { Workload } from "../workload/workload.js";
import { estimatedDeployment, type ReplayableEstimate } from "./estimated-deployment.js";
import { simulate, type NamedSimulation } from "./simulate.js";
import type { TargetResult } from "./simulated-targets.js";

export type { ReplayableEstimate } from "./estimated-deployment.js";

/** What an estimate is replayed with; where its targets are those of a load test, that test. */
export interface ReplayOptions {
  /** Requests as they came. */
  readonly trace?: RequestColumns;
  /** Another workload than the estimate's own. */
  readonly workload?: Workload;
  /** Requests that are drawn from a workload, integer >= 1. @defaultValue 20000; of a load test, those of all its rounds */
  readonly requests?: number;
  /** Same seed, same replay, integer >= 0. @defaultValue 1 */
  readonly seed?: number;
  /** Length of the intervals of `simulation.timeSeries`, seconds; none is kept when absent. */
  readonly timeSeriesSeconds?: number;
}

/** What a replay came to. */
export interface Verification {
  /** True when every target held, of the mean or the percentile that it names. */
  readonly met: boolean;
  /** True when the replay ended before its figures had settled: ask for more requests. */
  readonly tooShort: boolean;
  /** Share of the requests after the warm-up that kept every target on times by themselves; null without such targets. */
  readonly withinTargets: number | null;
  /** Each target beside what came of it. */
  readonly targets: readonly TargetResult[];
  /** Replicas that were replayed. */
  readonly replicas: number;
  /** All that the fleet did. */
  readonly simulation: NamedSimulation;
}

const DEFAULT_REQUESTS = 20_000;

/** The closed loop that a workload is tested in, by the requests that it has in flight. */
const loadTestOf = (workload: Workload, requestsInFlight: number): Workload => ({
  ...Object.fromEntries(Object.entries(workload).filter(([field]) => LENGTH_FIELDS.some((name) => name === field))),
  inputTokens: workload.inputTokens,
  requestsInFlight: Math.ceil(requestsInFlight),
});

const requestsOf = ({ rounds = USUAL_ROUNDS }: Acceptance, requestsInFlight: number): number =>
  Number.isFinite(rounds) ? Math.ceil(rounds * Math.ceil(requestsInFlight)) : DEFAULT_REQUESTS;

/**
 * Replays a plan request by request and says how many met the targets: the formulas behind an estimate know means and tails, a
 * replay also knows bursts, chunks, full caches and the router.
 *
 * @param estimate - a feasible one of `estimateGpus`, by the engine model.
 * @param options - a trace, or a workload and how many requests of it, the estimate's own workload when absent; and who follows.
 * @returns what came of each target, and the simulation.
 * @throws {@link InfrascaleError} `contradictory-options` for an estimate that is infeasible or of another performance model, and
 * for what `simulate` refuses; `stopped` where `options.signal` says so.
 * @example
 * ```ts
 * import { estimateGpus, presetWorkload, verifyEstimate } from "infrascale";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   workload: presetWorkload("chat", { requestsPerSecond: 6 }),
 *   targets: { ttft: { p95: 1 } },
 * });
 * if (estimate.status === "feasible") verifyEstimate(estimate, { requests: 2000, seed: 7 }).met; // => true
 * ```
 */
export function verifyEstimate(estimate: ReplayableEstimate, options: ReplayOptions & Following = {}): Verification {
  checkObject(estimate, "estimate");
  checkReplay(options, "options", FOLLOWING);
  checkFollowing(options, "options.");
  return replay(estimate, estimate.replicas, options, followersOf(options));
}

/** Refuses options of a replay that are not known; `others` are. */
export const checkReplay = (options: ReplayOptions, field: string, others: readonly string[] = []): void =>
  checkKeys(checkObject(options, field), field, [
    "trace",
    "workload",
    "requests",
    "seed",
    "timeSeriesSeconds",
    ...others,
  ]);

/** The same for another number of replicas than the estimate's. */
export function replay(
  estimate: ReplayableEstimate,
  replicas: number,
  { trace, workload, requests, seed, timeSeriesSeconds }: ReplayOptions,
  following: Following,
): Verification {
  const deployment = estimatedDeployment(estimate);
  const { request, requestsInFlight } = estimate;
  const { routing, targets } = request;
  const { acceptance, ...limits } = checkTargets(targets);
  const drawn = {
    workload:
      workload ?? (acceptance === undefined ? request.workload : loadTestOf(request.workload, requestsInFlight)),
    requests: checkInteger(
      requests ?? (acceptance === undefined ? DEFAULT_REQUESTS : requestsOf(acceptance, requestsInFlight)),
      "options.requests",
      1,
    ),
  };
  const simulation = simulate({
    ...deployment,
    ...(routing === undefined ? {} : { routing }),
    ...(seed === undefined ? {} : { seed }),
    ...(timeSeriesSeconds === undefined ? {} : { timeSeriesSeconds }),
    ...following,
    replicas,
    targets: limits,
    // The start of a load test counts.
    ...(acceptance === undefined ? {} : { warmUpShare: 0 }),
    ...(trace === undefined ? drawn : { trace }),
  });
  return {
    met: simulation.met === true,
    tooShort: simulation.tooShort,
    withinTargets: simulation.withinTargets,
    targets: simulation.targets,
    replicas,
    simulation,
  };
}
