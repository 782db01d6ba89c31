import { InfrascaleError } from "../../errors.js";
import { checkString } from "../../internal/check.js";
import type { Checkpoint } from "../model.js";
import { isTooLong, LONGEST_NAME } from "./longest-name.js";
import { catalogRule } from "../../rules/catalog.js";

/** What the name of a repository says. */
export interface ParsedModelName {
  /** Organisation before the slash; null without one. */
  readonly organisation: string | null;
  /** The model's name without organisation and endings of precision. */
  readonly base: string;
  /** Number format that the name states; null when it states none. */
  readonly checkpoint: Checkpoint | null;
}

const INT4: Checkpoint = { weights: "int4", weightOnly: true };
const INT8: Checkpoint = { weights: "int8", weightOnly: true };
/** w8a8 and INT8 checkpoints for vLLM scale activations as they run (llm-compressor). */
const DYNAMIC_INT8: Checkpoint = { weights: "int8", scaling: "dynamic" };
const NVFP4: Checkpoint = { weights: "fp4", scaling: "block" };
const MXFP4: Checkpoint = { ...NVFP4, weightOnly: true };
const BF16: Checkpoint = { weights: "bf16" };
const FP16: Checkpoint = { weights: "fp16" };

/**
 * Endings by what they state, each after a dash, an underscore, a point, a colon or a space, or in brackets; the first that fits decides, and longer ones
 * stand before their own endings. FP8 alone leaves the scaling open: some publishers scale by block, others by tensor. GGUF types
 * count by their bits, those of 5 and more as 8 bit; a GGUF repository that names none is taken as Q4_K_M, the type that most load.
 */
const ENDINGS: readonly (readonly [pattern: RegExp, checkpoint: Checkpoint])[] = (
  [
    ["(?:quantized[-_.])?w4a16(?:[-_](?:g\\d+|ct|asym))*", INT4],
    ["(?:quantized[-_.])?w8a16", INT8],
    ["(?:quantized[-_.])?w8a8(?:[-_]int8)?", DYNAMIC_INT8],
    ["w8a8[-_]fp8", { weights: "fp8", scaling: "dynamic" }],
    ["qat[-_]mobile[-_]ct", INT4],
    ["(?:w[-_])?mxfp4(?:[-_](?:a[-_]fp8|asq))?", MXFP4],
    ["mxfp8", { weights: "fp8", scaling: "block" }],
    ["(?:nvfp4|fp4)a16", { ...MXFP4, scaleGroup: 16 }],
    ["(?:nvfp4|fp4)(?:[-_](?:w4a4|fp8|fast))?(?:[-_]v\\d)?", NVFP4],
    ["fp8[-_.](?:static[-_.])?per[-_.]?tensor", { weights: "fp8", scaling: "tensor" }],
    ["fp8[-_.](?:kv|static)", { weights: "fp8", scaling: "tensor" }],
    ["fp8[-_.]dynamic", { weights: "fp8", scaling: "dynamic" }],
    ["fp8[-_.]block", { weights: "fp8", scaling: "block" }],
    ["fp8(?:[-_]e4m3)?", { weights: "fp8" }],
    ["(?:int8[-_]auto[-_]?round|(?:gptq|awq)[-_.]?(?:int8|8bit))", INT8],
    ["(?:int4[-_])?(?:mixed[-_])?auto[-_]?round(?:[-_](?:w4a16|int4|gptq|awq))?", INT4],
    ["awq[-_](?:bf16[-_])?int4", INT4],
    ["(?:gptq|awq)(?:[-_.]?(?:int4|4bit))?(?:[-_](?:128g|g128|marlin|int8mix))?", INT4],
    ["(?:unsloth[-_.])?bnb[-_.]4bit", INT4],
    ["bnb[-_.]8bit", DYNAMIC_INT8],
    ["mlx[-_.]4bit", INT4],
    ["mlx[-_.]8bit", INT8],
    ["int4[-_]bf16mtp", INT4],
    ["(?:int4|4bit)(?:[-_.]awq)?", INT4],
    ["int8", DYNAMIC_INT8],
    ["(?:ud[-_])?(?:i?q|tq)[1-4](?:_[0-9a-z]+)*(?:[-_.]gguf)?", INT4],
    ["(?:ud[-_])?i?q[5-8](?:_[0-9a-z]+)*(?:[-_.]gguf)?", INT8],
    ["bf16(?:[-_.]gguf)?", BF16],
    ["(?:fp16|f16)(?:[-_.]gguf)?", FP16],
    ["gguf", INT4],
  ] as const
).map(([ending, checkpoint]) => [new RegExp(`[-_.:,(\\s]+${ending}\\)?$`), checkpoint]);

/** NVIDIA's FP8 checkpoints come from ModelOpt, which scales by tensor (`quant_algo: FP8` of its hf_quant_config.json). */
function withHabitOf(organisation: string | null, checkpoint: Checkpoint | null): Checkpoint | null {
  const byTensor =
    organisation?.toLowerCase() === "nvidia" && checkpoint?.weights === "fp8" && checkpoint.scaling === undefined;
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
  if (isTooLong(checkString(name, "name")))
    throw new InfrascaleError({
      code: "out-of-range",
      field: "name",
      ...catalogRule("short-name", { most: LONGEST_NAME }),
      value: name.length,
    });
  const trimmed = name.trim();
  const slash = trimmed.lastIndexOf("/");
  const organisation = slash > 0 ? trimmed.slice(0, slash) : null;
  let base = trimmed.slice(slash + 1);
  let checkpoint: Checkpoint | null = null;
  for (;;) {
    const lower = base.toLowerCase();
    const ending = ENDINGS.find(([pattern]) => pattern.test(lower));
    const cut = ending === undefined ? -1 : lower.search(ending[0]);
    if (ending === undefined || cut < 1)
      return { organisation, base, checkpoint: withHabitOf(organisation, checkpoint) };
    // The last ending is the checkpoint's own: a copy of an FP8 model in BF16 ends in -FP8-BF16.
    checkpoint ??= ending[1];
    base = base.slice(0, cut);
  }
}
