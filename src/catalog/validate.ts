import { InfrascaleError } from "../errors.js";
import {
  checkBetween,
  checkBoolean,
  checkEach,
  checkInteger,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkPositive,
  checkText,
  nullable,
  once,
  optional,
} from "../internal/check.js";
import type { Gpu } from "./gpu.js";
import { checkImageEncoder } from "./images/check-image-encoder.js";
import { checkMixer } from "./mixers.js";
import { WEIGHT_PARTS, type Model } from "./model.js";
import { PRECISIONS } from "./precision.js";
import { catalogRule } from "../rules/catalog.js";

/**
 * Checks a GPU of the user's own, as far as the library reads it.
 *
 * @param value - the object.
 * @param field - its name in messages.
 * @returns the same object.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range` or `invalid-catalog`, with the path of the field.
 */
export function checkGpu(value: Gpu, field: string): Gpu {
  checkObject(value, checkText(field, "field"));
  for (const name of ["id", "name", "vendor", "architecture"] as const) checkText(value[name], `${field}.${name}`);
  checkObject(value.memory, `${field}.memory`);
  checkPositive(value.memory.marketedBytes, `${field}.memory.marketedBytes`);
  for (const name of ["driverBytes", "visibleBytes"] as const)
    nullable(checkPositive)(value.memory[name], `${field}.memory.${name}`);
  optional((unified, name) => checkOneOf(unified, name, ["shared", "coherent"]))(
    value.memory.unified,
    `${field}.memory.unified`,
  );
  checkPositive(value.memoryBandwidthBytesPerSecond, `${field}.memoryBandwidthBytesPerSecond`);
  const peaks = checkObject(value.peakFlopsPerSecond, `${field}.peakFlopsPerSecond`);
  for (const [precision, peak] of Object.entries(peaks)) {
    checkOneOf(precision, `${field}.peakFlopsPerSecond key`, PRECISIONS);
    optional(nullable(checkPositive))(peak, `${field}.peakFlopsPerSecond.${precision}`);
  }
  checkInterconnect(value.interconnect, `${field}.interconnect`);
  checkInteger(value.serverGpus, `${field}.serverGpus`, 1);
  nullable(checkPositive)(value.powerWatts, `${field}.powerWatts`);
  return value;
}

function checkInterconnect(interconnect: Gpu["interconnect"], path: string): void {
  checkObject(interconnect, path);
  checkText(interconnect.kind, `${path}.kind`);
  nullable(checkPositive)(interconnect.bytesPerSecond, `${path}.bytesPerSecond`);
  optional(checkSize)(interconnect.lanes, `${path}.lanes`);
  optional(checkBoolean)(interconnect.peerAccess, `${path}.peerAccess`);
  optional(checkPositive)(interconnect.networkBytesPerSecond, `${path}.networkBytesPerSecond`);
  checkInteger(interconnect.domainGpus, `${path}.domainGpus`, 1);
  const { bridge } = interconnect;
  if (bridge === null) return;
  checkObject(bridge, `${path}.bridge`);
  checkPositive(bridge.bytesPerSecond, `${path}.bridge.bytesPerSecond`);
  checkInteger(bridge.gpus, `${path}.bridge.gpus`, 1);
}

/**
 * Checks a model of the user's own, as far as the library reads it.
 *
 * @param value - the object.
 * @param field - its name in messages.
 * @returns the same object.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range` or `invalid-catalog`, with the path of the field.
 */
export function checkModel(value: Model, field: string): Model {
  checkObject(value, checkText(field, "field"));
  for (const name of ["id", "family"] as const) checkText(value[name], `${field}.${name}`);
  optional((kind, name) => checkOneOf(kind, name, ["embedding", "reranker"]))(value.kind, `${field}.kind`);
  optional(checkText)(value.unsupported, `${field}.unsupported`);
  checkInteger(value.hiddenSize, `${field}.hiddenSize`, 1);
  checkInteger(value.vocabularySize, `${field}.vocabularySize`, 1);
  nullable(checkPositive)(value.maxContextTokens, `${field}.maxContextTokens`);
  optional((count, name) => checkInteger(count, name, 0))(value.draftLayers, `${field}.draftLayers`);
  optional(checkImageEncoder)(value.imageEncoder, `${field}.imageEncoder`);
  checkCheckpoint(value.checkpoint, `${field}.checkpoint`);
  checkParameters(value.parameters, `${field}.parameters`);
  checkLayers(value, field);
  return value;
}

