import { formatNumber, formatSeconds } from "../format.js";
import { resolveWorkload, type Estimate, type EstimateTraffic, type Workload } from "../../index.js";

/** From what was given to requests, as far as an estimate got. */
type Steps = Pick<
  EstimateTraffic,
  "namedUsers" | "activeFraction" | "concurrentUsers" | "peakFactor" | "thinkSeconds"
> & {
  readonly e2eSeconds: number | null;
  readonly requestsPerSecond: number | null;
  readonly requestsInFlight: number | null;
};

/** Every step from people, or a rate, to requests in flight: `1,000 users x 0.1 requests in flight each = 100 requests in flight`. */
export function renderLoad(estimate: Estimate, workload: Workload): string {
  const steps = stepsOf(estimate, workload);
  if ("requestsPerSecond" in workload) return ofRate(steps, workload.requestsPerSecond);
  return steps.concurrentUsers === null ? ofRequests(steps) : ofUsers(steps, steps.concurrentUsers);
}

/** An infeasible estimate has no times, but was asked for users all the same. */
function stepsOf(estimate: Estimate, workload: Workload): Steps {
  if (estimate.status === "feasible") return estimate.traffic;
  const { users, peakFactor } = resolveWorkload(workload);
  const { requestsInFlight } = estimate;
  const { namedUsers = null, activeFraction = null, concurrentUsers = null, thinkSeconds = null } = users ?? {};
  return {
    namedUsers,
    activeFraction,
    concurrentUsers,
    thinkSeconds,
    peakFactor,
    e2eSeconds: null,
    requestsPerSecond: null,
    requestsInFlight,
  };
}

function ofUsers(steps: Steps, concurrentUsers: number): string {
  const { namedUsers, activeFraction, peakFactor, thinkSeconds, e2eSeconds, requestsInFlight } = steps;
  const inSession = concurrentUsers * peakFactor;
  const people: string[] = [];
  if (namedUsers !== null && activeFraction !== null)
    people.push(
      `${formatNumber(namedUsers)} named users x ${formatNumber(activeFraction)} active = ${formatNumber(concurrentUsers)} in a session`,
    );
  if (peakFactor !== 1)
    people.push(
      `${formatNumber(concurrentUsers)} users x ${formatNumber(peakFactor)} at the peak = ${formatNumber(inSession)}`,
    );
  const users = `${formatNumber(inSession)} users`;
  const each =
    requestsInFlight === null ? "" : `${formatNumber(requestsInFlight / inSession)} requests in flight each = `;
  if (thinkSeconds === null) return [...people, `${users} x ${each}${inFlight(steps)}`].join("; ");
  const answered = e2eSeconds === null ? "" : ` and is answered in ${formatSeconds(e2eSeconds)}`;
  return [
    ...(people.length === 0 ? [users] : people),
    `each thinks ${formatSeconds(thinkSeconds)}${answered}: ${each}${inFlight(steps)}`,
  ].join("; ");
}

function ofRate(steps: Steps, perSecond: number): string {
  const { peakFactor, e2eSeconds } = steps;
  const rate = `${formatNumber(perSecond)} requests per second`;
  const atPeak =
    peakFactor === 1
      ? rate
      : `${rate} x ${formatNumber(peakFactor)} at the peak = ${formatNumber(perSecond * peakFactor)}`;
  const answered = e2eSeconds === null ? "" : `each takes ${formatSeconds(e2eSeconds)}: `;
  return `${atPeak}; ${answered}${inFlight({ ...steps, requestsPerSecond: null })}`;
}

function ofRequests(steps: Steps): string {
  const { peakFactor, requestsInFlight } = steps;
  if (peakFactor === 1 || requestsInFlight === null) return inFlight(steps);
  return `${formatNumber(requestsInFlight / peakFactor)} x ${formatNumber(peakFactor)} at the peak = ${inFlight(steps)}`;
}

function inFlight({ requestsInFlight, requestsPerSecond }: Steps): string {
  if (requestsInFlight === null) return "requests in flight grow without end";
  return `${formatNumber(requestsInFlight)} requests in flight${requestsPerSecond === null ? "" : `, ${formatNumber(requestsPerSecond)} per second`}`;
}
