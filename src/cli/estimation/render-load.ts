import { resolveWorkload, type Estimate, type EstimateTraffic, type Workload } from "../../index.js";
import type { CommandLanguage } from "../language/command-language.js";

/** From what was given to requests, as far as an estimate got. */
type Steps = Pick<
  EstimateTraffic,
  "namedUsers" | "activeFraction" | "concurrentUsers" | "peakFactor" | "thinkSeconds"
> & {
  readonly e2eSeconds: number | null;
  readonly requestsPerSecond: number | null;
  readonly requestsInFlight: number | null;
};

type Words = CommandLanguage["words"]["load"];
type Figures = CommandLanguage["figures"];

/** Every step from people, or a rate, to requests in flight: `1,000 users x 0.1 requests in flight each = 100 requests in flight`. */
export function renderLoad(
  estimate: Estimate,
  workload: Workload,
  { words: { load }, figures }: CommandLanguage,
): string {
  const steps = stepsOf(estimate, workload);
  if ("requestsPerSecond" in workload) return ofRate(steps, workload.requestsPerSecond, load, figures);
  return steps.concurrentUsers === null
    ? ofRequests(steps, load)
    : ofUsers(steps, steps.concurrentUsers, load, figures);
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

function ofUsers(steps: Steps, concurrentUsers: number, words: Words, { clauses, times }: Figures): string {
  const { namedUsers, activeFraction, peakFactor, thinkSeconds, e2eSeconds, requestsInFlight } = steps;
  const inSession = concurrentUsers * peakFactor;
  const people = [
    ...(namedUsers === null || activeFraction === null
      ? []
      : [words.active(namedUsers, activeFraction, concurrentUsers)]),
    ...(peakFactor === 1 ? [] : [words.usersAtPeak(concurrentUsers, peakFactor)]),
  ];
  const users = words.users(inSession);
  const each = requestsInFlight === null ? "" : `${words.each(requestsInFlight / inSession)} = `;
  if (thinkSeconds === null) return clauses([...people, `${users} ${times} ${each}${inFlight(steps, words)}`]);
  return clauses([
    ...(people.length === 0 ? [users] : people),
    `${words.thinks(thinkSeconds, e2eSeconds)} ${each}${inFlight(steps, words)}`,
  ]);
}

function ofRate(steps: Steps, perSecond: number, words: Words, { clauses }: Figures): string {
  const { peakFactor, e2eSeconds } = steps;
  const taken = e2eSeconds === null ? "" : `${words.takes(e2eSeconds)} `;
  return clauses([words.rate(perSecond, peakFactor), `${taken}${words.inFlight(steps.requestsInFlight, null)}`]);
}

function ofRequests(steps: Steps, words: Words): string {
  const { peakFactor, requestsInFlight } = steps;
  if (peakFactor === 1 || requestsInFlight === null) return inFlight(steps, words);
  return `${words.requestsAtPeak(requestsInFlight / peakFactor, peakFactor)} = ${inFlight(steps, words)}`;
}

const inFlight = ({ requestsInFlight, requestsPerSecond }: Steps, words: Words): string =>
  words.inFlight(requestsInFlight, requestsPerSecond);
