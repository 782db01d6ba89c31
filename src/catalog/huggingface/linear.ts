import type { LinearAttention } from "../model.js";
import { flagAt, objectAt, refuse, requiredInteger, textAt, type ConfigPart } from "./config-part.js";
import type { BlockPlan, NamedMatrix } from "./layer-plan.js";
import { configRule } from "../../rules/config.js";

/**
 * A layer with a state. Names of the small matrices that no quantiser touches are left out of `matrices`; `parameters` has
 * all weights.
 */
interface LinearSizes {
  readonly family: string;
  /** Channels that pass through the short convolution. */
  readonly convolutionChannels: number;
  readonly kernelSize: number;
  /** Elements of the recurrent state. */
  readonly recurrentElements: number;
  readonly matrices: readonly NamedMatrix[];
  /** Vectors and the convolution's own weights. */
  readonly others: number;
  readonly statePrecision: LinearAttention["statePrecision"];
}

function planOf(sizes: LinearSizes): BlockPlan<LinearAttention> {
  const { family, convolutionChannels, kernelSize, recurrentElements, matrices, others, statePrecision } = sizes;
  const convolutionElements = convolutionChannels * (kernelSize - 1);
  let parameters = others;
  for (const matrix of matrices) parameters += matrix.parameters;
  const shape: LinearAttention = {
    kind: "linear",
    family,
    stateElements: recurrentElements + convolutionElements,
    convolutionElements,
    ...(statePrecision !== undefined && { statePrecision }),
    parameters,
  };
  return { shape, matrices, small: 0 };
}

/** Where the config names no precision of the state, vLLM keeps the model's own (vllm/model_executor/models/config.py). */
const statePrecisionOf = (part: ConfigPart): LinearAttention["statePrecision"] =>
  textAt(part, "mamba_ssm_cache_dtype", "mamba_ssm_dtype") === "float32" ? undefined : "bf16";

/** The linear layer that a config describes: Kimi's delta attention, else a gated delta net. */
export function linearAttention(part: ConfigPart, hiddenSize: number): BlockPlan<LinearAttention> {
  const kimi = objectAt(part, "linear_attn_config");
  return kimi === undefined ? gatedDeltaNet(part, hiddenSize) : kimiDeltaAttention(kimi, hiddenSize);
}

/** Gated delta net of Qwen3-Next and Qwen 3.5 (transformers/models/qwen3_next). */
function gatedDeltaNet(part: ConfigPart, hiddenSize: number): BlockPlan<LinearAttention> {
  const keyHeadSize = requiredInteger(part, "linear_key_head_dim");
  const valueHeadSize = requiredInteger(part, "linear_value_head_dim");
  const valueHeads = requiredInteger(part, "linear_num_value_heads");
  const keyWidth = requiredInteger(part, "linear_num_key_heads") * keyHeadSize;
  const valueWidth = valueHeads * valueHeadSize;
  const kernelSize = requiredInteger(part, "linear_conv_kernel_dim");
  const convolutionChannels = 2 * keyWidth + valueWidth;
  return planOf({
    family: "gated-delta",
    convolutionChannels,
    kernelSize,
    recurrentElements: valueHeads * keyHeadSize * valueHeadSize,
    matrices: [
      { name: "linear_attn.in_proj_qkv", parameters: hiddenSize * convolutionChannels },
      { name: "linear_attn.in_proj_z", parameters: hiddenSize * valueWidth },
      { name: "linear_attn.in_proj_b", parameters: hiddenSize * valueHeads },
      { name: "linear_attn.in_proj_a", parameters: hiddenSize * valueHeads },
      { name: "linear_attn.out_proj", parameters: valueWidth * hiddenSize },
    ],
    // Convolution, decay and its step for each head, norm of one head.
    others: convolutionChannels * kernelSize + 2 * valueHeads + valueHeadSize,
    statePrecision: statePrecisionOf(part),
  });
}

/** Kimi delta attention (vllm/model_executor/models/kimi_linear.py): decay for each channel; the state is 32-bit. */
function kimiDeltaAttention(part: ConfigPart, hiddenSize: number): BlockPlan<LinearAttention> {
  const heads = requiredInteger(part, "num_heads");
  const headSize = requiredInteger(part, "head_dim");
  const kernelSize = requiredInteger(part, "short_conv_kernel_size");
  const width = heads * headSize;
  const lowRank = hiddenSize * headSize + headSize * width;
  return planOf({
    family: "kimi-delta",
    convolutionChannels: 3 * width,
    kernelSize,
    recurrentElements: heads * headSize * headSize,
    matrices: [
      ...["q_proj", "k_proj", "v_proj", "o_proj"].map((name) => ({
        name: `self_attn.${name}`,
        parameters: hiddenSize * width,
      })),
      { name: "self_attn.f_proj", parameters: lowRank },
      {
        name: "self_attn.g_proj",
        parameters: flagAt(part, "use_full_rank_gate") === true ? hiddenSize * width : lowRank,
      },
      { name: "self_attn.b_proj", parameters: hiddenSize * heads },
    ],
    // Convolutions, decay of each head and its step for each channel, norm of one head.
    others: 3 * width * kernelSize + heads + width + headSize,
    statePrecision: undefined,
  });
}

/** Gated short convolution of LFM2 (transformers/models/lfm2): in to three widths, out from one; the state is what it looks back on. */
export function shortConvolution(part: ConfigPart, hiddenSize: number): BlockPlan<LinearAttention> {
  const tokens = requiredInteger(part, "conv_L_cache");
  if (flagAt(part, "conv_bias") === true) refuse(part, "conv_bias", configRule("no-bias"));
  const plan = planOf({
    family: "short-conv",
    convolutionChannels: hiddenSize,
    kernelSize: tokens,
    recurrentElements: 0,
    matrices: [
      { name: "conv.in_proj", parameters: 3 * hiddenSize ** 2 },
      { name: "conv.out_proj", parameters: hiddenSize ** 2 },
    ],
    others: hiddenSize * tokens,
    statePrecision: undefined,
  });
  return { ...plan, shape: { ...plan.shape, convolutionTokens: tokens } };
}

/** Mamba 2 (transformers/models/nemotron_h). */
export function mamba2(part: ConfigPart, hiddenSize: number): BlockPlan<LinearAttention> {
  const heads = requiredInteger(part, "mamba_num_heads");
  const innerWidth = heads * requiredInteger(part, "mamba_head_dim");
  const stateSize = requiredInteger(part, "ssm_state_size");
  const groups = requiredInteger(part, "n_groups");
  const kernelSize = requiredInteger(part, "conv_kernel");
  if (flagAt(part, "mamba_proj_bias") === true) refuse(part, "mamba_proj_bias", configRule("no-bias"));
  const convolutionChannels = innerWidth + 2 * groups * stateSize;
  return planOf({
    family: "mamba2",
    convolutionChannels,
    kernelSize,
    recurrentElements: innerWidth * stateSize,
    matrices: [
      { name: "mixer.in_proj", parameters: hiddenSize * (innerWidth + convolutionChannels + heads) },
      { name: "mixer.out_proj", parameters: innerWidth * hiddenSize },
    ],
    // Convolution with its bias, norm, and for each head decay, skip and step.
    others:
      convolutionChannels * (kernelSize + (flagAt(part, "use_conv_bias") === false ? 0 : 1)) + innerWidth + 3 * heads,
    statePrecision: statePrecisionOf(part),
  });
}
