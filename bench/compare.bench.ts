import { bench, describe } from "vitest";
import { compareGpus } from "../src/decide/compare/index.js";
import { gpus } from "../src/index.js";

describe("compareGpus", () => {
  bench(`llama-3.1-70b on all ${gpus.length} GPUs, by means`, () => {
    compareGpus(
      {
        model: "llama-3.1-70b",
        workload: { concurrentUsers: 1000, inputTokens: 1155, outputTokens: 211 },
        targets: { tokensPerSecond: 20, waitSeconds: 2 },
      },
      { cost: { today: "2026-11-30" } },
    );
  });
});
