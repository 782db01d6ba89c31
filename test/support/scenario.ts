import { resolveWorkload, type Scenario, type Workload } from "../../src/core.js";

/** What a scenario is made of, before its workload is resolved. */
export type PlainScenario = Pick<Scenario, "model" | "gpu" | "precision" | "targets"> &
  Partial<Pick<Scenario, "settings" | "speculation" | "routing">> & { readonly workload: Workload };

/** A scenario of a workload as callers write it. */
export const scenarioFor = ({ workload, ...rest }: PlainScenario): Scenario => ({
  settings: {},
  speculation: null,
  routing: "round-robin",
  ...rest,
  workload: resolveWorkload(workload),
});

/** Requests in flight of a scenario that fixes them. */
export const inFlight = ({ workload: { arrivals } }: Scenario): number =>
  arrivals.kind === "closed-loop" ? arrivals.requestsInFlight : Number.NaN;
