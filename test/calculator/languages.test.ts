import { describe, expect, test } from "vitest";
import { ENGINE_NAMES, estimateGpus, InfrascaleError, workloadPresets } from "infrascale";
import { languages } from "infrascale/language";
import { en as decideEn } from "../../docs/calculator/src/language/decide/en.js";
import { fr as decideFr } from "../../docs/calculator/src/language/decide/fr.js";
import { en } from "../../docs/calculator/src/language/en.js";
import { en as loadsEn } from "../../docs/calculator/src/language/loads/en.js";
import { fr as loadsFr } from "../../docs/calculator/src/language/loads/fr.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { languageFor } from "../../docs/calculator/src/language/languages.js";
import { numbersIn } from "../../docs/calculator/src/language/numbers.js";
import { loadLibraryWords, sayLibrary } from "../../docs/calculator/src/language/say-library.js";
import { FIELD_NAMES, FIELDS } from "../../docs/calculator/src/scenario/fields.js";
import { speak } from "../../docs/calculator/src/state.js";
import type { Refusal } from "../../docs/calculator/src/worker/protocol.js";
import { refusalOf } from "../../docs/calculator/src/worker/refusal.js";
import { askedWith, SMALL } from "./questions.js";

/** Names, codes and words that are the same in both languages. */
const SAME = new Set([
  ...["GPU", "BF16", "FP16", "FP8", "INT8", "INT4", "FP4", "vLLM", "SGLang", "TensorRT-LLM"],
  ...["Documentation", "/s", "s", "ms", "%", "euro", "", "50%", "90%", "95%", "99%"],
  ...["gpu", "GPUs", "watts"],
]);

/** Every text that takes no figures, by where it stands. */
function texts(strings: object, path = ""): readonly (readonly [string, string])[] {
  return Object.entries(strings).flatMap(([key, value]: [string, unknown]) => {
    const at = `${path}.${key}`;
    if (typeof value === "string") return [[at, value] as const];
    return typeof value === "object" && value !== null && key !== "numbers" ? texts(value, at) : [];
  });
}

test("no English is left in the French page", () => {
  const french = new Map(texts({ ...fr, decide: decideFr, loads: loadsFr }));
  const left = texts({ ...en, decide: decideEn, loads: loadsEn }).filter(
    ([at, english]) => french.get(at) === english && !SAME.has(english),
  );
  expect(left).toEqual([]);
});

test("French has its spaces: none that a line could be broken at before signs of two parts", () => {
  const wrong = texts({ ...fr, decide: decideFr, loads: loadsFr }).filter(([, text]) => / [;:!?»%]|« /.test(text));
  expect(wrong).toEqual([]);
});

describe.each([
  ["English", en],
  ["French", fr],
])("%s", (_, strings) => {
  test("has a label for every option of every choice", () => {
    const options: Readonly<Record<string, Readonly<Record<string, string>>>> = strings.options;
    for (const name of FIELD_NAMES) {
      const field = FIELDS[name];
      if (field.kind === "choice") expect(Object.keys(options[name] ?? {})).toEqual(field.options);
    }
  });

  test("names every kind of traffic and every engine that the library knows", () => {
    expect(Object.keys(strings.presets)).toEqual(workloadPresets.map(({ id }) => id));
    expect(Object.keys(strings.options.engine)).toEqual(ENGINE_NAMES);
  });
});

describe("what the library says", () => {
  const refused = (): Refusal => {
    try {
      estimateGpus({ ...askedWith(SMALL).request, model: "no such model" });
    } catch (error) {
      if (error instanceof InfrascaleError) return refusalOf(error);
    }
    throw new Error("not refused");
  };

  test("is an ellipsis until its words are loaded, then in the language of the page", async () => {
    const refusal = refused();
    expect(sayLibrary("rule", refusal)).toBe("…");
    await loadLibraryWords();
    expect(sayLibrary("rule", refusal)).toBe(refusal.rule);
    speak("fr");
    expect(sayLibrary("rule", refusal)).toBe(languages.fr.says.rule(refusal));
    expect(sayLibrary("rule", refusal)).not.toBe(refusal.rule);
    speak("en");
  });

  test("of a refusal can be sent from a worker, and is said the same", () => {
    const refusal = refused();
    expect(structuredClone(refusal)).toEqual(refusal);
    expect(refusal).toMatchObject({ ruleCode: "known-name", ruleValues: { kind: "model" } });
  });
});

test("the language is the first wish that the page speaks", () => {
  expect(languageFor(["fr-FR", "en"])).toBe("fr");
  expect(languageFor(["de-DE", "fr-CA"])).toBe("fr");
  expect(languageFor(["", "de"])).toBe("en");
  expect(languageFor(["constructor"])).toBe("en");
});

describe("numbers", () => {
  const [english, french] = [numbersIn("en-GB"), numbersIn("fr-FR")];

  test("are written as each language does", () => {
    expect([english.mark, french.mark]).toEqual([".", ","]);
    expect([english.count(20_000), french.count(20_000)]).toEqual(["20,000", "20\u202f000"]);
    expect([english.bytes(85.5e9), french.bytes(85.5e9)]).toEqual(["85.5 GB", "85,5\u202fGo"]);
    expect([english.percent(0.9), french.percent(0.9)]).toEqual(["90%", "90\u00a0%"]);
    expect(french.money(2.99, "USD")).toBe("2,99\u00a0$US");
    expect([english.money(55_473, "EUR"), french.money(55_473, "EUR")]).toEqual(["€55,500", "55\u202f500\u00a0€"]);
    expect([english.date("2026-09-26"), french.date("2026-09-26")]).toEqual(["26 September 2026", "26 septembre 2026"]);
    expect([english.country("FRA"), french.country("DEU"), french.country("XXX")]).toEqual([
      "France",
      "Allemagne",
      "XXX",
    ]);
  });

  test("of times have the unit that suits them", () => {
    expect([0.0391, 0.5, 2, 90, 216, 8000, Infinity].map(english.seconds)).toEqual([
      "39.1\u00a0ms",
      "500\u00a0ms",
      "2\u00a0s",
      "90\u00a0s",
      "3.6\u00a0min",
      "2.22\u00a0h",
      "∞",
    ]);
  });

  test("of one and many have their words", () => {
    expect([0, 1, 2].map((count) => english.plural(count, "copy", "copies"))).toEqual(["copies", "copy", "copies"]);
    expect([0, 1, 2].map((count) => french.plural(count, "réplique", "répliques"))).toEqual([
      "réplique",
      "réplique",
      "répliques",
    ]);
  });
});
