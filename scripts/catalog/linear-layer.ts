import type { LinearAttention } from "../../src/catalog/model.js";
import type { Precision } from "../../src/catalog/precision.js";
import { required, type LinearLayerFacts } from "./facts.js";

/** Mamba 1 projects its step size through a rank of d / 16 (arXiv:2312.00752, reference implementation). */
const STEP_RANK_DIVISOR = 16;

/**
 * A layer with a state of fixed size: its state, and its weights counted from its widths.
 *
 * @param facts - widths of the layer.
 * @param hiddenSize - d: width of the model.
 * @param statePrecision - number format of the recurrent state; undefined for fp32.
 * @returns the mixer.
 */
export function linearLayer(
  facts: LinearLayerFacts,
  hiddenSize: number,
  statePrecision: Precision | undefined,
): LinearAttention {
  const { family, parameters, convolutionWidth } = shape(facts, hiddenSize);
  // The short convolution remembers all but one of its taps.
  const convolutionElements = convolutionWidth * ((facts.conv_kernel ?? 1) - 1);
  return {
    kind: "linear",
    family,
    stateElements: facts.state_elements_per_layer,
    ...(convolutionElements > 0 && { convolutionElements }),
    ...(statePrecision !== undefined && { statePrecision }),
    parameters,
  };
}

interface Shape {
  readonly family: string;
  readonly parameters: number;
  /** Channels of the short convolution. */
  readonly convolutionWidth: number;
}

function shape(facts: LinearLayerFacts, d: number): Shape {
  const get = (
    name:
      | "heads"
      | "head_dim"
      | "state"
      | "groups"
      | "inner"
      | "conv_kernel"
      | "key_heads"
      | "key_head_dim"
      | "value_heads"
      | "value_head_dim",
  ) => required(facts[name], `${name} of ${facts.kind} layers`);
  switch (facts.kind) {
    case "gated_deltanet": {
      // Queries, keys, values and gate; two scalars a head; convolution; output.
      const keys = get("key_heads") * get("key_head_dim");
      const values = get("value_heads") * get("value_head_dim");
      const convolutionWidth = 2 * keys + values;
      const parameters =
        d * (2 * keys + 2 * values + 2 * get("value_heads")) + convolutionWidth * get("conv_kernel") + values * d;
      return { family: "gated-delta", parameters, convolutionWidth };
    }
    case "mamba2": {
      // Values, gate, B, C and one step a head; convolution with bias; norm; A, D and step bias; output.
      const inner = get("heads") * get("head_dim");
      const groupStates = get("groups") * get("state");
      const convolutionWidth = inner + 2 * groupStates;
      const parameters =
        d * (2 * inner + 2 * groupStates + get("heads")) +
        convolutionWidth * (get("conv_kernel") + 1) +
        inner +
        3 * get("heads") +
        inner * d;
      return { family: "mamba2", parameters, convolutionWidth };
    }
    case "mamba1": {
      // Values and gate; convolution with bias; step rank, B and C; step with bias; A and D; output.
      const inner = get("inner");
      const rank = Math.ceil(d / STEP_RANK_DIVISOR);
      const parameters =
        2 * d * inner +
        inner * (get("conv_kernel") + 1) +
        inner * (rank + 2 * get("state")) +
        (rank + 1) * inner +
        inner * (get("state") + 1) +
        inner * d;
      return { family: "mamba1", parameters, convolutionWidth: inner };
    }
    case "kda": {
      // Queries, keys and values with convolutions; a decay and an output gate of rank one head; one scalar a head; output.
      const inner = get("heads") * get("head_dim");
      const parameters =
        4 * d * inner + 3 * inner * get("conv_kernel") + 2 * (d + inner) * get("head_dim") + d * get("heads");
      return { family: "kimi-delta", parameters, convolutionWidth: 3 * inner };
    }
    case "short_conv":
      // Three gates, convolution, output; the state is all convolution.
      return { family: "short-conv", parameters: 4 * d * d + d * get("conv_kernel"), convolutionWidth: d };
    case "lightning_attention": {
      // Queries, keys, values, gate and output; norm.
      const inner = get("heads") * get("head_dim");
      return { family: "lightning", parameters: 5 * d * inner + inner, convolutionWidth: 0 };
    }
    default:
      throw new Error(`no shape is known for layers of kind ${facts.kind}`);
  }
}
