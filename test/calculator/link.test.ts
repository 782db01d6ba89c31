import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_NAMES, FIELDS, type FieldName } from "../../docs/calculator/src/scenario/fields.js";
import { readLink, writeLink } from "../../docs/calculator/src/scenario/link.js";
import type { DecimalMark } from "../../docs/calculator/src/scenario/read-number.js";
import { readField, readInputs, rewritten, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { anyInputs } from "./scenarios.js";

const write = (inputs = START.inputs, mark: "." | "," = ".") =>
  writeLink({ inputs, kept: [] }, mark, { language: null });

/** What a field is understood to say; how it was understood is no part of it. */
function meaning(name: FieldName, inputs: Inputs, mark: DecimalMark): unknown {
  const reading = readField(name, inputs, mark);
  return "value" in reading ? reading.value : reading;
}

describe("links of version 1", () => {
  test("start as they always did", () => {
    expect(START.inputs).toMatchInlineSnapshot(`
      {
        "acceptanceRate": "70",
        "activeShare": "10",
        "amount": "1000",
        "arrivalVariation": "1.05",
        "cachedShare": "0",
        "classic": "hide",
        "confidence": "0.9",
        "currency": "EUR",
        "dayCurve": "office",
        "draftTokens": "0",
        "engine": "vllm",
        "engineVersion": "",
        "firstToken": "0.5",
        "firstTokenOf": "p95",
        "gpu": "h100-sxm5-80gb",
        "gpuLink": "",
        "inputTokens": "1155",
        "inputVariation": "0.96",
        "kvCache": "published",
        "load": "people",
        "maxGpus": "",
        "meanLoad": "",
        "model": "llama-3.1-70b",
        "otherGpus": "",
        "outputTokens": "211",
        "outputVariation": "0.77",
        "ownGpus": "",
        "ownModel": "",
        "ownPrice": "",
        "peakFactor": "1",
        "perToken": "50",
        "perTokenOf": "p95",
        "profile": "",
        "proof": "steady",
        "providers": "european",
        "pue": "1.3",
        "routing": "round-robin",
        "sharedPrefixTokens": "0",
        "spareReplicas": "0",
        "thinkSeconds": "60",
        "traffic": "chat",
        "weights": "published",
        "wholeRequest": "",
        "wholeRequestOf": "p95",
        "zone": "EU",
      }
    `);
  });

  test("are written so, word by word", () => {
    expect(FIELD_NAMES.map((name) => FIELDS[name].link).join(" ")).toMatchInlineSnapshot(
      `"w u sh t in incv out outcv z acv pre hit pk m mx g gs e ev wf kv sd sr rt ft fs pt ps et es lt c sp pf cur pv own zn ml pue cl ng dc mg ln"`,
    );
  });

  test.each([
    ["v=1", {}],
    [
      "v=1&u=20000&w=named&sh=25&t=rag&in=2944&out=283",
      { amount: "20000", load: "named", activeShare: "25", inputTokens: "2944" },
    ],
    [
      "v=1&m=qwen3-32b&g=l40s&e=sglang&ev=0.5.9&wf=fp8&pt=65&ps=mean",
      { model: "qwen3-32b", weights: "fp8", perToken: "65", perTokenOf: "mean" },
    ],
    ["u=5", { amount: "5" }],
  ])("%s still says the same", (link, texts) => {
    expect(readLink(`#${link}`, ".").scenario.inputs).toMatchObject(texts);
  });
});

test("a link has what differs from the start, and nothing else", () => {
  expect(write()).toBe("v=1");
  expect(write({ ...START.inputs, amount: "10k", model: "qwen3-32b" })).toBe("v=1&u=10000&m=qwen3-32b");
});

test("words have one meaning", () => {
  const words = FIELD_NAMES.map((name) => FIELDS[name].link);
  expect(new Set([...words, "v", "lang", "r", "a"]).size).toBe(words.length + 4);
});

test("what a form says comes back from its link, in the same language and in another", () => {
  fc.assert(
    fc.property(anyInputs, fc.constantFrom(".", ","), fc.constantFrom(".", ","), (inputs, from, to) => {
      const back = readLink(write(inputs, from), to).scenario.inputs;
      for (const name of FIELD_NAMES) expect(meaning(name, back, to)).toEqual(meaning(name, inputs, from));
      expect(write(back, to)).toBe(write(inputs, from));
    }),
  );
});

test("a form means the same when its language changes", () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const french = rewritten(inputs, ".", ",");
      for (const name of FIELD_NAMES) expect(meaning(name, french, ",")).toEqual(meaning(name, inputs, "."));
    }),
  );
});

test("unknown words are kept and written again, whatever they hold", () => {
  const words = fc.uniqueArray(
    fc.tuple(
      fc.string({ minLength: 1 }).map((key) => `x${key}`),
      fc.string(),
    ),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(words, (kept) => {
      const link = writeLink({ inputs: START.inputs, kept }, ".", { language: "fr" });
      expect(readLink(link, ".").scenario.kept).toEqual(kept);
    }),
  );
});

test("what cannot be read stays in its field and in the link", () => {
  const { inputs } = readLink("v=1&u=many&in=", ".").scenario;
  expect([inputs.amount, inputs.inputTokens]).toEqual(["many", ""]);
  expect(readInputs(inputs, ".")).toMatchObject({
    values: null,
    problems: { amount: { code: "not-a-number" }, inputTokens: { code: "empty" } },
  });
  expect(write(inputs)).toBe("v=1&u=many&in=");
});

test("a shared link says what was answered, by which version", () => {
  const shared = { library: "0.4.0", gpus: 12 };
  const link = writeLink(START, ".", { language: "fr", shared });
  expect(link).toBe("v=1&lang=fr&r=0.4.0&a=12");
  expect(readLink(link, ".")).toMatchObject({ shared, language: "fr", isNewer: false });
  expect(readLink("v=1&r=0.4.0&a=none", ".").shared).toEqual({ library: "0.4.0", gpus: null });
  expect(readLink("v=1", ".").shared).toBeNull();
});

test("a link of a later version is read as far as it is known, and told apart", () => {
  expect(readLink("v=2&u=7&new=1", ".")).toMatchObject({ isNewer: true, scenario: { kept: [["new", "1"]] } });
});
