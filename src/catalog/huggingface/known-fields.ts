import { isSet, refuse, type ConfigPart } from "./config-part.js";
import { configRule } from "../../rules/config.js";
import type { Rule } from "../../rules/rule-code.js";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Fields that the reader turns into shape. */
const UNDERSTOOD: ReadonlySet<string> = new Set(
  words(`
  hidden_size n_embd d_model n_embed num_hidden_layers num_layers n_layer n_layers vocab_size padded_vocab_size
  max_position_embeddings n_positions n_ctx seq_length max_sequence_length model_max_length
  num_attention_heads n_head num_heads num_key_value_heads num_kv_heads multi_query multi_query_attention multi_query_group_num
  new_decoder_architecture num_ln_in_parallel_attn head_dim attention_head_dim kv_channels v_head_dim num_attention_heads_per_layer
  global_head_dim num_global_key_value_heads attention_k_eq_v swa_num_attention_heads swa_num_key_value_heads swa_head_dim swa_v_head_dim
  attn_output_gate attention_output_gate gating gating_types attention_bias add_qkv_bias use_qkv_bias bias use_bias mlp_bias
  use_qk_norm qk_layernorm qk_norm_type lm_head_bias word_embed_proj_dim tie_word_embeddings
  q_lora_rank kv_lora_rank qk_rope_head_dim qk_nope_head_dim qk_head_dim index_topk index_n_heads index_head_dim indexer_types
  index_topk_freq index_skip_topk_offset attention_out_bias attn_type_list layer_switch moe_layers mla_use_output_gate mla_use_nope
  layer_types hybrid_layer_pattern linear_attn_config sliding_window sliding_window_size use_sliding_window max_window_layers
  sliding_window_pattern _sliding_window_pattern attention_chunk_size no_rope_layers nope_layer_interval full_attention_interval
  global_attn_every_n_layers local_attention is_causal use_bidirectional_attention bidirectional_attention
  linear_key_head_dim linear_value_head_dim linear_num_key_heads linear_num_value_heads linear_conv_kernel_dim
  mamba_num_heads mamba_head_dim ssm_state_size n_groups conv_kernel use_conv_bias mamba_proj_bias expand
  hybrid_override_pattern layers_block_type block_configs
  intermediate_size dense_intermediate_size intermediate_size_mlp ffn_hidden_size ffn_dim n_inner ff_intermediate_size
  num_experts num_local_experts n_routed_experts moe_num_experts num_experts_per_tok num_experts_per_token top_k_experts
  experts_per_token moe_top_k moe_intermediate_size expert_intermediate_size shared_expert_intermediate_size
  moe_shared_expert_intermediate_size shared_intermediate_size share_expert_dim n_shared_experts num_shared_experts moe_latent_size
  routed_expert_hidden_size latent_moe_use_norm enable_moe_block use_routing_bias use_moe_router_bias
  mlp_layer_types moe_layer_freq interleave_moe_layer_step first_k_dense_replace decoder_sparse_step mlp_only_layers
  moe_k moe_topk moe_num_shared_experts num_shared_expert moe_layer_start_index moe_layer_end_index moe_layer_interval use_mixed_mlp_moe
  expert_ffn_hidden_size zero_expert_num conv_L_cache conv_bias conv_dim conv_dim_out block_dim block_ff_dim block_auto_adjust_ff_dim block_multiple_of
  block_ffn_dim_multiplier num_dense_layers use_expert_bias
  num_nextn_predict_layers mtp_num_hidden_layers mtp_hybrid_override_pattern mtp_layers_block_type
  hidden_act hidden_activation activation_function mlp_hidden_act quantization_config torch_dtype dtype model_type
  `),
);

