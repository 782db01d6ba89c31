import fc from "fast-check";
import { expect, test } from "vitest";
import { engineModel, findGpu, findModel, gpus, models, type Decision } from "../../src/index.js";
import { namedEngine } from "../../src/shipped/resolve-names.js";
import { withUncertainty } from "../../src/uncertainty/index.js";
import { scenarioFor } from "../support/scenario.js";
import { TABLE } from "./tables.js";

const scenario = scenarioFor({
  model: findModel("llama-3.1-8b", models),
  gpu: findGpu("h100", gpus),
  precision: { weights: "bf16", kvCache: "bf16" },
  workload: { requestsInFlight: 100, inputTokens: 4000, outputTokens: 500 },
  targets: {},
});

test("the errors of an estimate are those of its class, whether or not all slots are taken: a purchase does not jump where they fill", () => {
  const model = withUncertainty(engineModel("vllm@0.19.0"), {
    engine: namedEngine("vllm@0.19.0").engine,
    engineVersion: "0.19.0",
    table: TABLE,
    fittedGpus: [],
  });
  const factor = (decision: Decision): number | undefined =>
    model.uncertainty?.(decision, scenario).factor("secondsPerToken", 0.9);
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (queueRatio) => {
      // The narrowest class of the table: 150 thousandths.
      expect(factor({ gpusPerReplica: 1, replicas: 2, batchExponent: 3, queueRatio })).toBeCloseTo(Math.exp(0.15), 12);
    }),
  );
});
