import type { ImageEncoder } from "../../src/catalog/images/image-encoder.js";
import type { Precision } from "../../src/catalog/precision.js";

/** A GPU as the gathered facts describe it (`../shared/catalog/gpus.json`, `gpus-2.json`); units are in the names. */
export interface GpuFacts {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly memory_gb: number;
  readonly memory_gib_usable: number | null;
  readonly memory_gib_cuda_total: number | null;
  readonly memory_mib_driver?: number | null;
  readonly memory_usable_source?: string | null;
  readonly memory_bandwidth_gbps: number;
  readonly dense_tflops: Readonly<Record<"fp32" | "bf16" | "fp16" | "fp8" | "int8" | "fp4", number | null>>;
  readonly interconnect: {
    readonly kind: string;
    readonly per_gpu_gbps_bidirectional: number | null;
    readonly scale_up_domain_gpus: number;
    readonly optional_bridge?: {
      readonly kind: string;
      readonly per_gpu_gbps_bidirectional: number;
      readonly gpus: number;
    };
  };
  readonly tdp_watts: number | null;
  readonly sources: readonly string[];
  readonly notes?: string | null;
}

/** Layers without softmax attention; which fields are there depends on `kind`. */
export interface LinearLayerFacts {
  readonly kind: string;
  readonly layers: number;
  readonly attention_layers: number;
  /** Feed-forward blocks that stand as layers of their own. */
  readonly mlp_or_moe_layers?: number;
  readonly state_elements_per_layer: number;
  readonly conv_kernel?: number;
  readonly key_heads?: number;
  readonly value_heads?: number;
  readonly key_head_dim?: number;
  readonly value_head_dim?: number;
  readonly heads?: number;
  readonly head_dim?: number;
  readonly state?: number;
  readonly groups?: number;
  readonly inner?: number;
}

/** Attention of a model; which fields are there depends on `kind`. */
export interface AttentionFacts {
  readonly kind: string;
  readonly q_lora_rank?: number | null;
  readonly kv_lora_rank?: number;
  readonly qk_rope_head_dim?: number;
  readonly qk_nope_head_dim?: number;
  readonly v_head_dim?: number;
  readonly sparse_indexer?: { readonly heads: number; readonly head_dim: number; readonly topk: number };
  /** Blocks of the cache are picked before they are read. */
  readonly sparse?: object;
  readonly output_gate?: boolean;
  /** Attentions, each with a dense block, beside the experts of one layer. */
  readonly attention_per_layer?: number;
  readonly window_layers?: { readonly num_key_value_heads: number };
  readonly sliding_window?: {
    readonly window: number;
    readonly layers_with_window: number;
    readonly layers_global: number;
  };
  readonly window_is_chunked?: boolean;
  readonly kv_shared_layers?: number;
  readonly global_layers?: {
    readonly head_dim: number;
    readonly num_key_value_heads: number;
    readonly k_equals_v?: boolean;
  };
  /** Layers that have attention, where the others have none and nothing in its place. */
  readonly attention_layers?: number;
  readonly linear_layers?: LinearLayerFacts;
}

/** Experts of a model. */
export interface ExpertFacts {
  readonly num_experts: number;
  readonly experts_per_token: number;
  readonly num_shared_experts: number;
  readonly moe_intermediate_size: number;
  readonly shared_expert_intermediate_size?: number;
  readonly first_dense_layers: number;
  readonly dense_intermediate_size?: number;
  readonly moe_layers?: number;
  readonly moe_layer_step?: number;
  readonly moe_layer_period?: number;
  readonly expert_matrices?: number;
  readonly latent_size?: number;
}

/** A model as the gathered facts describe it (`../shared/catalog/models.json`, `models-2.json`). */
export interface ModelFacts {
  readonly id: string;
  readonly family: string;
  readonly model_type: string;
  readonly num_layers: number;
  readonly hidden_size: number;
  /** Null where the layers have different widths. */
  readonly intermediate_size: number | null;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly vocab_size: number;
  readonly attention: AttentionFacts;
  readonly moe: ExpertFacts | null;
  readonly max_position_embeddings: number | null;
  readonly native_weights_dtype: string;
  readonly source: string;
  readonly params_language_model: number;
  readonly params_active_language_model: number;
  readonly params_embedding: number;
  readonly params_lm_head: number;
  readonly params_mtp: number;
  readonly params_vision?: number;
  readonly kv_cache: { readonly global_layers: number | null; readonly window_layers: number };
  readonly notes?: string;
}

/** What people chose or looked up elsewhere, and no fact holds. */
export interface Curated {
  readonly aliases: readonly string[];
  /** Number format of recurrent states; undefined for fp32. */
  readonly statePrecision: Precision | undefined;
  /** How it reads images, by the config.json and the processor of its family; absent without. */
  readonly imageEncoder?: ImageEncoder | undefined;
  /** Day on which the facts were written down; few of them carry a date of their own. */
  readonly gathered: string;
}

/** A field that this kind of layer must have. */
export function required(value: number | null | undefined, what: string): number {
  if (value == null) throw new Error(`the facts lack ${what}`);
  return value;
}
