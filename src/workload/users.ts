import { InfrascaleError } from "../errors.js";
import { checkFraction, checkPositive } from "../internal/check.js";
import { workloadRule } from "../rules/workload.js";
import type { Rule } from "../rules/rule-code.js";

/**
 * Requests that a user who reads and thinks between requests has in the system on average. Measured: 0.10-0.17 for
 * questions over documents, 0.05-0.10 for long chats, 0.10-0.20 for coding agents (RAGPulse 2025, Mooncake 2024 and
 * kv-cache-tester 2026 traces).
 */
export const DEFAULT_REQUESTS_PER_USER = 0.1;

/** Share of all users inside a session at the busy hour: planners take 0.10 to 0.25 (llm-d-planner), the least of these. */
export const DEFAULT_ACTIVE_FRACTION = 0.1;

/** The people behind a workload. */
export interface WorkloadUsers {
  /** All who may use it; null when only those in sessions were counted. */
  readonly namedUsers: number | null;
  /** Share of them inside a session; null likewise. */
  readonly activeFraction: number | null;
  /** Users inside a session, before the peak factor. */
  readonly concurrentUsers: number;
  /** From an answer to the next request, seconds; null when requests per user are given. */
  readonly thinkSeconds: number | null;
  /** Requests in the system for each user as given; null when they follow from the response time. */
  readonly requestsPerUser: number | null;
}

/** The people of a workload's fields; null when none are named. */
export function workloadUsers(fields: Readonly<Record<string, unknown>>): WorkloadUsers | null {
  const {
    concurrentUsers: concurrent,
    namedUsers: named,
    activeFraction: active,
    thinkSeconds: think,
    requestsPerUser: perUser,
  } = fields;
  if (concurrent === undefined && named === undefined) return null;
  if (concurrent !== undefined && (named !== undefined || active !== undefined))
    throw contradiction(workloadRule("one-count-of-users"), fields);
  if (think !== undefined && perUser !== undefined) throw contradiction(workloadRule("one-pause"), fields);
  const namedUsers = named === undefined ? null : checkPositive(named, "workload.namedUsers");
  const activeFraction =
    namedUsers === null ? null : checkFraction(active ?? DEFAULT_ACTIVE_FRACTION, "workload.activeFraction");
  return {
    namedUsers,
    activeFraction,
    concurrentUsers:
      namedUsers === null || activeFraction === null
        ? checkPositive(concurrent, "workload.concurrentUsers")
        : namedUsers * activeFraction,
    thinkSeconds: think === undefined ? null : checkPositive(think, "workload.thinkSeconds"),
    requestsPerUser:
      think === undefined ? checkPositive(perUser ?? DEFAULT_REQUESTS_PER_USER, "workload.requestsPerUser") : null,
  };
}

/** Users inside a session at the peak; 0 where none are named. */
export const usersAtPeak = ({
  users,
  peakFactor,
}: {
  readonly users: WorkloadUsers | null;
  readonly peakFactor: number;
}): number => (users?.concurrentUsers ?? 0) * peakFactor;

/** Fields of a workload that speak against each other. */
export const contradiction = (rule: Rule, fields: Readonly<Record<string, unknown>>): InfrascaleError =>
  new InfrascaleError({
    code: "contradictory-workload",
    field: "workload",
    ...rule,
    value: Object.keys(fields).join(", "),
  });
