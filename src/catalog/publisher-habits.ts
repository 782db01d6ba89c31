import { hasStates } from "./mixers.js";
import { hasDeltaNets, hasExperts, type Model, type WeightPart } from "./model.js";
import type { Precision } from "./precision.js";

/** Formats of the parts that a publisher does not store in the format of the checkpoint's name, or bytes of a weight where only some layers differ. */
export type StoredParts = Readonly<Partial<Record<WeightPart, Precision | number>>>;

/** What publishers of checkpoints keep out of quantisation, or in another format. */
export interface Habit {
  readonly stored: StoredParts;
  /** The lightest checkpoint of such a name; absent where the habit is known. */
  readonly atLeast?: StoredParts;
  /** The heaviest. */
  readonly atMost?: StoredParts;
}

interface Rule extends Habit {
  /** Names that it is for, publisher and model; any when absent. */
  readonly names?: RegExp;
  readonly formats: readonly Precision[];
  readonly models: (model: Model) => boolean;
}

const any = (): boolean => true;
const KEPT: StoredParts = {};
const STATES: StoredParts = { states: "bf16" };
const ALL_BUT_EXPERTS: StoredParts = { attention: "bf16", states: "bf16", dense: "bf16", shared: "bf16" };
const ALL_BUT_BLOCKS: StoredParts = { attention: "bf16", states: "bf16" };
const EIGHT_BIT: readonly Precision[] = ["fp8", "int8"];
const isDense = (model: Model): boolean => !hasExperts(model);
const isLlama4 = ({ family }: Model): boolean => family === "Llama 4";

/**
 * Rules by publisher and kind of model; the first that fits. From the quantization_config and hf_quant_config.json of 80 published
 * checkpoints, and from file sizes: two NVFP4 files of one hybrid differ by 20 % (Qwen3.8-27B: 21.9 and 26.4 GB), so that of a publisher
 * who is not listed an interval is known.
 */
const RULES: readonly Rule[] = [
  // All attention, and the blocks of the first and the last of 126 layers.
  {
    names: /^meta-llama\/(?:meta-)?llama-3\.1-405b.*fp8/i,
    formats: ["fp8"],
    models: isDense,
    stored: { attention: "bf16", dense: 1 + 2 / 126 },
  },
  { names: /^redhatai\/|^neuralmagic\//i, formats: EIGHT_BIT, models: isLlama4, stored: { attention: "bf16" } },
  { names: /^redhatai\/|^neuralmagic\//i, formats: [...EIGHT_BIT, "int4"], models: hasDeltaNets, stored: STATES },
  { names: /^qwen\/.*-2\.4t-/i, formats: ["fp8"], models: hasExperts, stored: ALL_BUT_EXPERTS },
  { names: /^qwen\//i, formats: ["fp8"], models: hasDeltaNets, stored: { draft: "fp8" } },
  { formats: EIGHT_BIT, models: hasDeltaNets, stored: { draft: "fp8" }, atLeast: { draft: "fp8" }, atMost: STATES },
  // Projections into delta nets in 16 bit, out of them in 4: files of 26.4 GB, 24 GiB as loaded.
  {
    names: /^inferact\//i,
    formats: ["fp4"],
    models: (model) => hasDeltaNets(model) && isDense(model),
    stored: { states: 1.6 },
  },
  {
    names: /^nvidia\/qwen3\.[6-9]/i,
    formats: ["fp4"],
    models: hasDeltaNets,
    stored: { attention: "fp8", states: "fp8", head: "fp4" },
  },
  {
    names: /^nvidia\/qwen3-/i,
    formats: ["fp4"],
    models: (model) => hasExperts(model) && !hasStates(model),
    stored: KEPT,
  },
  { names: /^nvidia\//i, formats: ["fp4"], models: hasExperts, stored: ALL_BUT_EXPERTS },
  { names: /^nvidia\/gemma-4/i, formats: ["fp4"], models: isDense, stored: { attention: "bf16" } },
  // Of Qwen3.5 there is NVIDIA's, which keeps all but the experts; those of its successors are of 4 and 8 bit.
  {
    names: /qwen3\.5/i,
    formats: ["fp4"],
    models: (model) => hasDeltaNets(model) && hasExperts(model),
    stored: ALL_BUT_EXPERTS,
    atLeast: KEPT,
    atMost: ALL_BUT_EXPERTS,
  },
  {
    formats: ["fp4"],
    models: hasDeltaNets,
    stored: { attention: "fp8", states: "fp8", head: "fp4" },
    atLeast: KEPT,
    atMost: ALL_BUT_BLOCKS,
  },
  { formats: ["fp4"], models: hasExperts, stored: ALL_BUT_EXPERTS, atLeast: KEPT, atMost: ALL_BUT_EXPERTS },
  { formats: ["fp4"], models: isDense, stored: KEPT, atLeast: KEPT, atMost: { attention: "bf16" } },
  {
    formats: ["int4"],
    models: (model) => hasExperts(model) && model.checkpoint.weights === "int4" && model.checkpoint.scaling === "block",
    stored: ALL_BUT_EXPERTS,
  },
  { formats: ["int4"], models: hasDeltaNets, stored: KEPT, atLeast: KEPT, atMost: STATES },
  { formats: ["fp4", "int4", "fp8", "int8"], models: any, stored: KEPT },
];

/**
 * What the publisher of a checkpoint keeps out of a format, by its name and kind of model.
 *
 * @param model - with the name that it is asked by.
 * @param weights - the format.
 * @returns formats of parts.
 */
export const habitOf = (model: Model, weights: Precision): Habit =>
  RULES.find(
    ({ names, formats, models }) =>
      formats.includes(weights) && models(model) && (names === undefined || names.test(model.id)),
  ) ?? { stored: KEPT };
