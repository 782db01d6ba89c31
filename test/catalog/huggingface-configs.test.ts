import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { models } from "../../src/catalog/catalog-data.js";
import { modelFromHuggingFace } from "../../src/catalog/huggingface/index.js";
import type { Model } from "../../src/catalog/model.js";
import { checkModel } from "../../src/catalog/validate.js";
import { InfrascaleError } from "../../src/errors.js";

/** Config files of real models, beside the repository where they are there at all. */
const FOLDER = "../shared/hf-configs";
const FACTS = "../shared/catalog/models.json";
const present = existsSync(FOLDER) && existsSync(FACTS);

/** Wanted agreement with the counts of the facts. */
const TOLERANCE = 0.005;

/** Files that must be refused, and the field that each names. */
const REFUSED: Readonly<Record<string, string>> = {
  "Mia-AiLab/Qwen3.8-Flash-Next-NVFP4": "config.text_config.hc_count",
  "MiniMaxAI/MiniMax-M3": "config.sparse_attention_config",
  "RedHatAI/DeepSeek-V4-Flash-NVFP4-FP8": "config.compress_ratios",
  "deepseek-ai/DeepSeek-V4-Flash": "config.compress_ratios",
  "deepseek-ai/DeepSeek-V4-Pro": "config.compress_ratios",
  "google/t5gemma-ml-ml-prefixlm": "config.is_encoder_decoder",
  "meta-llama/Llama-3.2-11B-Vision-Instruct": "config.text_config.cross_attention_layers",
  "meta-llama/Llama-3.2-90B-Vision-Instruct": "config.text_config.cross_attention_layers",
  "microsoft/Phi-3-small-8k-instruct": "config.blocksparse_block_size",
  "nvidia/DeepSeek-V4-Flash-NVFP4": "config.compress_ratios",
  "nvidia/DeepSeek-V4-Pro-NVFP4": "config.compress_ratios",
  "openai/whisper-large-v3": "config.is_encoder_decoder",
  "sgl-project/DeepSeek-V4-Flash-FP8": "config.compress_ratios",
  "sgl-project/DeepSeek-V4-Pro-FP8": "config.compress_ratios",
};

interface Outcome {
  readonly id: string;
  readonly model: Model | null;
  readonly refusal: InfrascaleError | null;
}

function outcome(file: string): Outcome {
  const id = file.replace(/\.json$/, "").replace("__", "/");
  try {
    return { id, model: modelFromHuggingFace(readFileSync(`${FOLDER}/${file}`, "utf8"), { id }), refusal: null };
  } catch (error) {
    if (error instanceof InfrascaleError) return { id, model: null, refusal: error };
    throw error;
  }
}

interface Facts {
  readonly id: string;
  readonly params_language_model: number;
}

/** One line of the table of outcomes that a verbose run prints. */
function described({ id, model, refusal }: Outcome, known: Facts | undefined): string {
  if (model === null) return `${id}: refused, ${refusal?.field ?? ""}`;
  const billions = (model.parameters.total / 1e9).toFixed(3);
  const agreement =
    known === undefined
      ? "not in the facts"
      : `${(100 * (model.parameters.total / known.params_language_model - 1)).toFixed(4)} % from the facts`;
  return `${id}: ${billions} B, ${model.checkpoint.weights}, ${agreement}`;
}

if (!present) console.warn(`skipped: ${FOLDER} is not there`);

describe.skipIf(!present)("config files of real models", () => {
  const outcomes = present
    ? readdirSync(FOLDER)
        .filter((file) => file.endsWith(".json"))
        .map(outcome)
    : [];
  const facts = new Map<string, Facts>(
    present ? (JSON.parse(readFileSync(FACTS, "utf8")) as readonly Facts[]).map((entry) => [entry.id, entry]) : [],
  );

  test("are many", () => {
    expect(outcomes.length).toBeGreaterThanOrEqual(187);
  });

  test.each(outcomes.map((found) => [described(found, facts.get(found.id)), found] as const))(
    "%s",
    (_, { id, model, refusal }) => {
      expect(refusal?.field).toBe(REFUSED[id]);
      if (model === null) {
        expect(refusal?.code).toBe("unsupported-model");
        return;
      }
      checkModel(model, "model");
      const known = facts.get(id)?.params_language_model;
      if (known !== undefined) expect(Math.abs(model.parameters.total / known - 1)).toBeLessThan(TOLERANCE);
    },
  );

  test("parameters that the facts have too are the same to the unit", () => {
    const compared = outcomes.flatMap(({ id, model }) => {
      const known = facts.get(id);
      return model === null || known === undefined
        ? []
        : [{ id, counted: model.parameters.total, known: known.params_language_model }];
    });
    expect(compared.length).toBeGreaterThanOrEqual(60);
    // The config of CodeLlama 34B states 32016 tokens, the published weights have 32000.
    expect(compared.filter(({ counted, known }) => counted !== known).map(({ id }) => id)).toEqual([
      "codellama/CodeLlama-34b-hf",
    ]);
  });

  test("layers, active weights and context are those of the catalog's entries", () => {
    const shapes = (model: Model): readonly string[] =>
      model.layers
        .map(({ count, mixer, feedForward }) => {
          // The catalog's gated delta nets are counted without vectors.
          const shape = mixer?.kind === "linear" ? { ...mixer, parameters: 0 } : mixer;
          return JSON.stringify([count, shape && sorted(shape), feedForward && sorted(feedForward)]);
        })
        .sort();
    let compared = 0;
    for (const { id, model } of outcomes) {
      const known = models.find((entry) => entry.id === id);
      if (
        model === null ||
        known === undefined ||
        known.kind !== undefined ||
        OTHERWISE.some((name) => id.includes(name))
      )
        continue;
      compared += 1;
      expect([id, shapes(model), model.maxContextTokens]).toEqual([id, shapes(known), known.maxContextTokens]);
      // Entries count the norms of queries and keys, or indexes that layers share, otherwise at times.
      const tolerance = id.includes("GLM-5.") ? 0.02 : 1e-6;
      expect([id, Math.abs(model.parameters.active / known.parameters.active - 1) < tolerance]).toEqual([id, true]);
    }
    expect(compared).toBeGreaterThanOrEqual(60);
  });
});

/**
 * Entries that differ from their config for a reason: layers of many widths as one mean width; padded tokens left out; a config that was cut to
 * a shorter context; windows beside the dense layers in another order; a gate that no key of the config names; attention that was rebuilt from the
 * weights; a window as long as half the context, which engines do not apply. Embedding models have no output head.
 */
const OTHERWISE = [
  "Nemotron-Super-49B",
  "CodeLlama-34b",
  "Mistral-Nemo",
  "MiMo-V2-Flash",
  "Step-3.7-Flash",
  "Muse-Glimmer",
  "Kimi-K3",
  "Phi-mini-MoE",
];

const sorted = (shape: object): readonly (readonly [string, unknown])[] =>
  Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1));
