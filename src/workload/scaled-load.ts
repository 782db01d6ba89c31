import type { ResolvedWorkload } from "./workload.js";

/** What of each kind of arrivals is their load. */
const LOAD = { "closed-loop": "requestsInFlight", users: "users", open: "requestsPerSecond" } as const satisfies Readonly<Record<ResolvedWorkload["arrivals"]["kind"], string>>;

/** Requests in flight, users, or requests per second. */
export const loadOf = ({ arrivals }: ResolvedWorkload): number => (arrivals as unknown as Readonly<Record<string, number>>)[LOAD[arrivals.kind]] ?? 0;

/** The same workload with so many times the load. */
export const scaledLoad = (workload: ResolvedWorkload, factor: number): ResolvedWorkload => ({
  ...workload,
  arrivals: { ...workload.arrivals, [LOAD[workload.arrivals.kind]]: factor * loadOf(workload) },
});
