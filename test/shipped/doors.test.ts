import { describe, expect, it } from "vitest";
import { estimateGpus, predictServing, predictWaiting } from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { refusal } from "../support/refusal.js";

const lengths = { inputTokens: 500, outputTokens: 100 };
const workload = { requestsInFlight: 4, ...lengths };
const deployment = { model: "llama-3.1-8b", gpu: "h100" };

/** Whatever may be asked of a deployment. */
const DOORS: Readonly<Record<string, (changes: object) => unknown>> = {
  predictServing: (changes) =>
    predictServing({ ...deployment, load: { kind: "closed-loop", requestsInFlight: 4 }, ...lengths, ...changes }),
  predictWaiting: (changes) => predictWaiting({ ...deployment, workload, ...changes }),
  simulate: (changes) => simulate({ ...deployment, workload, requests: 10, ...changes }),
  estimateGpus: (changes) => estimateGpus({ ...deployment, workload, targets: { tokensPerSecond: 10 }, ...changes }),
};

const SERVED: readonly (readonly [object, string])[] = [
  [{}, "accepted"],
  [{ model: "llama-9" }, "unknown-id model"],
  [{ gpu: "h1000" }, "unknown-id gpu"],
  [{ engine: "ollama" }, "unknown-id engine"],
  [{ precision: { weights: "fp8", kvCache: "fp8", scaling: "block", weightOnly: true } }, "accepted"],
  [{ precision: { kvCache: "fp4" } }, "out-of-range precision.kvCache"],
  [{ precision: { activations: "fp8" } }, "out-of-range precision.activations"],
  [{ gpu: "v100" }, "accepted"],
  [{ gpu: "v100", precision: { weights: "bf16" } }, "unsupported-precision precision.weights"],
  [{ gpu: "v100", precision: { kvCache: "bf16" } }, "unsupported-precision precision.kvCache"],
  [{ settings: { maxNumSeqs: 8, maxBatchedTokens: 2048, maxModelLen: 4096, utilization: 0.8 } }, "accepted"],
  [{ settings: { maxNumSeqs: 0 } }, "out-of-range settings.maxNumSeqs"],
  [{ settings: { slots: 4 } }, "out-of-range settings.slots"],
  [{ speculation: { draftTokens: 3, acceptanceRate: 0.7 } }, "accepted"],
  [{ speculation: { draftTokens: 3, acceptedLength: 2.5 } }, "accepted"],
  [{ speculation: { draftTokens: 3, acceptedLength: 5 } }, "out-of-range speculation.acceptedLength"],
  [{ profile: {} }, "invalid-type profile.kind"],
  [{ slots: 4 }, "out-of-range request.slots"],
];

/** What an estimate finds by itself. */
const SPREAD: readonly (readonly [object, string])[] = [
  [{ parallelism: { tensor: 2, data: 2 } }, "accepted"],
  [{ parallelism: { tensor: 3 } }, "impossible-parallelism parallelism.tensor"],
  [{ parallelism: { tensor: 0 } }, "out-of-range parallelism.tensor"],
  [{ parallelism: { sequence: 2 } }, "out-of-range parallelism.sequence"],
  [{ engineVersion: "0.19" }, "contradictory-options engineVersion"],
];

describe.each(Object.entries(DOORS))("%s", (name, ask) => {
  it.each(SERVED)("answers %j as every other door does: %s", (changes, expected) =>
    expect(refusal(() => ask(changes))).toBe(expected),
  );
  if (name === "estimateGpus")
    it("finds how a replica is spread by itself", () =>
      expect(refusal(() => ask({ parallelism: { tensor: 2 } }))).toBe("out-of-range request.parallelism"));
  else
    it.each(SPREAD)("answers %j as every other door does: %s", (changes, expected) =>
      expect(refusal(() => ask(changes))).toBe(expected),
    );
});