function checkCheckpoint(checkpoint: Model["checkpoint"], path: string): void {
  checkObject(checkpoint, path);
  checkOneOf(checkpoint.weights, `${path}.weights`, PRECISIONS);
  optional((scaling, name) => checkOneOf(scaling, name, ["tensor", "dynamic", "block"]))(
    checkpoint.scaling,
    `${path}.scaling`,
  );
  optional(checkBoolean)(checkpoint.weightOnly, `${path}.weightOnly`);
  optional((precision, name) => checkOneOf(precision, name, PRECISIONS))(
    checkpoint.outsideExperts,
    `${path}.outsideExperts`,
  );
  optional((group, name) => checkInteger(group, name, 1))(checkpoint.scaleGroup, `${path}.scaleGroup`);
  optional((format, name) => checkOneOf(format, name, PRECISIONS))(checkpoint.kvCache, `${path}.kvCache`);
  for (const [part, bytes] of Object.entries(checkpoint.partBytes ?? {})) {
    checkOneOf(part, `${path}.partBytes key`, WEIGHT_PARTS);
    checkPositive(bytes, `${path}.partBytes.${part}`);
  }
}

function checkParameters(parameters: Model["parameters"], path: string): void {
  checkObject(parameters, path);
  const total = checkPositive(parameters.total, `${path}.total`);
  const active = checkPositive(parameters.active, `${path}.active`);
  const embedding = checkNonNegative(parameters.embedding, `${path}.embedding`);
  const head = checkNonNegative(parameters.head, `${path}.head`);
  for (const name of ["vision", "multiTokenPrediction"] as const)
    nullable(checkNonNegative)(parameters[name], `${path}.${name}`);
  if (active > total)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: `${path}.active`,
      ...catalogRule("at-most-total", { total }),
      value: active,
    });
  if (embedding + head > total)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: `${path}.embedding`,
      ...catalogRule("with-head-at-most-total", { total }),
      value: embedding,
    });
}

/** Nearly a hundred times the deepest model that has been published: a pipeline is walked stage by stage. */
const MOST_LAYERS = 1e4;

function checkLayers({ layers }: Model, field: string): void {
  if (!Array.isArray(layers) || layers.length === 0)
    throw new InfrascaleError({
      code: "invalid-type",
      field: `${field}.layers`,
      ...catalogRule("layer-groups"),
      value: layers,
    });
  checkEach(layers, `${field}.layers`, (value, path) => {
    const group = value as Model["layers"][number];
    checkObject(group, path);
    checkBetween(checkInteger(group.count, `${path}.count`, 1), `${path}.count`, 1, MOST_LAYERS);
    if (group.mixer !== null) checkMixer(group.mixer, `${path}.mixer`);
    if (group.feedForward !== null) checkFeedForward(group.feedForward, `${path}.feedForward`);
  });
}

export function checkFeedForward(feedForward: NonNullable<Model["layers"][number]["feedForward"]>, path: string): void {
  checkObject(feedForward, path);
  checkOneOf(feedForward.kind, `${path}.kind`, ["dense", "experts"]);
  // Left out, it would be read as two matrices instead of three: a third of the weights would be missing in silence.
  checkBoolean(feedForward.gated, `${path}.gated`);
  if (feedForward.kind === "dense") {
    checkInteger(feedForward.intermediateSize, `${path}.intermediateSize`, 1);
    return;
  }
  const experts = checkInteger(feedForward.experts, `${path}.experts`, 1);
  const used = checkInteger(feedForward.expertsPerToken, `${path}.expertsPerToken`, 1);
  checkInteger(feedForward.expertIntermediateSize, `${path}.expertIntermediateSize`, 1);
  checkNonNegative(feedForward.sharedIntermediateSize, `${path}.sharedIntermediateSize`);
  optional(checkSize)(feedForward.latentSize, `${path}.latentSize`);
  if (used > experts)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: `${path}.expertsPerToken`,
      ...catalogRule("at-most-experts", { experts }),
      value: used,
    });
}

const checkSize = (value: unknown, field: string): number => checkInteger(value, field, 1);

/** The same of what is asked about again and again. */
export const checkedGpu: (gpu: Gpu) => Gpu = once((gpu: Gpu) => checkGpu(gpu, "gpu"));
export const checkedModel: (model: Model) => Model = once((model: Model) => checkModel(model, "model"));
