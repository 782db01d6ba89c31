export { bytesPerElement, PRECISIONS, type Precision } from "./precision.js";
export type { Gpu, GpuMemory, Interconnect, Provenance } from "./gpu.js";
export {
  layerCount,
  type Checkpoint,
  type DenseFeedForward,
  type FeedForward,
  type LatentAttention,
  type LayerGroup,
  type LinearAttention,
  type Mixer,
  type MixtureOfExperts,
  type Model,
  type ModelParameters,
  type SelfAttention,
} from "./model.js";
export { countParameters, feedForwardParameters, mixerParameters, type CountedParameters } from "./parameters.js";
export type { ImageEncoder, ImageRule, ImageSize } from "./images/image-encoder.js";
export { imageTokens, type EncodedImage } from "./images/image-tokens.js";
export { checkGpu, checkModel } from "./validate.js";
