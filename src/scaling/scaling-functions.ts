import type { Parallelism } from "../deployment/parallelism.js";
import type { Scenario } from "../deployment/scenario.js";

/** f(S): speed of S GPUs over speed of one; f(1) = 1. Without a split, of the default split of that S. */
export type GpuScaling = (gpusPerReplica: number, scenario: Scenario, split?: Parallelism) => number;

/** g(B,Q): how a batch changes the speed of a request; whether it divides or multiplies is stated by the model that uses it. */
export type BatchScaling = (
  batchExponent: number,
  queueRatio: number,
  scenario: Scenario,
  gpusPerReplica: number,
  split?: Parallelism,
) => number;
