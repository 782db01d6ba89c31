import type { Checkpoint } from "../model.js";
import { bytesPerElement, type Precision } from "../precision.js";
import { refuse, textAt, type ConfigPart } from "./config-part.js";
import type { LayerPlan, NamedMatrix } from "./layer-plan.js";
import { quantisationOf, type FormatGroup, type Quantisation } from "./quantisation.js";

const PLAIN_BYTES = 2;
/** One 8-bit scale for 16 weights (NVFP4). */
const FP4_SCALE_BYTES = 1 / 16;

const PLAIN: Readonly<Record<string, Precision>> = { bfloat16: "bf16", float16: "fp16", half: "fp16", float32: "fp32", float: "fp32" };

/** What the checkpoint holds, and a remark where that is a simplification. */
export interface ReadCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: string | null;
}

/** How the weights are stored: as `quantization_config` says, else as the model's name says, else in the plain format of the config. */
export function checkpointOf(parts: readonly ConfigPart[], layers: readonly LayerPlan[], named: Checkpoint | null): ReadCheckpoint {
  for (const part of parts) {
    const quantisation = quantisationOf(part);
    if (quantisation !== null) return quantised(part, quantisation, layers);
  }
  if (named !== null) return { checkpoint: named, note: null };
  for (const part of parts) {
    const name = textAt(part, "torch_dtype", "dtype");
    if (name === undefined) continue;
    const weights = PLAIN[name.replace(/^torch\./, "")] ?? refuse(part, part.fields["torch_dtype"] == null ? "dtype" : "torch_dtype", "must be bfloat16, float16 or float32");
    return { checkpoint: { weights }, note: null };
  }
  return { checkpoint: { weights: "bf16" }, note: "the config does not state a number format: bf16 is assumed" };
}

/**
 * The format that most weights have, and the share that stays in 16 bit. Weights in a second, wider format are counted as
 * the share of 16-bit weights that takes as many bytes.
 */
function quantised(part: ConfigPart, { formats, ignored }: Quantisation, layers: readonly LayerPlan[]): ReadCheckpoint {
  const parameters = new Map<FormatGroup, number>();
  let plain = 0;
  let all = 0;
  layers.forEach((plan, layer) => {
    for (const matrix of matricesOf(plan)) {
      all += matrix.parameters;
      const format = ignored(layer, matrix.name) ? undefined : formats.find(({ targets }) => targets === null || targets(layer, matrix.name));
      if (format === undefined) plain += matrix.parameters;
      else parameters.set(format, (parameters.get(format) ?? 0) + matrix.parameters);
    }
  });
  const ordered = [...parameters].sort(([, a], [, b]) => b - a);
  const [main, ...others] = ordered;
  if (main === undefined) return refuse(part, "quantization_config", "must quantise at least one matrix of the layers that is understood");
  const mainBytes = storedBytes(main[0].checkpoint);
  let equivalent = plain;
  const notes: string[] = [];
  for (const [{ checkpoint }, count] of others) {
    equivalent += (count * (storedBytes(checkpoint) - mainBytes)) / (PLAIN_BYTES - mainBytes);
    notes.push(`${((100 * count) / all).toFixed(1)} % of the layers' weights are ${checkpoint.weights}`);
  }
  const note = notes.length === 0 ? null : `${notes.join(", ")}; unquantisedShare counts them as the 16-bit weights that take as many bytes`;
  return { checkpoint: { ...main[0].checkpoint, unquantisedShare: Math.max(0, equivalent) / all }, note };
}

const matricesOf = ({ mixer, feedForward }: LayerPlan): readonly NamedMatrix[] => [...(mixer?.matrices ?? []), ...(feedForward?.matrices ?? [])];

const storedBytes = ({ weights }: Checkpoint): number => bytesPerElement(weights) + (weights === "fp4" ? FP4_SCALE_BYTES : 0);
