import type { EngineName } from "../catalog/engine.js";
import type { UncertainQuantity } from "./prediction-uncertainty.js";
import type { PredictionWarning } from "./prediction-warning.js";
import type { DeploymentMemory } from "../deployment/memory/memory-options.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";
import type { Parallelism } from "../deployment/parallelism.js";
import type { ProfileUse } from "../deployment/profile-use.js";
import type { ServingStep } from "./timing/step-timing.js";

/** What a deployment delivers under a load. */
export interface ServingPrediction {
  /** From sending a request to its first token, waiting included, mean, seconds; null when requests wait without end. */
  readonly ttftSeconds: number | null;
  /** Between output tokens after the first, mean, seconds; 0 of a model that writes no text, whose first token is its answer. */
  readonly tpotSeconds: number;
  /** From sending a request to its last token, mean, seconds; null when requests wait without end. */
  readonly e2eSeconds: number | null;
  /** Waiting for a slot, mean, seconds; null without end. */
  readonly queueSeconds: number | null;
  /** Output tokens of one request after its first token, per second. */
  readonly tokensPerSecondPerRequest: number;
  /** Output tokens of all requests, per second. */
  readonly outputTokensPerSecond: number;
  /** Prompt and output tokens of all requests, per second. */
  readonly totalTokensPerSecond: number;
  /** Requests finished, per second. */
  readonly requestsPerSecond: number;
  /** Requests that run at once, all replicas together, mean. */
  readonly running: number;
  /** Requests that wait for a slot, mean; null when their number grows without end. */
  readonly waiting: number | null;
  /** Most requests that run at once, all replicas together. */
  readonly slots: number;
  /** False when requests arrive faster than they can be served. */
  readonly stable: boolean;
  /** A decoding step by parts: why a token takes as long as it does; all 0 of a model that writes no text. */
  readonly decode: ServingStep;
  /** A step that reads a prompt, with what decodes beside it in engines that mix the two, by parts. */
  readonly prompt: ServingStep;
  /** Memory of one GPU. */
  readonly memory: DeploymentMemory;
  /** How a replica is spread over its GPUs. */
  readonly parallelism: Parallelism;
  /** Copies that share the load. */
  readonly replicas: number;
  /** GPUs of all replicas. */
  readonly gpus: number;
  /** Engine profile whose rules were used, `vllm@0.20` for example. */
  readonly engine: string;
  /** Which engine that is. */
  readonly engineName: EngineName;
  /** Version whose timing was used. */
  readonly engineVersion: string;
  /** True for a mixture of experts. */
  readonly hasExperts: boolean;
  /** Where the least certain of the speed constants comes from. */
  readonly source: ConstantsSource;
  /** Whether the engine profile was fitted to such a deployment; null without one. */
  readonly profile: ProfileUse | null;
  /** What is not served as it was asked. */
  readonly warnings: readonly PredictionWarning[];
  /**
   * Relative standard deviations of the times about what the engine profile predicts, of those that it measured; null
   * without a profile, and where it was fitted to other deployments.
   */
  readonly relativeStandardDeviations: Readonly<Partial<Record<UncertainQuantity, number>>> | null;
}
