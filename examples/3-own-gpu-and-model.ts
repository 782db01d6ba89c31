// A GPU and a model that no catalog knows: plain objects of the catalog's types.
import { estimateGpus, gpus, models, type Gpu, type Model } from "infrascale";

const h200 = gpus.find(({ id }) => id === "h200-sxm-141gb") as Gpu;
const llama8b = models.find(({ id }) => id === "meta-llama/Llama-3.1-8B-Instruct") as Model;

const nextYear: Gpu = {
  ...h200,
  id: "next-year",
  name: "Next year's GPU",
  memory: { marketedBytes: 432e9, driverBytes: null, visibleBytes: null },
  memoryBandwidthBytesPerSecond: 19.6e12,
};

const twiceAsDeep: Model = {
  ...llama8b,
  id: "example/llama-twice-as-deep",
  aliases: [],
  parameters: { ...llama8b.parameters, total: 15_009_841_152, active: 15_009_841_152 },
  layers: llama8b.layers.map((group) => ({ ...group, count: 2 * group.count })),
};

const estimate = estimateGpus({
  model: twiceAsDeep,
  gpu: nextYear,
  workload: { requestsInFlight: 300, inputTokens: 2000, outputTokens: 400 },
  targets: { tokensPerSecond: 15 },
});

console.log(estimate.summary);
