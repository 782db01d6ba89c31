import type { FeasibleEstimate } from "../../estimate/estimate.js";
import { clientsOf, sourceOf } from "../../workload/loads.js";
import { USUAL_ROUNDS } from "../../workload/arrivals.js";
import { resolveWorkload } from "../../workload/resolve-workload.js";
import type { ResolvedWorkload, Workload } from "../../workload/workload.js";
import { targetLimits, type Statistic, type Targets } from "../../workload/targets.js";

/** Lengths of a kind, tokens. */
export interface TestedLengths {
  /** Mean. */
  readonly mean: number;
  /** Standard deviation over the mean. */
  readonly cv: number;
}

/** A load test of a whole fleet that shows whether its plan holds. */
export interface PlannedLoadTest {
  /** Clients of a closed loop, who each ask again as soon as they are answered; null where requests come at a rate. */
  readonly clients: number | null;
  /** Running and waiting, mean, as sized. */
  readonly requestsInFlight: number;
  /** Answered, as sized; what comes, where they come at a rate. */
  readonly requestsPerSecond: number;
  /** Standard deviation of the time between two arrivals over its mean, where they come at a rate. */
  readonly arrivalCv: number;
  /** Prompts, all of them. */
  readonly input: TestedLengths;
  /** Outputs. */
  readonly output: TestedLengths;
  /** Tokens at the start of a prompt that the cache holds, mean; 0 for prompts that have nothing in common. */
  readonly cachedTokens: number;
  /** Different beginnings that prompts have. */
  readonly beginnings: number;
  /** Requests that count. */
  readonly requests: number;
  /** Requests before them. */
  readonly warmUpRequests: number;
}

/** Requests of each client of a closed loop, and times that an open run lasts over the time of a request, as practice has it (aiconfigurator: 20 to 50). */
const ROUNDS = 20;
/** Requests beyond a percentile, without which it is chance. */
const BEYOND_PERCENTILE = 10;
/** Arrivals at random, whose rate is then known to 3 %. */
const LEAST_ARRIVALS = 1000;
const WARM_UP_ROUNDS = 2;
/** Share of the prompts that may miss: the first of each beginning. */
const MOST_MISSES = 0.01;

const SHARE_BEYOND: Readonly<Record<Statistic, number>> = { mean: 1, p50: 0.5, p90: 0.1, p95: 0.05, p99: 0.01 };

/**
 * The load test of a plan. Requests in flight that are given are a closed loop of as many; a rate, and users whose requests follow from their
 * answers, are arrivals at the rate that was sized.
 *
 * @param estimate - what was sized, and for whom.
 * @returns load, lengths and counts.
 */
export function plannedLoadTest({
  traffic: { requestsInFlight, requestsPerSecond },
  request: { workload: asked, targets },
}: Pick<FeasibleEstimate, "traffic"> & {
  readonly request: { readonly workload: Workload; readonly targets: Targets };
}): PlannedLoadTest {
  const workload = resolveWorkload(asked);
  const inFlight = Math.ceil(requestsInFlight);
  const source = sourceOf(workload.arrivals);
  const isLoop = clientsOf(source) !== null || targets.acceptance !== undefined;
  const counts = countsOf(isLoop, inFlight, targets);
  const cachedTokens = cachedTokensOf(workload);
  return {
    clients: isLoop ? inFlight : null,
    requestsInFlight,
    requestsPerSecond,
    arrivalCv: "requestsPerSecond" in source ? (source.cv ?? 1) : 1,
    input: { mean: Math.round(workload.input.mean), cv: Math.sqrt(workload.input.squaredCv) },
    output: { mean: Math.max(1, Math.round(workload.output.mean)), cv: Math.sqrt(workload.output.squaredCv) },
    cachedTokens,
    beginnings: beginningsOf(workload, cachedTokens, counts.requests),
    ...counts,
  };
}

/** Requests of a run: of a load test that targets have to pass as many as it has, and its start counts; else enough for every statistic. */
function countsOf(
  isLoop: boolean,
  inFlight: number,
  targets: Targets,
): Pick<PlannedLoadTest, "requests" | "warmUpRequests"> {
  const { acceptance } = targets;
  if (acceptance !== undefined) {
    const { rounds = USUAL_ROUNDS } = acceptance;
    return { requests: Math.ceil((Number.isFinite(rounds) ? rounds : ROUNDS) * inFlight), warmUpRequests: 0 };
  }
  return {
    requests: Math.max(
      ROUNDS * inFlight,
      isLoop ? 0 : LEAST_ARRIVALS,
      ...targetLimits(targets).map(({ statistic }) => Math.ceil(BEYOND_PERCENTILE / SHARE_BEYOND[statistic])),
    ),
    warmUpRequests: WARM_UP_ROUNDS * inFlight,
  };
}

/** One where all prompts begin the same; else few enough that the first of each, which misses, do not count. */
const beginningsOf = ({ prefixCacheHitRate }: ResolvedWorkload, cachedTokens: number, requests: number): number =>
  cachedTokens === 0 ? 0 : prefixCacheHitRate === 0 ? 1 : Math.max(1, Math.floor(MOST_MISSES * requests));

const cachedTokensOf = ({ input, sharedPrefixTokens, prefixCacheHitRate }: ResolvedWorkload): number =>
  Math.round(sharedPrefixTokens + prefixCacheHitRate * Math.max(0, input.mean - sharedPrefixTokens));
