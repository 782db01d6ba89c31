import { estimateGpus } from "infrascale";
import { estimateGpus as estimateFromObjects } from "infrascale/core";
import { engineModel, servingConstants } from "infrascale/engine";
import engines from "infrascale/catalogs/engines.json" with { type: "json" };
import engineTiming from "infrascale/catalogs/engine-timing.json" with { type: "json" };
import kernelLaws from "infrascale/catalogs/kernel-laws.json" with { type: "json" };
import gpus from "infrascale/catalogs/gpus.json" with { type: "json" };
import models from "infrascale/catalogs/models.json" with { type: "json" };

const load = {
  workload: { requestsInFlight: 50, inputTokens: 800, outputTokens: 200 },
  targets: { tokensPerSecond: 15 },
};
const byId = estimateGpus({ model: "Qwen/Qwen3-32B", gpu: "l40s", ...load }, { confidence: "expected" });
const engine = engines.find(({ engine, belowVersion }) => engine === "vllm" && belowVersion === null);
const byObject = estimateFromObjects(
  {
    model: models.find(({ id }) => id === "Qwen/Qwen3-32B"),
    gpu: gpus.find(({ id }) => id === "l40s"),
    ...load,
  },
  { performance: engineModel(engine, { constants: servingConstants({ kernelLaws, engineTiming }) }) },
);
// How sure it is, and what was asked by name, only the root knows.
const answer = ({ band, warnings, request, verification, assumed, ...rest }) => JSON.stringify(rest);
console.log(answer(byId) === answer(byObject));
