import type { EngineName } from "../catalog/engine.js";
import type { Precision } from "../catalog/precision.js";
import type { EngineSettings } from "../deployment/deployment.js";
import type { Parallelism } from "../deployment/parallelism.js";
import type { Draft } from "./draft.js";

/** Number formats of a launch, and what has to be told for them. */
export interface LaunchedFormats {
  /** Repository or path that is loaded; null where one has to be named. */
  readonly checkpoint: string | null;
  /** Format that the engine quantises to as it loads; null where the checkpoint has it. */
  readonly quantisation: Precision | null;
  /** The 16-bit format to compute in; null where the checkpoint says it. */
  readonly sixteenBit: "bf16" | "fp16" | null;
  /** Format of keys and values. */
  readonly kvCache: Precision;
  /** What the checkpoint takes on disk, about, bytes. */
  readonly checkpointBytes: number;
  /** True where the checkpoint asks for another format of the cache than 16 bit. */
  readonly asksForCache: boolean;
}

/** Every quantity that an engine is told about one replica. Limits of requests and tokens are of one data-parallel rank. */
export interface LaunchedReplica extends Parallelism, Required<EngineSettings>, LaunchedFormats {
  /** Which engine. */
  readonly engine: EngineName;
  /** Version that is started, with all its parts: `0.20.2`. */
  readonly version: string;
  /** Name that clients ask for. */
  readonly servedName: string;
  /** Who drafts tokens, and how many; null without. */
  readonly draft: Draft | null;
  /** What it computes where that is no text; null for a model that writes. */
  readonly pooling: "embedding" | "reranker" | null;
  /** True for a mixture of experts, whose data-parallel ranks share the experts. */
  readonly hasExperts: boolean;
  /** Tensor x pipeline x data. */
  readonly gpus: number;
  /** Servers that it spans. */
  readonly servers: number;
}
