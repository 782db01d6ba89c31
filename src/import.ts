/**
 * Models that other projects describe: the config.json of a Hugging Face repository.
 *
 * @module import
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { modelFromHuggingFace, type HuggingFaceOptions } from "./catalog/huggingface/index.js";
export type { Model } from "./catalog/model.js";
