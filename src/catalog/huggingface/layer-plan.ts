import type { FeedForward, Mixer } from "../model.js";

/** A weight matrix of a layer under the name that its checkpoint gives it, for lists of what stays unquantised. */
export interface NamedMatrix {
  /** Path below the layer: `self_attn.q_proj`. */
  readonly name: string;
  /** Number of weights; all experts of a layer are one matrix. */
  readonly parameters: number;
}

/** One half of a layer: what mixes tokens, or what transforms them. */
export interface BlockPlan<Shape> {
  readonly shape: Shape;
  readonly matrices: readonly NamedMatrix[];
  /** Weights that `countParameters` leaves out: norms, biases, sinks, small gates. */
  readonly small: number;
  /** Those of `small` that a token does not go through: biases of other experts. */
  readonly idle?: number;
}

/** One layer, in the order of the model. */
export interface LayerPlan {
  readonly mixer: BlockPlan<Mixer> | null;
  readonly feedForward: BlockPlan<FeedForward> | null;
  /** Weights of the layer's own norms. */
  readonly norms: number;
}
