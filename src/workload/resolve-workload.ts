import { InfrascaleError } from "../errors.js";
import { checkBetween, checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { ResolvedWorkload, Workload } from "./workload.js";

/**
 * Requests that a user who reads and thinks between requests has in the system on average. Measured: 0.10-0.17 for
 * questions over documents, 0.05-0.10 for long chats, 0.10-0.20 for coding agents (RAGPulse 2025, Mooncake 2024 and
 * kv-cache-tester 2026 traces).
 */
export const DEFAULT_REQUESTS_PER_USER = 0.1;

/** A hundred requests at once for everybody on Earth. */
const MOST_REQUESTS = 1e12;

/** A thousand times the longest context that a model has been made for. */
const MOST_TOKENS = 1e10;

/**
 * The requests in flight that a workload means.
 *
 * $$ R = U r $$
 *
 * with U concurrent users and r requests per user; requests in flight given directly are taken as they are.
 *
 * @param workload - users or requests in flight, and lengths in tokens.
 * @returns lengths, and requests in flight.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-workload` when both users and
 * requests in flight are given, or neither.
 * @example
 * ```ts
 * import { resolveWorkload } from "infrascale";
 *
 * resolveWorkload({ concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 }).requestsInFlight; // => 100
 * ```
 */
export function resolveWorkload(workload: Workload): ResolvedWorkload {
  const fields = checkObject(workload, "workload");
  checkKeys(fields, "workload", ["concurrentUsers", "requestsPerUser", "requestsInFlight", "inputTokens", "outputTokens"]);
  return {
    requestsInFlight: checkBetween(requestsInFlight(fields), "workload.requestsInFlight", Number.MIN_VALUE, MOST_REQUESTS),
    inputTokens: checkBetween(fields["inputTokens"], "workload.inputTokens", 1, MOST_TOKENS),
    outputTokens: checkBetween(fields["outputTokens"], "workload.outputTokens", 1, MOST_TOKENS),
  };
}

function requestsInFlight(fields: Readonly<Record<string, unknown>>): number {
  const direct = fields["requestsInFlight"];
  const users = fields["concurrentUsers"];
  if (direct !== undefined && (users !== undefined || fields["requestsPerUser"] !== undefined))
    throw new InfrascaleError({ code: "contradictory-workload", field: "workload", rule: "must name either concurrentUsers or requestsInFlight, not both", value: workload(fields) });
  if (direct !== undefined) return checkPositive(direct, "workload.requestsInFlight");
  if (users === undefined)
    throw new InfrascaleError({ code: "contradictory-workload", field: "workload", rule: "must name concurrentUsers or requestsInFlight", value: workload(fields) });
  return (
    checkPositive(users, "workload.concurrentUsers") *
    checkPositive(fields["requestsPerUser"] ?? DEFAULT_REQUESTS_PER_USER, "workload.requestsPerUser")
  );
}

const workload = (fields: Readonly<Record<string, unknown>>): string => Object.keys(fields).join(", ");
