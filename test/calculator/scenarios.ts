import fc from "fast-check";
import { FIELD_NAMES, FIELDS, LINKS, type FieldName } from "../../docs/calculator/src/scenario/fields.js";
import type { Inputs } from "../../docs/calculator/src/scenario/scenario.js";

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
