import { gpus, models, type Gpu, type Model } from "../../src/index.js";

/** Models of the catalog that write text, and that can be predicted. */
export const predictedModels: readonly Model[] = models.filter(
  ({ kind, unsupported }) => kind === undefined && unsupported === undefined,
);

/** GPUs of the catalog whose speed is known. */
export const predictedGpus: readonly Gpu[] = gpus.filter(
  ({ peakFlopsPerSecond: { bf16, fp16 } }) => bf16 != null || fp16 != null,
);
