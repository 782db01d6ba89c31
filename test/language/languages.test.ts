import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/decide.js";
import { estimateGpus, InfrascaleError, type NamedEstimate } from "../../src/index.js";
import { english, french, languages, say, type Language, type Said } from "../../src/language.js";
import { brokenRules, SAMPLES } from "./samples.js";

const all = Object.values(languages);

/** What is no sentence that a person should read. */
const BROKEN = /undefined|NaN|\[object| {2}|\s$|^\s|\.$/;

/** Everything that the library says of an estimate. */
const saidOf = (language: Language, estimate: NamedEstimate): readonly string[] => [
  say(language, "summary", estimate),
  ...estimate.warnings.map((warning) => say(language, "warning", warning)),
  ...estimate.assumed.map((assumption) => say(language, "assumption", assumption)),
  ...explain(estimate).map((reason) => say(language, "explanation", reason)),
  ...estimate.constraints.map(({ name }) => say(language, "constraint", name)),
  ...(estimate.status === "feasible" && estimate.waiting?.stable === true
    ? estimate.waiting.reasons.map((reason) => say(language, "replayReason", reason))
    : []),
];

const kinds = Object.keys(SAMPLES) as (keyof typeof SAMPLES)[];

/** Every sample in a language, by kind. */
const sentences = (language: Language, kind: keyof typeof SAMPLES): readonly string[] =>
  (SAMPLES[kind] as readonly Said[typeof kind][]).map((of) => say(language, kind, of as never));

const requests = fc.record({
  model: fc.constantFrom("llama-3.1-8b", "qwen3-30b-a3b", "llama-3.1-70b", "bge-m3"),
  gpu: fc.constantFrom("l40s", "h100", "t4", "mi300x"),
  users: fc.constantFrom(1, 40, 3000),
  inputTokens: fc.constantFrom(20, 1155, 20_000),
  outputTokens: fc.constantFrom(2, 211),
  ttft: fc.constantFrom(0.001, 0.5, 20),
});

describe.each(all)("$name", (language) => {
  test("has words for every code", () => {
    for (const kind of kinds)
      for (const sentence of sentences(language, kind)) {
        expect(sentence).not.toMatch(BROKEN);
        expect(sentence).not.toBe("");
      }
  });

  test("has words for whatever is said of real estimates, feasible or not, and of what is refused", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(requests, ({ model, gpu, users, inputTokens, outputTokens, ttft }) => {
        const isWritten = model !== "bge-m3";
        try {
          const estimate = estimateGpus({
            model,
            gpu,
            workload: {
              concurrentUsers: users,
              thinkSeconds: 30,
              inputTokens,
              outputTokens: isWritten ? outputTokens : 0,
            },
            targets: isWritten ? { ttft: { p95: ttft }, tpot: 0.05 } : { e2e: { p95: ttft } },
          });
          seen.add(estimate.status);
          for (const sentence of saidOf(language, estimate)) expect(sentence).not.toMatch(BROKEN);
        } catch (error) {
          if (!(error instanceof InfrascaleError)) throw error;
          seen.add("refused");
          expect(say(language, "error", error)).not.toMatch(BROKEN);
        }
      }),
      { numRuns: 40 },
    );
    expect([...seen].sort()).toEqual(["feasible", "infeasible", "refused"]);
  });
});

test("English is what results say themselves", () => {
  const estimate = estimateGpus({
    model: "llama-3.1-8b",
    gpu: "t4",
    workload: { requestsInFlight: 500, inputTokens: 9000, outputTokens: 500 },
    targets: { tokensPerSecond: 20 },
  });
  expect(say(english, "summary", estimate)).toBe(estimate.summary);
  for (const details of brokenRules) expect(say(english, "error", details)).toContain(`qqq ${details.rule}`);
});

describe("French", () => {
  /** Words that both languages have. */
  const FRENCH_TOO = `absent attention bits cache caches change code date dense expressions experts format image images on options
    performance pipeline place plan point service session simulation source table test tests total trace type unique utilisation
    variation version`;

  /** Names of programs, fields, formats and units, which are the same everywhere. */
  const NAMES = `aiperf api bench checkpoint compose concurrency data estimategpus eu false file float full gpu import infrascale int iso javascript json
    kubernetes kv llmperf load locust ms nvidia qqq ray serve sglang shared silu softmax sparse tensor triton true vllm wor workload www
    yaml zzz`;

  const SAME = new Set(`${FRENCH_TOO} ${NAMES}`.split(/\s+/));

  test("says nothing as English does, but figures and names", () => {
    const same = kinds.flatMap((kind) => {
      const own = sentences(french, kind);
      return sentences(english, kind).filter(
        (sentence, index) => sentence === own[index] && /[a-z]{3}/i.test(sentence),
      );
    });
    expect([...new Set(same)]).toEqual([]);
  });

  test("has no English word left", () => {
    const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
      new Set(
        texts.flatMap((text) =>
          [...text.matchAll(/(?<![\p{L}\d_\-.@`])\p{L}{2,}(?![\p{L}\d_\-@`]|\.\p{L})/gu)].map(([word]) => word),
        ),
      );
    /** Of a field: `requestsInFlight`. */
    const isName = (word: string): boolean => /\p{Ll}\p{Lu}/u.test(word);
    const own = wordsOf(kinds.flatMap((kind) => sentences(french, kind)));
    const theirs = wordsOf(kinds.flatMap((kind) => sentences(english, kind)));
    expect(
      [...own].filter((word) => theirs.has(word) && !isName(word) && !SAME.has(word.toLowerCase())).sort(),
    ).toEqual([]);
  });

  test("writes numbers, units and quotes as French does", () => {
    const value = (figure: number, unit: string): string => say(french, "value", { value: figure, unit });
    expect(value(20_000, "")).toBe("20\u202F000");
    expect(value(12.5, "")).toBe("12,5");
    expect(value(1.5e10, "bytes")).toBe("15\u202FGo");
    expect(value(0.0125, "s")).toBe("12,5\u202Fms");
    expect([0, 1, 1.5, 2].map((count) => value(count, "tokens"))).toEqual([
      "0 jeton",
      "1 jeton",
      "1,5 jeton",
      "2 jetons",
    ]);
    expect(say(french, "share", 0.125)).toBe("12,5\u202F%");
    const margin = SAMPLES.explanation.find(({ code }) => code === "margin") as Said["explanation"];
    expect(say(french, "explanation", margin)).toContain("«\u202Ffacteur de pointe\u202F»");
    for (const kind of kinds)
      for (const sentence of sentences(french, kind)) expect(sentence).not.toMatch(/\u00A0| [:;?!»%]|« /);
  });

  test("tells an error whose rule has no code in the words that it has", () => {
    expect(say(french, "error", { code: "out-of-range", field: "mine", rule: "must be mine", value: "yours" })).toBe(
      "mine must be mine\u202F; reçu\u202F: «\u202Fyours\u202F»",
    );
  });

  test.each([
    [undefined, "rien"],
    [[], "un tableau"],
    [{}, "un objet"],
    [() => 1, "une fonction"],
    [true, "true"],
    [1234.5678, "1\u202F234,5678"],
    ["x".repeat(300), `«\u202F${"x".repeat(200)}...\u202F»`],
  ])("shows what was refused: %s", (value, shown) => {
    expect(say(french, "error", { code: "out-of-range", field: "f", rule: "r", value })).toBe(
      `f r\u202F; reçu\u202F: ${shown}`,
    );
  });
});
