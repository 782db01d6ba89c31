import { InfrascaleError } from "../../errors.js";
import { checkString } from "../../internal/check.js";
import type { Checkpoint } from "../model.js";
import { isTooLong, LONGEST_NAME } from "./longest-name.js";

/** What the name of a repository says. */
export interface ParsedModelName {
  /** Organisation before the slash; null without one. */
  readonly organisation: string | null;
  /** The model's name without organisation and endings of precision. */
  readonly base: string;
  /** Number format that the name states; null when it states none. */
  readonly checkpoint: Checkpoint | null;
}

const WEIGHT_ONLY_4_BIT: Checkpoint = { weights: "int4", weightOnly: true };
const WEIGHT_ONLY_8_BIT: Checkpoint = { weights: "int8", weightOnly: true };
/** w8a8 and INT8 checkpoints for vLLM scale activations as they run (llm-compressor). */
const DYNAMIC_INT8: Checkpoint = { weights: "int8", scaling: "dynamic" };

/**
 * Endings by what they state; the first that fits decides. Longer ones stand before their own endings. FP8 alone leaves the
 * scaling open: some publishers scale by block, others by tensor.
 */
const ENDINGS: readonly (readonly [RegExp, Checkpoint])[] = [
  [/[-_.]quantized\.w4a16$/, WEIGHT_ONLY_4_BIT],
  [/[-_.]quantized\.w8a16$/, WEIGHT_ONLY_8_BIT],
  [/[-_.]quantized\.w8a8$/, DYNAMIC_INT8],
  [/[-_.]w4a16(?:-g\d+)?$/, WEIGHT_ONLY_4_BIT],
  [/[-_.]w8a16$/, WEIGHT_ONLY_8_BIT],
  [/[-_.]w8a8(?:-int8)?$/, DYNAMIC_INT8],
  [/[-_.]fp8[-_.](?:static[-_.])?per[-_.]?tensor$/, { weights: "fp8", scaling: "tensor" }],
  [/[-_.]fp8[-_.]kv$/, { weights: "fp8", scaling: "tensor" }],
  [/[-_.]fp8[-_.]static$/, { weights: "fp8", scaling: "tensor" }],
  [/[-_.]fp8[-_.]dynamic$/, { weights: "fp8", scaling: "dynamic" }],
  [/[-_.]fp8[-_.]block$/, { weights: "fp8", scaling: "block" }],
  [/[-_.]fp8$/, { weights: "fp8" }],
  [/[-_.](?:nvfp4|fp4)$/, { weights: "fp4", scaling: "block" }],
  [/[-_.]mxfp4$/, { weights: "fp4", scaling: "block", weightOnly: true }],
  [/[-_.]gptq[-_.]?(?:int8|8bit)$/, WEIGHT_ONLY_8_BIT],
  [/[-_.](?:gptq|awq)(?:[-_.]?(?:int4|4bit))?$/, WEIGHT_ONLY_4_BIT],
  [/[-_.](?:unsloth[-_.])?bnb[-_.]4bit$/, WEIGHT_ONLY_4_BIT],
  [/[-_.]bnb[-_.]8bit$/, DYNAMIC_INT8],
  [/[-_.](?:int4|4bit)(?:[-_.]awq)?$/, WEIGHT_ONLY_4_BIT],
  [/[-_.]int8$/, DYNAMIC_INT8],
  [/[-_.]bf16$/, { weights: "bf16" }],
  [/[-_.]fp16$/, { weights: "fp16" }],
];

/** NVIDIA's FP8 checkpoints come from ModelOpt, which scales by tensor (`quant_algo: FP8` of its hf_quant_config.json). */
function withHabitOf(organisation: string | null, checkpoint: Checkpoint | null): Checkpoint | null {
  const byTensor = organisation?.toLowerCase() === "nvidia" && checkpoint?.weights === "fp8" && checkpoint.scaling === undefined;
  return byTensor ? { ...checkpoint, scaling: "tensor" } : checkpoint;
}

/**
 * The parts of a model's name: organisation, base name, and the precision that its ending states.
 *
 * Case is forgiven. Only endings are read: `-Instruct`, `-hf` and the like stay part of the base name.
 *
 * @param name - `RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16` for example.
 * @returns organisation, base name and number format.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { parseModelName } from "infrascale";
 *
 * parseModelName("RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16").base; // => "Meta-Llama-3.1-8B-Instruct"
 * parseModelName("nvidia/Qwen3-32B-NVFP4").checkpoint; // => { weights: "fp4", scaling: "block" }
 * ```
 */
export function parseModelName(name: string): ParsedModelName {
  if (isTooLong(checkString(name, "name"))) throw new InfrascaleError({ code: "out-of-range", field: "name", rule: `must have at most ${LONGEST_NAME} characters`, value: name.length });
  const trimmed = name.trim();
  const slash = trimmed.lastIndexOf("/");
  const organisation = slash > 0 ? trimmed.slice(0, slash) : null;
  let base = trimmed.slice(slash + 1);
  let checkpoint: Checkpoint | null = null;
  for (;;) {
    const lower = base.toLowerCase();
    const ending = ENDINGS.find(([pattern]) => pattern.test(lower));
    const cut = ending === undefined ? -1 : lower.search(ending[0]);
    if (ending === undefined || cut < 1) return { organisation, base, checkpoint: withHabitOf(organisation, checkpoint) };
    // The last ending is the checkpoint's own: a copy of an FP8 model in BF16 ends in -FP8-BF16.
    checkpoint ??= ending[1];
    base = base.slice(0, cut);
  }
}
