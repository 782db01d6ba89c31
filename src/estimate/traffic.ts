import { requestsInFlight, waitingOf } from "../constraints/requests-in-flight.js";
import { requestSpeed } from "../constraints/throughput.js";
import type { Decision } from "../performance/decision.js";
import type { Problem } from "./problem.js";

/** From people to requests: every step of the conversion, at the decision. */
export interface EstimateTraffic {
  /** All who may use it; null when only those in sessions were counted. */
  readonly namedUsers: number | null;
  /** Share of them inside a session; null likewise. */
  readonly activeFraction: number | null;
  /** Users inside a session as they were given; null when the workload is given by requests. */
  readonly concurrentUsers: number | null;
  /** Peak over what was given. */
  readonly peakFactor: number;
  /** From an answer to the next request of the same user, seconds; null where it is not given. */
  readonly thinkSeconds: number | null;
  /** From sending a request to its last token, mean, seconds. */
  readonly e2eSeconds: number;
  /** Requests that a user in a session has in the system, mean; null without users. */
  readonly requestsPerUser: number | null;
  /** Requests in the system, running and waiting, mean. */
  readonly requestsInFlight: number;
  /** Requests answered, per second. */
  readonly requestsPerSecond: number;
}

/**
 * From users to requests in flight and requests per second at a decision that answers all that comes:
 *
 * $$ U = U_{named}\, a, \qquad R = U f\, \frac{T}{T + Z}, \qquad X = \frac{R}{T} $$
 *
 * with $a$ the share in a session, $f$ the peak factor, $T$ the response time and $Z$ the time to think.
 *
 * @param problem - the sizing problem.
 * @param decision - a feasible decision.
 * @returns every step.
 */
export function trafficOf({ performance, scenario }: Problem, decision: Decision): EstimateTraffic {
  const { users, peakFactor, outputTokens } = scenario.workload;
  const waiting = waitingOf(performance, decision, scenario);
  const inFlight = requestsInFlight(performance, decision, scenario);
  const e2eSeconds =
    waiting?.stable === true ? waiting.e2eSeconds.mean : outputTokens / requestSpeed(performance, decision, scenario);
  return {
    namedUsers: users?.namedUsers ?? null,
    activeFraction: users?.activeFraction ?? null,
    concurrentUsers: users?.concurrentUsers ?? null,
    peakFactor,
    thinkSeconds: users?.thinkSeconds ?? null,
    e2eSeconds,
    requestsPerUser: users === null ? null : inFlight / (users.concurrentUsers * peakFactor),
    requestsInFlight: inFlight,
    requestsPerSecond: waiting?.stable === true ? waiting.requestsPerSecond : inFlight / e2eSeconds,
  };
}
