import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateGpus, InfrascaleError, presetTargets, presetWorkload } from "infrascale";
import { costOf } from "infrascale/decide";
import { FIELD_NAMES } from "../../docs/calculator/src/scenario/fields.js";
import { fieldOf, isAsked, pathOf } from "../../docs/calculator/src/scenario/paths.js";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { anyInputs, readableInputs } from "./scenarios.js";

const given = { profile: null, today: "2026-11-30" };

function asked(texts: Partial<Inputs> = {}): Question {
  const inputs = { ...START.inputs, ...texts };
  const { values, problems } = readInputs(inputs, ".");
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, given);
}

test("the form as it opens asks what the preset chat asks", () => {
  expect(asked()).toEqual({
    request: {
      model: "llama-3.1-70b",
      gpu: "h100-sxm5-80gb",
      engine: "vllm",
      routing: "round-robin",
      workload: {
        ...presetWorkload("chat", { concurrentUsers: 1000 }),
        sharedPrefixTokens: 0,
        peakFactor: 1,
      },
      targets: presetTargets("chat"),
    },
    options: { confidence: 0.9, spareReplicas: 0 },
    cost: { today: "2026-11-30", currency: "EUR", providers: "european", zone: "EU", pue: 1.3 },
    ownModel: "",
  });
});

test.each<readonly [Partial<Inputs>, object]>([
  [{ load: "named", amount: "20000", activeShare: "25" }, { workload: { namedUsers: 20_000, activeFraction: 0.25 } }],
  [{ load: "rate", amount: "4" }, { workload: { requestsPerSecond: 4, arrivalCv: 1.05 } }],
  [{ load: "flight", amount: "60" }, { workload: { requestsInFlight: 60 } }],
  [{ engine: "sglang", engineVersion: "0.5.9" }, { engine: "sglang@0.5.9" }],
  [{ weights: "fp8", kvCache: "fp8" }, { precision: { weights: "fp8", kvCache: "fp8" } }],
  [{ draftTokens: "3", acceptanceRate: "60" }, { speculation: { draftTokens: 3, acceptanceRate: 0.6 } }],
  [{ perToken: "65", perTokenOf: "mean", firstToken: "" }, { targets: { tpot: { mean: 0.065 } } }],
  [{ proof: "load-test" }, { targets: { acceptance: {} } }],
])("%j is sent", (texts, request) => {
  expect(asked(texts).request).toMatchObject(request);
});

test("a field that the others leave without a meaning is not sent", () => {
  expect(asked({ load: "flight" }).request.workload).not.toHaveProperty("thinkSeconds");
  expect(asked({ load: "flight" }).request.workload).not.toHaveProperty("arrivalCv");
  expect(asked().request).not.toHaveProperty("speculation");
  expect(asked().request).not.toHaveProperty("precision");
  expect(asked({ firstToken: "" }).request.targets).not.toHaveProperty("ttft");
});

test("nor does it stand in anybody's way", () => {
  expect(readInputs({ ...START.inputs, load: "flight", thinkSeconds: "a while" }, ".").values).not.toBeNull();
  expect(readInputs({ ...START.inputs, thinkSeconds: "a while" }, ".").values).toBeNull();
});

test("whatever can be read is answered by the library, or refused at a field of the form", () => {
  fc.assert(
    fc.property(readableInputs, (inputs) => {
      const { values } = readInputs(inputs, ".");
      if (values === null) throw new Error("a text that can be read was not");
      const { request, options, cost } = questionOf(values, inputs, given);
      try {
        const estimate = estimateGpus(request, options);
        if (estimate.status === "feasible") costOf(estimate, cost);
      } catch (error) {
        if (!(error instanceof InfrascaleError)) throw error;
        // Of a whole group of fields, as of a request that is longer than the context, the list above the answer tells.
        const isOfGroup = ["workload", "targets"].includes(error.field);
        expect(isOfGroup || fieldOf(error.field, inputs) !== null, error.message).toBe(true);
      }
    }),
    { numRuns: 12 },
  );
});

test("the library's path of a field leads back to it", () => {
  fc.assert(
    fc.property(anyInputs, fc.constantFrom(...FIELD_NAMES), (inputs, name) => {
      const path = pathOf(name, inputs);
      fc.pre(path !== null);
      expect(fieldOf(path, inputs)).toBe(name);
      expect(isAsked(name, inputs)).toBe(true);
    }),
  );
});

test("a refusal is shown at its field", () => {
  expect(fieldOf("workload.inputTokens", START.inputs)).toBe("inputTokens");
  expect(fieldOf("targets.tpot.p95", START.inputs)).toBe("perToken");
  expect(fieldOf("options.zone", START.inputs)).toBe("zone");
  expect(fieldOf("model", START.inputs)).toBe("model");
  expect(fieldOf("nowhere", START.inputs)).toBeNull();
});
