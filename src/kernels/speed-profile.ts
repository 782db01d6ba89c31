import type { EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Precision } from "../catalog/precision.js";
import type { WeightStorage } from "../deployment/formats.js";
import type { Parallelism } from "../deployment/parallelism.js";
import type { CollectiveChoice } from "./collective-choice.js";
import type { DecodeAttentionConstants } from "./decode-attention.js";
import type { ExpertsConstants } from "./experts.js";
import type { GemmConstants } from "./gemm.js";
import type { Choice, ConstantsSource } from "./kernel-choice.js";
import type { KernelLaws, PrefillAttentionRow } from "./kernel-laws.js";
import type { LatentDecodeConstants } from "./latent-attention.js";
import type { PrefillAttentionConstants } from "./prefill-attention.js";

/** What is served, by what, on what. `tensor` may be any real number >= 1. */
export interface SpeedDeployment {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: EngineName;
  readonly storage: WeightStorage;
  /** Number format of the key-value cache. */
  readonly cache: Precision;
  readonly parallelism: Parallelism;
}

/** Constants of a matrix kernel with what its format reads. */
export interface GemmChoice extends Choice<GemmConstants> {
  readonly weightBytes: number;
  readonly activationBytes: number;
}

/** All constants of a deployment: made once, used for every step. */
export interface SpeedProfile {
  readonly deployment: SpeedDeployment;
  /** Bandwidth of the GPU's memory, bytes per second. */
  readonly bytesPerSecond: number;
  /** Projections of attention. */
  readonly attention: GemmChoice;
  /** Dense blocks. */
  readonly dense: GemmChoice;
  /** Shared experts. */
  readonly shared: GemmChoice;
  /** Projections of layers with a state. */
  readonly states: GemmChoice;
  /** Output head, routers and what quantisers leave alone. */
  readonly plain: GemmChoice;
  readonly decodeAttention: Choice<DecodeAttentionConstants>;
  readonly prefillAttention: Choice<PrefillAttentionRow>;
  readonly latentDecode: Choice<LatentDecodeConstants>;
  readonly latentPrefill: Choice<PrefillAttentionConstants>;
  readonly experts: Choice<ExpertsConstants> & { readonly weightBytes: number };
  readonly elementwise: KernelLaws["elementwise"];
  /** Bytes of one element of the cache. */
  readonly cacheBytes: number;
  /** All-reduce over the tensor-parallel GPUs. */
  readonly tensorGroup: CollectiveChoice;
  /** All-reduce over the GPUs that share the experts. */
  readonly expertGroup: CollectiveChoice;
  /** A message from a stage of a pipeline to the next, inside of a server, as an all-reduce of two. */
  readonly nextStage: CollectiveChoice;
  /** The least certain of the constants that the model needs. */
  readonly source: ConstantsSource;
}
