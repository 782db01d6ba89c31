import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import type { Precision } from "../../catalog/precision.js";
import type { DeploymentMemoryOptions } from "../../deployment/memory/engine-memory.js";
import type { Parallelism } from "../../deployment/memory/parallelism.js";
import type { WeightStorage } from "../../kernels/number-format.js";
import type { EngineProfile } from "./engine-profile.js";
import type { ServingLoad } from "./load.js";
import type { Speculation } from "./serving-times.js";

/** Number formats of a deployment; those left out are the checkpoint's, and 16 bit for the cache. */
export interface ServingPrecision {
  /** Number format of the weights. */
  readonly weights?: Precision;
  /** Number format of the key-value cache. */
  readonly kvCache?: Precision;
  /** Scales of 8-bit weights: one for each tensor, fixed; computed as the model runs; or one for each block. */
  readonly scaling?: WeightStorage["scaling"];
  /** True when only weights are quantised and arithmetic stays in 16 bit. */
  readonly weightOnly?: boolean;
}

/** Limits that an engine is started with; those left out are its defaults on the GPU. */
export type ServingSettings = Pick<DeploymentMemoryOptions, "maxNumSeqs" | "maxBatchedTokens" | "maxModelLen" | "utilization">;

/** A deployment and what is asked of it. */
export interface ServingRequest {
  /** What is served. */
  readonly model: Model;
  /** On what. */
  readonly gpu: Gpu;
  /** By what: its memory rules and defaults. */
  readonly engine: Engine;
  /** Version of the engine, which its timing depends on; the profile's own when absent. */
  readonly engineVersion?: string;
  /** Number formats; those left out are the checkpoint's. */
  readonly precision?: ServingPrecision;
  /** Each an integer >= 1; those left out are 1. */
  readonly parallelism?: Partial<Parallelism>;
  /** Copies of the deployment that share the load evenly, integer >= 1. @defaultValue 1 */
  readonly replicas?: number;
  /** How requests come. */
  readonly load: ServingLoad;
  /** Prompt, tokens, >= 1. */
  readonly inputTokens: number;
  /** Answer, tokens, >= 1. */
  readonly outputTokens: number;
  /** Limits that the engine is started with. */
  readonly settings?: ServingSettings;
  /** Share of the prompts' tokens that the prefix cache holds, in [0, 1). @defaultValue 0 */
  readonly prefixCacheHitRate?: number;
  /** Tokens guessed ahead; absent without. */
  readonly speculation?: Speculation;
  /** What one's own load tests say beyond the constants; absent without. */
  readonly profile?: EngineProfile;
}
