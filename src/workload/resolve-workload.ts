import { checkBetween, checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { SteadyArrivals } from "./arrivals.js";
import { MOST_REQUESTS, MOST_THINKING_SECONDS, MOST_VARIATION } from "./limits.js";
import { LENGTH_FIELDS, resolveLengths } from "./request-lengths.js";
import { contradiction, workloadUsers, type WorkloadUsers } from "./users.js";
import type { ResolvedWorkload, Workload } from "./workload.js";
import { workloadRule } from "../rules/workload.js";

const FIELDS = [
  "concurrentUsers",
  "namedUsers",
  "activeFraction",
  "thinkSeconds",
  "requestsPerUser",
  "requestsInFlight",
  "requestsPerSecond",
  "arrivalCv",
  ...LENGTH_FIELDS,
  "peakFactor",
] as const;

/**
 * How requests come, and how long they are, in a workload.
 *
 * Named users are those of whom a share is in a session, $U = U_{named}\, a$. Users with requests per user $r$ have
 * $R = U r$ in flight, whatever the response time; users who think for $Z$ seconds have $U / (R_{response} + Z)$ requests
 * per second, which only a deployment can answer.
 *
 * @param workload - users, requests in flight or a rate; and lengths in tokens.
 * @returns lengths and arrivals at the peak.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-workload` when the load is given in two
 * ways, or in none.
 * @example
 * ```ts
 * import { resolveWorkload } from "infrascale";
 *
 * resolveWorkload({ concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 }).arrivals; // => { kind: "closed-loop", requestsInFlight: 100, rounds: Infinity }
 * resolveWorkload({ namedUsers: 10_000, thinkSeconds: 60, inputTokens: 1155, outputTokens: 211 }).arrivals; // => { kind: "users", users: 1000, thinkSeconds: 60 }
 * ```
 */
export function resolveWorkload(workload: Workload): ResolvedWorkload {
  const fields = checkObject(workload, "workload");
  checkKeys(fields, "workload", FIELDS);
  const lengths = resolveLengths(fields, "workload.");
  const peakFactor = checkPositive(fields["peakFactor"] ?? 1, "workload.peakFactor");
  const users = workloadUsers(fields);
  return {
    inputTokens: lengths.input.mean,
    outputTokens: lengths.output.mean,
    ...lengths,
    peakFactor,
    users,
    arrivals: arrivalsOf(fields, users, peakFactor),
  };
}

function arrivalsOf(
  fields: Readonly<Record<string, unknown>>,
  users: WorkloadUsers | null,
  peakFactor: number,
): SteadyArrivals {
  const { requestsInFlight, requestsPerSecond, arrivalCv } = fields;
  const ways = [users, requestsInFlight, requestsPerSecond].filter((way) => way != null);
  if (ways.length !== 1) throw contradiction(workloadRule("one-load"), fields);
  const ofUsers = ["thinkSeconds", "requestsPerUser", "activeFraction"].filter((field) => fields[field] !== undefined);
  if (users === null && ofUsers.length > 0)
    throw contradiction(workloadRule("users-beside", { fields: ofUsers }), fields);
  if (arrivalCv !== undefined && requestsPerSecond === undefined)
    throw contradiction(workloadRule("rate-beside-cv"), fields);
  if (users !== null && users.thinkSeconds !== null)
    return {
      kind: "users",
      users: checkBetween(
        users.concurrentUsers * peakFactor,
        "workload.concurrentUsers",
        Number.MIN_VALUE,
        MOST_REQUESTS,
      ),
      thinkSeconds: checkBetween(users.thinkSeconds, "workload.thinkSeconds", Number.MIN_VALUE, MOST_THINKING_SECONDS),
    };
  if (requestsPerSecond !== undefined)
    return {
      kind: "open",
      requestsPerSecond: checkBetween(
        checkPositive(requestsPerSecond, "workload.requestsPerSecond") * peakFactor,
        "workload.requestsPerSecond",
        Number.MIN_VALUE,
        MOST_REQUESTS,
      ),
      cv: checkBetween(arrivalCv ?? 1, "workload.arrivalCv", 0, MOST_VARIATION),
    };
  const given =
    users === null
      ? checkPositive(requestsInFlight, "workload.requestsInFlight")
      : users.concurrentUsers * (users.requestsPerUser ?? 0);
  return {
    kind: "closed-loop",
    requestsInFlight: checkBetween(given * peakFactor, "workload.requestsInFlight", Number.MIN_VALUE, MOST_REQUESTS),
    rounds: Infinity,
  };
}
