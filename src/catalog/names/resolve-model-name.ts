import { modelNamed } from "../lookup.js";
import { isTooLong } from "./longest-name.js";
import type { Checkpoint, Model } from "../model.js";
import type { Assumption } from "./assumption.js";
import { parseModelName } from "./parse-model-name.js";
import { SAME_SHAPE, VISION_LANGUAGE } from "./same-shape.js";

/** A model by a name that people give it. */
export interface NamedModel {
  /** As it is served: the entry, with the checkpoint that the name states. */
  readonly model: Model;
  /** Entry of the catalog that has its shape. */
  readonly entry: Model;
  /** True when the name states the number format of the weights. */
  readonly statesFormat: boolean;
  /** The entry, where it is not the one that is named. */
  readonly assumed: readonly Assumption[];
}

/** Endings of a name that leave the shape of the model as it is: training stage, date, checkpoint format. */
const ENDINGS: readonly RegExp[] = [/-MTP$/i, /-(?:hf|chat|Instruct|it|Base|Thinking)$/i, /-v0\.1$/i, /-(?:0528|2507|Exp)$/i];

/**
 * The model of a name: as it stands, without its organisation, and then one ending after the other. A quantised copy
 * (`RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16`) keeps its own name and has the format that the name states.
 *
 * @param name - of a repository, or an alias.
 * @param models - the catalog.
 * @returns the model, or null when the catalog holds none of that shape.
 */
export function resolveModelName(name: string, models: readonly Model[]): NamedModel | null {
  if (isTooLong(name)) return null;
  const asked = name.trim();
  let rest = asked;
  let format: Checkpoint | null = null;
  let renamed = false;
  for (;;) {
    const bare = rest.slice(rest.lastIndexOf("/") + 1);
    const plain = modelNamed(rest, models);
    const entry = plain ?? relatedTo(bare, models);
    if (entry !== null) {
      const assumed: readonly Assumption[] = plain === null || renamed ? [{ code: "same-shape", asked, used: entry.id }] : [];
      return { model: format === null ? entry : { ...entry, id: asked, checkpoint: format }, entry, statesFormat: format !== null, assumed };
    }
    const ending = ENDINGS.find((pattern) => pattern.test(rest));
    if (ending === undefined) {
      const { base, checkpoint } = parseModelName(rest);
      if (checkpoint === null) return null;
      format ??= checkpoint;
      rest = base;
    } else {
      renamed = true;
      rest = rest.replace(ending, "");
    }
  }
}

/** The entry of the same shape, with the encoder of a vision-language model. */
function relatedTo(bare: string, models: readonly Model[]): Model | null {
  const key = bare.toLowerCase();
  const same = own(SAME_SHAPE, key);
  if (same !== undefined) return modelNamed(same, models);
  const vision = own(VISION_LANGUAGE, key);
  const text = vision === undefined ? null : modelNamed(vision.text, models);
  return vision === undefined || text === null ? null : { ...text, maxContextTokens: vision.contextTokens, parameters: { ...text.parameters, vision: vision.visionParameters } };
}

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
