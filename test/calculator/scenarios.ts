import fc from "fast-check";
import { FIELD_NAMES, FIELDS, LINKS, type FieldName } from "../../docs/calculator/src/scenario/fields.js";
import { START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";

/** A text that somebody might leave in a field: often one that can be read. */
const textOf = (name: FieldName): fc.Arbitrary<string> => {
  const field = FIELDS[name];
  if (field.kind === "choice") return fc.constantFrom(...field.options);
  if (name === "gpuLink") return fc.constantFrom("", ...LINKS, "pcie4x8+bridge100", "a rope");
  if (field.kind === "text") return fc.oneof(fc.constant(field.start), fc.string({ minLength: 1, maxLength: 30 }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(field.start) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }).map(String) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 999 }).map((n) => String(n / 100)) },
    { weight: 1, arbitrary: fc.constantFrom("", "10k", "abc", "12 parsecs", "-1") },
  );
};

const inputsOf = (texts: (name: FieldName) => fc.Arbitrary<string>): fc.Arbitrary<Inputs> =>
  fc.record(Object.fromEntries(FIELD_NAMES.map((name) => [name, texts(name)])));

/** Texts of all fields. */
export const anyInputs: fc.Arbitrary<Inputs> = inputsOf(textOf);

/** Texts of all fields, each of which can be read, of a model and a GPU that are known. */
export const readableInputs: fc.Arbitrary<Inputs> = inputsOf((name) =>
  textOf(name).filter((text) => "value" in FIELDS[name].read(text, ".")),
).map((inputs) => ({ ...inputs, model: "llama-3.1-8b", gpu: "h100", ownModel: "", engineVersion: "", zone: "EU" }));

const USUAL = {
  model: fc.constantFrom(
    "llama-3.1-8b",
    "llama-3.1-70b",
    "qwen3-32b",
    "gpt-oss-20b",
    "mistral-small-3.2",
    "qwen3-30b-a3b",
  ),
  gpu: fc.constantFrom("h100-sxm5-80gb", "l40s", "h200", "a100-sxm4-80gb"),
  load: fc.constantFrom("people", "named", "rate", "flight"),
  amount: fc.integer({ min: 1, max: 400 }).map(String),
  inputTokens: fc.integer({ min: 50, max: 6000 }).map(String),
  outputTokens: fc.integer({ min: 20, max: 1200 }).map(String),
  thinkSeconds: fc.integer({ min: 5, max: 200 }).map(String),
  firstToken: fc.constantFrom("0.5", "1", "2.5", "5"),
  perToken: fc.constantFrom("25", "50", "80", ""),
  confidence: fc.constantFrom("expected", "0.8", "0.9", "0.95"),
  spareReplicas: fc.constantFrom("0", "0", "1"),
  cachedShare: fc.constantFrom("0", "0", "40"),
  peakFactor: fc.constantFrom("1", "1.5"),
} satisfies Partial<Record<FieldName, fc.Arbitrary<string>>>;

/** What people ask: models, GPUs, loads, lengths and limits; all else as the form opens. */
export const usualInputs: fc.Arbitrary<Inputs> = fc.record(USUAL).map((texts) => ({ ...START.inputs, ...texts }));
