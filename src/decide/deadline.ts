import { InfrascaleError } from "../errors.js";
import { checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { RequestLengths } from "../workload/request-lengths.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import type { Targets } from "../workload/targets.js";
import type { Workload } from "../workload/workload.js";
import { decideRule } from "../rules/decide.js";

/** A workload and its targets, for `estimateGpus`. */
export interface TimedWorkload {
  /** The load. */
  readonly workload: Workload;
  /** What it is held to. */
  readonly targets: Targets;
}

/** So many requests that have to be done in time. */
export interface Deadline {
  /** How many, > 0. */
  readonly requests: number;
  /** Until all are done, seconds, > 0. */
  readonly seconds: number;
}

/** Share of the time that is left for the last requests, once the others are done. */
const LAST_SHARE = 0.05;

/**
 * Requests that have to be done by a deadline, as a rate that a fleet has to keep up with: 95 % of the time for $n$ requests to come in, and the
 * rest for the slowest hundredth of them to be done.
 *
 * $$ \lambda = \frac{n}{0.95\, T}, \qquad \mathrm{e2e}_{99} \le 0.05\, T $$
 *
 * @param deadline - how many, and until when.
 * @param lengths - of the requests.
 * @returns a workload and targets for `estimateGpus`.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { byDeadline } from "infrascale/decide";
 *
 * const { workload, targets } = byDeadline({ requests: 9.5e6, seconds: 100_000 }, { inputTokens: 500, outputTokens: 50 });
 * workload.requestsPerSecond; // => 100
 * targets; // => { e2e: { p99: 5000 } }
 * ```
 */
export function byDeadline(deadline: Deadline, lengths: RequestLengths): TimedWorkload {
  checkKeys(checkObject(deadline, "deadline"), "deadline", ["requests", "seconds"]);
  const requests = checkPositive(deadline.requests, "deadline.requests");
  const seconds = checkPositive(deadline.seconds, "deadline.seconds");
  const workload = { ...lengths, requestsPerSecond: requests / ((1 - LAST_SHARE) * seconds) };
  resolveWorkload(workload);
  return { workload, targets: { e2e: { p99: LAST_SHARE * seconds } } };
}

/**
 * A workload by the tokens of all requests together.
 *
 * @param outputTokensPerSecond - output tokens of the whole fleet, tokens per second, > 0.
 * @param lengths - of the requests, which write something.
 * @returns the workload of that rate: output tokens per second over those of a request.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-workload` for requests without outputs.
 * @example
 * ```ts
 * import { ofThroughput } from "infrascale/decide";
 *
 * ofThroughput(10_000, { inputTokens: 1000, outputTokens: 200 }).requestsPerSecond; // => 50
 * ```
 */
export function ofThroughput(outputTokensPerSecond: number, lengths: RequestLengths): Workload {
  checkPositive(outputTokensPerSecond, "outputTokensPerSecond");
  const { outputTokens } = resolveWorkload({ ...lengths, requestsPerSecond: 1 });
  if (outputTokens === 0)
    throw new InfrascaleError({
      code: "contradictory-workload",
      field: "lengths.outputTokens",
      ...decideRule("some-output"),
      value: 0,
    });
  return { ...lengths, requestsPerSecond: outputTokensPerSecond / outputTokens };
}