/** Fields about training, sampling, positions, scaling of activations, and vision, which change neither weights nor cache, beside those that {@link NEVER_STRUCTURAL} tells. */
const NEUTRAL: ReadonlySet<string> = new Set(
  words(`
  architectures auto_map transformers_version use_cache initializer_range initializer_cutoff_factor
  task_specific_params bad_words_ids id2label label2id vision_config audio_config tokenizer_class pretraining_tp ep_size
  rope_theta rope_scaling rope_parameters rope_local_base_freq rope_interleave rope_ratio partial_rotary_factor rotary_dim rotary_pct rotary_emb_base
  layer_rope_theta swa_rope_theta original_max_position_embeddings position_embedding_type
  rms_norm_eps layer_norm_eps layer_norm_epsilon layernorm_epsilon norm_eps norm_epsilon norm_type post_norm_eps
  query_pre_attn_scalar attn_logit_softcapping final_logit_softcapping logit_scale logits_scaling embedding_multiplier residual_multiplier
  attention_multiplier qk_scale_factor attention_value_scale scale_emb scale_depth dim_model_base
  scale_attn_weights scale_attention_softmax_in_fp32 attention_softmax_in_fp32 reorder_and_upcast_attn scale_attn_by_inverse_layer_idx
  n_group topk_group num_expert_group norm_topk_prob routed_scaling_factor scoring_func topk_method seq_aux aux_loss_alpha
  moe_router_activation_func moe_renormalize use_grouped_topk router_aux_loss_coef router_jitter_noise moe_router_dtype
  moe_router_scaling_factor moe_routed_scaling_factor moe_apply_router_weight_on_input moe_router_logit_softcapping input_jitter_noise
  swiglu_limit swiglu_alpha use_gemma_norm activation_situ_beta activation_situ_linear_beta attn_res_block_size
  mamba_ssm_cache_dtype mamba_ssm_dtype mamba_hidden_act use_mamba_kernels chunk_size time_step_limit time_step_min time_step_max
  time_step_floor time_step_rank num_logits_to_keep rescale_prenorm_residual residual_in_fp32 moe_shared_expert_overlap
  num_mtp_modules mtp_transformer_layers use_mtp mtp_use_dedicated_embeddings index_share_for_mtp_iteration indexer_rope_interleave
  cache_implementation attn_implementation for_llm_compressor vocab_size_per_layer_input
  add_swa_attention_sink_bias add_full_attention_sink_bias mlp_type parallel_attn alibi apply_residual_connection_post_layernorm apply_query_key_layer_scaling bias_dropout_fusion fp32_residual_connection
  do_layer_norm_before layer_norm_elementwise_affine use_parallel_residual no_bias original_rope post_layer_norm rmsnorm
  add_bias_linear initial_context_length interpolate_factor full_attn_mod max_length chunk_size_feed_forward num_return_sequences
  dropout z_loss_weight temperature top_k top_p typical_p repetition_penalty length_penalty return_dict num_beams num_beam_groups
  language_model_only output_gate_type router_bias zero_expert_type moe_use_aux_free moe_capacity moe_gate_act moe_use_hard_gate block_norm_eps block_use_swiglu
  block_mlp_init_scale block_out_init_scale block_use_xavier_init conv_use_xavier_init use_pos_enc pos_skipping_range use_pos_skipping use_mm_proj use_cla cla_share_factor
  mla_scale_q_lora mla_scale_kv_lora attention_method capacity_factor moe_drop_tokens moe_random_routing_dropped_token group_limited_greedy class_num pool_type
  type_vocab_size relative_attention_num_buckets output_past gradient_checkpointing classifier_dropout emb_pooler load_trained_adapters
  matryoshka_dimensions task_instructions truncate_dim torchscript pruned_heads use_flash_attn
  num_labels problem_type layerdrop enable_bias masked_softmax_fusion slow_but_exact skip_bias_add skip_bias_add_qkv
  offset_alibi order_of_interleaved_layers no_rope_layer_interval attn_scale floor_scale attn_temperature_tuning use_mrope use_dynamic_ntk use_logn_attn use_flash_attn scale_attn runner_max_sequence_length
  global_rope_theta local_rope_theta deterministic_flash_attn sparse_prediction sparse_pred_ignore_index pad_vocab_size_multiple pack_qkv
  use_memory_efficient_attention logn_attention_scale logn_attention_clip1 layer_norm_type
  `),
);

/** Fields that change what this library's models can say, and why. */
const UNSUPPORTED: Readonly<Record<string, Rule>> = {
  compress_ratios: configRule("no-compressed-cache"),
  sparse_attention_config: configRule("no-sparse-heads"),
  blocksparse_block_size: configRule("no-block-sparse"),
  cross_attention_layers: configRule("no-cross-attention"),
  hidden_size_per_layer_input: configRule("no-layer-embeddings"),
  num_kv_shared_layers: configRule("no-shared-caches"),
  is_encoder_decoder: configRule("no-encoder-decoder"),
};

/** Fields of unlisted names that speak of these things may change the shape, even of a known family. */
const STRUCTURAL =
  /layer|head|expert|dim|size|rank|hidden|intermediate|attn|attention|window|mlp|ffn|moe|conv|ssm|mamba|state|block|pattern|group|kv|compress|latent|share|interval|freq|_ratio|sparse|encoder|num_|n_/;
const NEVER_STRUCTURAL =
  /^_|^allow_|^unsloth_|^mm_|^image_|^vision_|^tokenizer_|^lora_|_token_id$|_token_index$|^summary_|_dropout$|_dropout_prob$|_pdrop$|^output_/;

/**
 * Refuses a config with a field that is set and not understood: of a known family any that may speak of shape, of an unknown
 * one any at all.
 */
export function checkKnownFields(part: ConfigPart, familyKnown: boolean): void {
  for (const [name, rule] of Object.entries(UNSUPPORTED)) if (isSet(part.fields[name])) refuse(part, name, rule);
  for (const [name, value] of Object.entries(part.fields)) {
    if (!isSet(value) || UNDERSTOOD.has(name) || NEUTRAL.has(name) || NEVER_STRUCTURAL.test(name)) continue;
    if (familyKnown && !STRUCTURAL.test(name)) continue;
    refuse(
      part,
      name,
      familyKnown
        ? configRule("understood")
        : configRule("understood-of-unknown", { modelType: JSON.stringify(part.fields["model_type"]) }),
    );
  }
}
