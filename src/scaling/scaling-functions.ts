import type { Scenario } from "../deployment/scenario.js";

/** f(S): speed of S GPUs over speed of one; f(1) = 1. */
export type GpuScaling = (gpusPerReplica: number, scenario: Scenario) => number;

/** g(B,Q): how a batch changes the speed of a request; whether it divides or multiplies is stated by the model that uses it. */
export type BatchScaling = (batchExponent: number, queueRatio: number, scenario: Scenario, gpusPerReplica: number) => number;
