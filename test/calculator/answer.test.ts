import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateGpus, presetTargets, presetWorkload, workloadPresets } from "infrascale";
import { cardMemory } from "../../docs/calculator/src/answer/card-memory.js";
import { taken } from "../../docs/calculator/src/answer/taken-way.js";
import { headline } from "../../docs/calculator/src/answer/headline.js";
import { ofPreset, withPreset } from "../../docs/calculator/src/form/presets.js";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { limitName, saysBreak } from "../../docs/calculator/src/language/say-limit.js";
import { packModel } from "../../docs/calculator/src/scenario/packed-model.js";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import type { DecimalMark } from "../../docs/calculator/src/scenario/read-number.js";
import { readInputs, rewritten, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { answer } from "../../docs/calculator/src/worker/answer.js";
import { catalogue, findModels } from "../../docs/calculator/src/worker/catalogue.js";
import { classic } from "../../docs/calculator/src/worker/classic.js";
import { readModel } from "../../docs/calculator/src/worker/read-model.js";
import { muchFewer, waysOut } from "../../docs/calculator/src/worker/ways-out.js";

const SMALL: Partial<Inputs> = { model: "llama-3.1-8b", amount: "100" };

function asked(texts: Partial<Inputs>, mark: DecimalMark = "."): Question {
  const inputs = { ...rewritten(START.inputs, ".", mark), ...texts };
  const { values, problems } = readInputs(inputs, mark);
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

describe("the answer", () => {
  test("is the library's own", async () => {
    const { estimate, servers, cost } = await answer(asked(SMALL));
    const own = estimateGpus({
      model: "llama-3.1-8b",
      gpu: "h100-sxm5-80gb",
      workload: presetWorkload("chat", { concurrentUsers: 100 }),
      targets: presetTargets("chat"),
    });
    if (estimate.status === "infeasible" || own.status === "infeasible") throw new Error("no answer");
    expect([estimate.gpus, estimate.summary, estimate.constraints]).toEqual([own.gpus, own.summary, own.constraints]);
    expect(servers?.gpus).toBeGreaterThanOrEqual(own.gpus);
    expect(cost?.currency).toBe("EUR");
  });

  test("can be sent from a worker", async () => {
    for (const texts of [SMALL, { ...SMALL, perToken: "0.1" }]) {
      const whole = await answer(asked(texts));
      expect(structuredClone(whole)).toEqual(whole);
    }
  });

  test("of a model of one's own is that of the model", async () => {
    const own = await readModel({
      name: "my-org/my-llama",
      config: JSON.stringify({
        model_type: "llama",
        hidden_size: 4096,
        num_hidden_layers: 32,
        num_attention_heads: 32,
        num_key_value_heads: 8,
        intermediate_size: 14336,
        vocab_size: 128256,
        torch_dtype: "bfloat16",
      }),
      quantisation: null,
    });
    const { estimate } = await answer(asked({ ...SMALL, model: own.id, ownModel: own.packed }));
    expect(estimate.model).toBe("my-org/my-llama");
    expect(own.parameters).toBe(8_030_261_248);
  });

  test("of what is no packed model is refused at the model", async () => {
    await expect(answer(asked({ ...SMALL, ownModel: "nonsense" }))).rejects.toMatchObject({ field: "model" });
    const broken = await packModel({ id: "broken" } as never);
    await expect(answer(asked({ ...SMALL, ownModel: broken }))).rejects.toMatchObject({ name: "InfrascaleError" });
  });

  test("is said in both languages", async () => {
    const whole = await answer(asked(SMALL));
    const { estimate } = whole;
    if (estimate.status === "infeasible") throw new Error(estimate.reason);
    for (const say of [en, fr]) expect(headline(say, whole)).toContain(`${estimate.gpus} H100 SXM5`);
    const broken = estimate.nextSmaller.flatMap(({ violated }) => violated);
    for (const one of broken) expect(saysBreak(fr, one)).not.toContain(one.name);
  });
});

test("the memory of a card is all accounted for", async () => {
  const amount = fc.constantFrom("5", "100", "3000");
  const gpu = fc.constantFrom("l40s", "h100-sxm5-80gb", "mi300x", "b200-sxm-180gb");
  const engine = fc.constantFrom("vllm", "sglang", "tensorrt-llm");
  await fc.assert(
    fc.asyncProperty(amount, gpu, engine, async (amount, gpu, engine) => {
      const whole = await answer(asked({ ...SMALL, amount, gpu, engine }));
      if (whole.estimate.status === "infeasible") return;
      const parts = cardMemory(whole.estimate, whole.gpu.cardBytes);
      const sum = parts.reduce((total, { bytes }) => total + bytes, 0);
      expect(Math.min(...parts.map(({ bytes }) => bytes))).toBeGreaterThanOrEqual(0);
      expect(sum / whole.gpu.cardBytes).toBeCloseTo(1, 6);
    }),
    { numRuns: 12 },
  );
});

describe("where no number of GPUs does", () => {
  const hard = { ...SMALL, model: "qwen3-32b", gpu: "l4", perToken: "25", firstToken: "3" };

  test("each way out does, with as many GPUs as it says", async () => {
    const question = asked(hard);
    const ways = await waysOut(question);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) {
      const { estimate } = await answer(asked({ ...hard, ...taken(way, START.inputs, ".") }));
      expect(estimate).toMatchObject({ status: "feasible", gpus: way.gpus });
    }
  });

  test("limits that are broken together move together, and then hold", async () => {
    const both = { ...hard, firstToken: "0.01", perToken: "1" };
    const { estimate } = await answer(asked(both));
    if (estimate.status === "feasible") throw new Error("the limits are out of reach");
    const way = (await waysOut(asked(both))).find(({ kind }) => kind === "limits");
    if (way?.kind !== "limits") throw new Error("no way out");
    expect(way.limits.map(({ constraint }) => constraint)).toEqual(["ttft p95", "tpot p95"]);
    expect(way.limits.map(({ constraint }) => constraint)).toEqual(
      estimate.nearest.changes.map(({ constraint }) => constraint),
    );
    for (const mark of [".", ","] as const) {
      const texts = taken(way, rewritten(START.inputs, ".", mark), mark);
      expect(Object.keys(texts)).toEqual(["firstToken", "perToken"]);
      const moved = await answer(asked({ ...both, ...texts }, mark));
      expect(moved.estimate).toMatchObject({ status: "feasible", gpus: way.gpus });
    }
  });

  test("no limit moves that is none of the question, as the memory of a GPU", async () => {
    const question = asked({ model: "deepseek-r1", gpu: "t4", amount: "10" });
    expect((await waysOut(question)).map(({ kind }) => kind)).not.toContain("limits");
  });

  test("there is none where something does", async () => {
    expect(await waysOut(asked(SMALL))).toEqual([]);
  });
});

describe("a limit on GPUs", () => {
  test("that is enough changes no answer, and one GPU less than it takes is said to be too few", async () => {
    const free = await answer(asked(SMALL));
    if (free.estimate.status === "infeasible") throw new Error(free.estimate.reason);
    const { gpus } = free.estimate;
    const enough = await answer(asked({ ...SMALL, maxGpus: String(gpus) }));
    expect(enough.estimate).toMatchObject({ status: "feasible", gpus });
    const texts = { ...SMALL, amount: "3000" };
    const many = await answer(asked(texts));
    const needed = many.estimate.status === "feasible" ? many.estimate.gpus : 0;
    const limited = { ...texts, maxGpus: String(needed - 1) };
    const short = await answer(asked(limited));
    expect(headline(en, short)).toBe(en.answer.tooFew(needed - 1, short.gpu.name));
    expect(headline(fr, short)).toBe(fr.answer.tooFew(needed - 1, short.gpu.name));
    expect(await waysOut(asked(limited))).toContainEqual({
      kind: "limits",
      limits: [{ constraint: "maxGpus", unit: "GPUs", to: needed }],
      gpus: needed,
    });
  });
});

test("another GPU is named where a tenth as many do, and only there", async () => {
  const question = asked(SMALL);
  expect(await muchFewer({ question, gpus: 1 })).toBeNull();
  const fewer = await muchFewer({ question, gpus: 1000 });
  if (fewer === null) throw new Error("no other GPU");
  const { estimate } = await answer(asked({ ...SMALL, gpu: fewer.gpu.id }));
  expect(estimate).toMatchObject({ gpus: fewer.gpus });
});

test("the original's formulas are asked for means", async () => {
  const original = await classic({ question: asked(SMALL), requestsInFlight: 10 });
  expect(original).toMatchObject({ tokensPerSecond: 20, waitSeconds: 0.5 });
  expect(original.gpus).toBe((original.gpusPerReplica ?? 0) * (original.replicas ?? 0));
});

describe("models", () => {
  test("are found by words of their names, and by other names", () => {
    expect(findModels("qwen3 32b")[0]?.id).toBe("Qwen/Qwen3-32B");
    expect(findModels("llama3.1:70b")[0]?.id).toBe("meta-llama/Llama-3.1-70B-Instruct");
    expect(findModels("lama-3.1-70").map(({ id }) => id)).toContain("meta-llama/Llama-3.1-70B-Instruct");
    expect(findModels("").length).toBe(8);
  });
});

test("a GPU is listed without its vendor and memory, which stand beside", () => {
  const { gpus } = catalogue();
  expect(gpus.find(({ id }) => id === "h100-sxm5-80gb")).toMatchObject({ name: "H100 SXM5", memoryBytes: 80e9 });
  for (const { name } of gpus) expect(name).not.toMatch(/GB\b/);
});

describe("kinds of traffic", () => {
  const of = (id: string): Partial<Inputs> => {
    const preset = workloadPresets.find((known) => known.id === id);
    if (preset === undefined) throw new Error(id);
    return ofPreset(preset, ".");
  };

  test("fill the form with what the library takes", () => {
    for (const { id, thinkSeconds, targets } of workloadPresets) {
      if (thinkSeconds === null || targets === null) continue;
      const { request } = asked({ ...of(id), traffic: id });
      expect(request.workload).toMatchObject(presetWorkload(id, { concurrentUsers: 1000 }));
      expect(request.targets).toEqual(targets);
    }
  });

  test("the form opens with the figures of chat", () => {
    expect(START.inputs).toMatchObject(of("chat"));
  });

  test("what was typed stays, all else follows", () => {
    const typed = { ...START.inputs, inputTokens: "999" };
    expect(withPreset(typed, workloadPresets, "rag", ".")).toMatchObject({ traffic: "rag", outputTokens: "283" });
    expect(withPreset(typed, workloadPresets, "rag", ".")).not.toHaveProperty("inputTokens");
    const french = rewritten(START.inputs, ".", ",");
    expect(withPreset(french, workloadPresets, "rag", ",")).toMatchObject({
      inputVariation: "0,34",
      firstToken: "1,2",
    });
  });
});

test("limits have names, whatever the statistic; one's own keep theirs", () => {
  expect([limitName(en, "ttft p95"), limitName(fr, "memory"), limitName(en, "even")]).toEqual([
    "First token, 95%",
    "Mémoire d’une réplique",
    "even",
  ]);
});
