import { resolveWorkload, type Scenario, type Workload } from "../../src/core.js";

/** What a scenario is made of, before its workload is resolved. */
export type PlainScenario = Pick<Scenario, "model" | "gpu" | "precision" | "targets"> & { readonly workload: Workload };

/** A scenario of a workload as callers write it. */
export const scenarioFor = ({ model, gpu, precision, workload, targets }: PlainScenario): Scenario => ({ model, gpu, precision, workload: resolveWorkload(workload), targets, routing: "round-robin" });

/** Requests in flight of a scenario that fixes them. */
export const inFlight = ({ workload: { arrivals } }: Scenario): number => (arrivals.kind === "closed-loop" ? arrivals.requestsInFlight : Number.NaN);
