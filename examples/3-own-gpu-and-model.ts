// A GPU and a model that no catalog knows: plain objects of the catalog's types.
import { estimateGpus, gpus, type Gpu } from "infrascale";
import { modelFromHuggingFace } from "infrascale/import";

const h200 = gpus.find(({ id }) => id === "h200-sxm-141gb") as Gpu;

const nextYear: Gpu = {
  ...h200,
  id: "next-year",
  name: "Next year's GPU",
  memory: { marketedBytes: 432e9, driverBytes: null, visibleBytes: null },
  memoryBandwidthBytesPerSecond: 19.6e12,
};

// As in the config.json of its repository: a Llama 3.1 8B of 64 layers.
const twiceAsDeep = modelFromHuggingFace(
  {
    model_type: "llama",
    hidden_size: 4096,
    num_hidden_layers: 64,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14336,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    torch_dtype: "bfloat16",
  },
  { id: "example/llama-twice-as-deep" },
);

const estimate = estimateGpus({
  model: twiceAsDeep,
  gpu: nextYear,
  workload: { requestsInFlight: 300, inputTokens: 2000, outputTokens: 400 },
  targets: { tokensPerSecond: 15 },
});

console.log(estimate.summary);
