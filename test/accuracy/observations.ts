import { byFold } from "../../scripts/accuracy/folds.js";
import type { Observation } from "../../scripts/accuracy/observation.js";

/** A comparison that is off by a share, with and without having seen the row. */
export const observation = (given: Partial<Observation> & { readonly off: number }): Observation => {
  const { off, ...fields } = given;
  return {
    id: "row",
    quantity: "time per output token",
    family: "family",
    engine: "vllm",
    era: "current",
    kind: "dense",
    model: "model",
    gpu: "gpu",
    about: "",
    facts: { engine: "vllm", engineVersion: "0.19.0", source: "calibrated", hasExperts: false, saturated: false },
    measured: 100,
    predicted: 100 * (1 + off),
    heldOut: byFold(() => 100 * (1 + 2 * off)),
    ...fields,
  };
};
