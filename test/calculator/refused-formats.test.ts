import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateGpus, InfrascaleError, gpus } from "infrascale";
import { formatsOf } from "../../docs/calculator/src/scenario/fields.js";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import type { RefusedFormats } from "../../docs/calculator/src/worker/protocol.js";
import { refusedFormats } from "../../docs/calculator/src/worker/refused-formats.js";

const SMALL: Partial<Inputs> = { model: "llama-3.1-8b", amount: "10" };

function asked(texts: Partial<Inputs>): Question {
  const inputs = { ...START.inputs, ...texts };
  const { values } = readInputs(inputs, ".");
  if (values === null) throw new Error("a text that can be read was not");
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

const FORMATS = { weights: formatsOf("weights"), kvCache: formatsOf("kvCache") };
const refusedOf = (texts: Partial<Inputs>): Promise<RefusedFormats> =>
  refusedFormats({ question: asked(texts), formats: FORMATS });

/** The field and the rule that an estimate is refused at; null where it is answered. */
function refusalOf({ request, options }: Question): unknown {
  try {
    estimateGpus(request, options);
    return null;
  } catch (error) {
    if (error instanceof InfrascaleError) return [error.field, error.rule];
    throw error;
  }
}

test("formats that cannot be chosen are those whose estimate is refused, by the same rule", async () => {
  const field = fc.constantFrom("weights", "kvCache");
  const gpu = fc.constantFrom("t4", "v100-pcie-32gb", "l40s", ...gpus.map(({ id }) => id));
  const engine = fc.constantFrom("vllm", "sglang", "tensorrt-llm", "generic");
  await fc.assert(
    fc.asyncProperty(field, gpu, engine, fc.nat(), async (field, gpu, engine, index) => {
      const formats = formatsOf(field);
      const format = formats[index % formats.length] ?? "";
      const refused = (await refusedOf({ ...SMALL, gpu, engine }))[field][format];
      expect(refusalOf(asked({ ...SMALL, gpu, engine, [field]: format }))).toEqual(
        refused === undefined ? null : [refused.field, refused.rule],
      );
    }),
    { numRuns: 40 },
  );
});

test("a card without arithmetic in BF16 refuses it for weights and cache, whatever is chosen now", async () => {
  const texts = { ...SMALL, gpu: "t4", weights: "bf16", kvCache: "bf16" };
  const { weights, kvCache } = await refusedOf(texts);
  expect([Object.keys(weights), Object.keys(kvCache)]).toEqual([["bf16"], ["bf16"]]);
  expect(structuredClone(weights)).toEqual(weights);
});

test("of a model that nobody knows no format is refused: its name is", async () => {
  expect(await refusedOf({ model: "no such model" })).toEqual({ weights: {}, kvCache: {} });
});
