import { mixerRule } from "../mixers.js";
import type { Checkpoint, WeightPart } from "../model.js";
import { bytesPerElement, type Precision } from "../precision.js";
import { formatBytes } from "../stored-weights.js";
import { refuse, textAt, type ConfigPart } from "./config-part.js";
import type { BlockPlan, LayerPlan, NamedMatrix } from "./layer-plan.js";
import { quantisationOf, type FormatGroup, type Quantisation } from "./quantisation.js";
import { configRule } from "../../rules/config.js";

const PLAIN_BYTES = bytesPerElement("bf16");

const PLAIN: Readonly<Record<string, Precision>> = {
  bfloat16: "bf16",
  float16: "fp16",
  half: "fp16",
  float32: "fp32",
  float: "fp32",
};

/** What the checkpoint holds, and a remark where that is a simplification. */
export interface ReadCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: string | null;
}

/** How the weights are stored: as `quantization_config` or `hf_quant_config.json` says, else as the model's name says, else in the plain format of the config. */
export function checkpointOf(
  parts: readonly ConfigPart[],
  layers: readonly LayerPlan[],
  named: Checkpoint | null,
): ReadCheckpoint {
  for (const part of parts) {
    const quantisation = quantisationOf(part);
    if (quantisation !== null) return { checkpoint: quantised(part, quantisation, layers), note: null };
  }
  if (named !== null) return { checkpoint: named, note: null };
  for (const part of parts) {
    const name = textAt(part, "torch_dtype", "dtype");
    if (name === undefined) continue;
    const weights =
      PLAIN[name.replace(/^torch\./, "")] ??
      refuse(part, part.fields["torch_dtype"] == null ? "dtype" : "torch_dtype", configRule("stored-type"));
    return { checkpoint: { weights }, note: null };
  }
  return { checkpoint: { weights: "bf16" }, note: "the config does not state a number format: bf16 is assumed" };
}

/** Weights of a part, and the bytes that they take. */
interface Stored {
  readonly parameters: number;
  readonly bytes: number;
}

/** The format that most weights have, and the bytes of a weight in each part. */
function quantised(
  part: ConfigPart,
  { formats, ignored, kvCache }: Quantisation,
  layers: readonly LayerPlan[],
): Checkpoint {
  const parameters = new Map<FormatGroup, number>();
  const parts = new Map<WeightPart, Stored>();
  const formatAt = (layer: number | null, name: string): FormatGroup | undefined =>
    ignored(layer, name) ? undefined : formats.find(({ targets }) => targets === null || targets(layer, name));
  layers.forEach((plan, layer) => {
    for (const [name, matrix] of matricesOf(plan)) {
      const format = formatAt(layer, matrix.name);
      if (format !== undefined) parameters.set(format, (parameters.get(format) ?? 0) + matrix.parameters);
      const { parameters: before, bytes } = parts.get(name) ?? { parameters: 0, bytes: 0 };
      parts.set(name, { parameters: before + matrix.parameters, bytes: bytes + matrix.parameters * bytesOf(format) });
    }
  });
  const [main] = [...parameters].sort(([, a], [, b]) => b - a);
  if (main === undefined) return refuse(part, "quantization_config", configRule("some-matrix"));
  const partBytes = Object.fromEntries([...parts].map(([name, stored]) => [name, stored.bytes / stored.parameters]));
  // A head is a linear layer to some tools and none to others: it counts where it is named.
  const head = ignored(null, "lm_head") ? undefined : formats.find(({ targets }) => targets?.(null, "lm_head"));
  return {
    ...main[0].checkpoint,
    partBytes: { ...partBytes, head: bytesOf(head), draft: draftBytes(layers, formatAt) },
    ...(kvCache !== null && { kvCache }),
  };
}

/** Layers to draft with follow the others in DeepSeek's checkpoints, and are apart in Qwen's. */
function draftBytes(
  layers: readonly LayerPlan[],
  formatAt: (layer: number | null, name: string) => FormatGroup | undefined,
): number {
  const matrices = matricesOf(layers.at(-1) as LayerPlan);
  const [, last] = matrices.at(-1) as readonly [WeightPart, NamedMatrix];
  const formats = [formatAt(layers.length, last.name), formatAt(null, `mtp.layers.0.${last.name}`)];
  return Math.max(...formats.map(bytesOf));
}

const bytesOf = (format: FormatGroup | undefined): number =>
  format === undefined ? PLAIN_BYTES : formatBytes(format.checkpoint.weights, format.checkpoint);

/** Matrices of a layer by the part of the model that they belong to. */
function matricesOf({ mixer, feedForward }: LayerPlan): readonly (readonly [WeightPart, NamedMatrix])[] {
  const mixing = mixer === null ? [] : named(mixer, () => mixerRule(mixer.shape).part);
  return [
    ...mixing,
    ...named(feedForward, ({ name }) =>
      feedForward?.shape.kind === "dense" ? "dense" : name.includes("experts.0.") ? "experts" : "shared",
    ),
  ];
}

const named = (
  block: BlockPlan<unknown> | null,
  partOf: (matrix: NamedMatrix) => WeightPart,
): (readonly [WeightPart, NamedMatrix])[] => (block?.matrices ?? []).map((matrix) => [partOf(matrix), matrix] as const);
