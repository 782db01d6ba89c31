import type { Waiting } from "../queueing/fleet-waiting.js";
import type { BatchScaling, GpuScaling } from "../scaling/scaling-functions.js";
import type { EngineSettings } from "../deployment/deployment.js";
import type { DeploymentPrecision } from "../deployment/formats.js";
import type { Parallelism } from "../deployment/parallelism.js";
import { checkScenario, type Scenario } from "../deployment/scenario.js";
import { checkFunction, checkObject, checkPositive, checkText, once, optional } from "../internal/check.js";
import { checkDecision, checkExponent, checkQueueRatio, type Decision } from "./decision.js";
import type { ProfileUse } from "../deployment/profile-use.js";
import type { KvCacheUse } from "./kv-cache-use.js";
import type { PredictionUncertainty } from "./prediction-uncertainty.js";
import type { PredictionWarning } from "./prediction-warning.js";

/** Memory of one replica. */
export interface MemoryUse {
  /** What the replica needs, bytes. */
  readonly demandBytes: number;
  /** What its GPUs hold, bytes. */
  readonly limitBytes: number;
  /** The demand by part, bytes: `weights`, `kvCache`, ... ; parts sum to the demand. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The search space that suits a model: sizes of a replica, batch exponents, smallest queue ratio. */
export interface SearchDefaults {
  /** Allowed S, ascending. */
  readonly gpusPerReplica: readonly number[];
  /** Smallest and largest B. */
  readonly batchExponent: readonly [number, number];
  /** Smallest Q, > 0. */
  readonly minQueueRatio: number;
}

/** How a decision is carried out: every number that its prediction used, for one replica. */
export interface DeploymentPlan extends Parallelism {
  /** Engine profile, `vllm@0.20` for example. */
  readonly engine: string;
  /** Version that the timing is of. */
  readonly engineVersion: string;
  /** Requests that one replica runs at once. */
  readonly slots: number;
  /** Number formats. */
  readonly precision: DeploymentPrecision;
  /** Limits that the engine is started with, all of them; those of requests and tokens are of each data-parallel rank. */
  readonly settings: Required<EngineSettings>;
  /** Longest request that the cache of a rank holds, and that the model was made for, tokens. */
  readonly longestTokens: number;
  /** Tokens guessed ahead in a step; 0 without. */
  readonly draftTokens: number;
  /** Where the least certain constant comes from: `calibrated`, `family` or `datasheet`. */
  readonly source: string;
  /** Whether the engine profile was fitted to such a deployment; null without one. */
  readonly profile: ProfileUse | null;
}

/**
 * What a deployment does: the one interface between the laws of a serving engine and everything above them
 * (constraints, estimates). Functions take real S, N, B, Q, are pure, and never return NaN.
 */
export interface PerformanceModel {
  /** Name for results and messages. */
  readonly name: string;
  /** The search space when the caller names none. */
  readonly searchDefaults: (scenario: Scenario) => SearchDefaults;
  /** The ways to spread a replica over S GPUs, integer, the plainest first; absent where the model knows one only. */
  readonly splits?: (gpusPerReplica: number, scenario: Scenario) => readonly Parallelism[];
  /** Memory of one replica. */
  readonly memory: (decision: Decision, scenario: Scenario) => MemoryUse;
  /** Requests that one replica runs at once: 2^B, or fewer where the cache holds fewer. */
  readonly slots: (decision: Decision, scenario: Scenario) => number;
  /** Output tokens per second of one request over its whole time in the system. */
  readonly requestTokensPerSecond: (decision: Decision, scenario: Scenario) => number;
  /** Seconds from one output token to the next while the request runs. */
  readonly secondsPerOutputToken: (decision: Decision, scenario: Scenario) => number;
  /** Seconds from the start of a request's service to its first token. */
  readonly secondsToFirstToken: (decision: Decision, scenario: Scenario) => number;
  /** Seconds for which a running batch holds its slots. */
  readonly secondsPerBatch: (decision: Decision, scenario: Scenario) => number;
  /**
   * Waits, times and occupancy with their percentiles, where the model knows queues: needed for workloads of a rate or of users
   * who think, and for targets of percentiles. With a factor, as if all times of a replica were longer by it.
   */
  readonly waiting?: (decision: Decision, scenario: Scenario, timeFactor?: number) => Waiting;
  /** How a decision is carried out, where the model knows engines. */
  readonly plan?: (decision: Decision, scenario: Scenario) => DeploymentPlan;
  /** The KV cache of one replica and the mean of what its running requests hold, where the model knows a pool. */
  readonly kvCache?: (decision: Decision, scenario: Scenario) => KvCacheUse;
  /** What of a workload a decision does not serve as it is asked, where the model knows: requests longer than the context are known without it. */
  readonly warnings?: (decision: Decision, scenario: Scenario) => readonly PredictionWarning[];
  /** How sure its predictions are at a decision, where that is known. */
  readonly uncertainty?: (decision: Decision, scenario: Scenario) => PredictionUncertainty;
  /** f(S). */
  readonly gpuScaling: GpuScaling;
  /** g(B,Q). */
  readonly batchScaling: BatchScaling;
}

const FUNCTIONS = [
  "searchDefaults",
  "memory",
  "slots",
  "requestTokensPerSecond",
  "secondsPerOutputToken",
  "secondsToFirstToken",
  "secondsPerBatch",
] as const satisfies readonly (keyof PerformanceModel)[];

/** Refuses what is no performance model. */
export function checkPerformance(performance: PerformanceModel, field: string): PerformanceModel {
  checkText(checkObject(performance, field)["name"], `${field}.name`);
  for (const name of FUNCTIONS) checkFunction(performance[name], `${field}.${name}`);
  for (const name of ["splits", "waiting", "plan", "kvCache", "warnings", "uncertainty"] as const)
    optional(checkFunction)(performance[name], `${field}.${name}`);
  return performance;
}

/** The same of a model that is asked again and again. */
export const checkedPerformance: (performance: PerformanceModel) => PerformanceModel = once(
  (performance: PerformanceModel) => checkPerformance(performance, "performance"),
);

type Asked<Answer> = (decision: Decision, scenario: Scenario, timeFactor?: number) => Answer;

/** The same model, which looks at the decisions and scenarios that it is asked about. */
export function guarded(model: PerformanceModel): PerformanceModel {
  const asked =
    <Answer>(of: Asked<Answer>): Asked<Answer> =>
    (decision, scenario, timeFactor) =>
      of(checkDecision(decision), checkScenario(scenario), timeFactor);
  return {
    ...model,
    searchDefaults: (scenario) => model.searchDefaults(checkScenario(scenario)),
    memory: asked(model.memory),
    slots: asked(model.slots),
    requestTokensPerSecond: asked(model.requestTokensPerSecond),
    secondsPerOutputToken: asked(model.secondsPerOutputToken),
    secondsToFirstToken: asked(model.secondsToFirstToken),
    secondsPerBatch: asked(model.secondsPerBatch),
    ...(model.waiting === undefined ? {} : { waiting: asked(model.waiting) }),
    ...(model.plan === undefined ? {} : { plan: asked(model.plan) }),
    ...(model.kvCache === undefined ? {} : { kvCache: asked(model.kvCache) }),
    ...(model.warnings === undefined ? {} : { warnings: asked(model.warnings) }),
    gpuScaling: (gpusPerReplica, scenario, split) =>
      model.gpuScaling(checkPositive(gpusPerReplica, "gpusPerReplica"), checkScenario(scenario), split),
    batchScaling: (batchExponent, queueRatio, scenario, gpusPerReplica, split) =>
      model.batchScaling(
        checkExponent(batchExponent, "batchExponent"),
        checkQueueRatio(queueRatio, "queueRatio"),
        checkScenario(scenario),
        checkPositive(gpusPerReplica, "gpusPerReplica"),
        split,
      ),
  };
}
