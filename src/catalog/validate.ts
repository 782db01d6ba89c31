import { InfrascaleError } from "../errors.js";
import { checkInteger, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";
import type { Gpu } from "./gpu.js";
import type { Model } from "./model.js";
import { PRECISIONS } from "./precision.js";

/**
 * Checks a GPU of the user's own, as far as the library reads it.
 *
 * @param value - the object.
 * @param field - its name in messages.
 * @returns the same object.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range` or `invalid-catalog`, with the path of the field.
 */
export function checkGpu(value: Gpu, field: string): Gpu {
  checkObject(value, field);
  checkText(value.id, `${field}.id`);
  checkText(value.architecture, `${field}.architecture`);
  checkObject(value.memory, `${field}.memory`);
  checkPositive(value.memory.marketedBytes, `${field}.memory.marketedBytes`);
  for (const name of ["driverBytes", "visibleBytes"] as const) optional(checkPositive, value.memory[name], `${field}.memory.${name}`);
  checkPositive(value.memoryBandwidthBytesPerSecond, `${field}.memoryBandwidthBytesPerSecond`);
  const peaks = checkObject(value.peakFlopsPerSecond, `${field}.peakFlopsPerSecond`);
  for (const [precision, peak] of Object.entries(peaks)) {
    checkOneOf(precision, `${field}.peakFlopsPerSecond key`, PRECISIONS);
    optional(checkPositive, peak, `${field}.peakFlopsPerSecond.${precision}`);
  }
  checkObject(value.interconnect, `${field}.interconnect`);
  checkPositive(value.interconnect.bytesPerSecond, `${field}.interconnect.bytesPerSecond`);
  checkInteger(value.interconnect.domainGpus, `${field}.interconnect.domainGpus`, 1);
  checkInteger(value.serverGpus, `${field}.serverGpus`, 1);
  checkPositive(value.powerWatts, `${field}.powerWatts`);
  checkObject(value.price, `${field}.price`);
  optional(checkNonNegative, value.price.onDemandUsdPerHour, `${field}.price.onDemandUsdPerHour`);
  return value;
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
  checkObject(value, field);
  checkText(value.id, `${field}.id`);
  checkInteger(value.hiddenSize, `${field}.hiddenSize`, 1);
  checkInteger(value.vocabularySize, `${field}.vocabularySize`, 1);
  optional(checkPositive, value.maxContextTokens, `${field}.maxContextTokens`);
  checkObject(value.checkpoint, `${field}.checkpoint`);
  checkOneOf(value.checkpoint.weights, `${field}.checkpoint.weights`, PRECISIONS);
  checkObject(value.parameters, `${field}.parameters`);
  const total = checkPositive(value.parameters.total, `${field}.parameters.total`);
  const active = checkPositive(value.parameters.active, `${field}.parameters.active`);
  if (active > total) throw new InfrascaleError({ code: "invalid-catalog", field: `${field}.parameters.active`, rule: `must be at most the total of ${total}`, value: active });
  for (const name of ["embedding", "head"] as const) checkNonNegative(value.parameters[name], `${field}.parameters.${name}`);
  checkLayers(value, field);
  return value;
}

function checkLayers({ layers }: Model, field: string): void {
  if (!Array.isArray(layers) || layers.length === 0)
    throw new InfrascaleError({ code: "invalid-type", field: `${field}.layers`, rule: "must be a non-empty array of layer groups", value: layers });
  layers.forEach(({ count, mixer, feedForward }: Model["layers"][number], index) => {
    const path = `${field}.layers[${index}]`;
    checkInteger(count, `${path}.count`, 1);
    if (mixer != null) checkMixer(mixer, `${path}.mixer`);
    if (feedForward != null) checkFeedForward(feedForward, `${path}.feedForward`);
  });
}

function checkMixer(mixer: NonNullable<Model["layers"][number]["mixer"]>, path: string): void {
  checkObject(mixer, path);
  checkOneOf(mixer.kind, `${path}.kind`, ["self", "latent", "linear"]);
  switch (mixer.kind) {
    case "self": {
      const heads = checkInteger(mixer.queryHeads, `${path}.queryHeads`, 1);
      const shared = checkInteger(mixer.keyValueHeads, `${path}.keyValueHeads`, 1);
      checkInteger(mixer.headSize, `${path}.headSize`, 1);
      if (heads % shared !== 0)
        throw new InfrascaleError({ code: "invalid-catalog", field: `${path}.keyValueHeads`, rule: `must divide the ${heads} query heads`, value: shared });
      break;
    }
    case "latent":
      for (const name of ["heads", "keyValueRank", "ropeHeadSize", "nopeHeadSize", "valueHeadSize"] as const) checkInteger(mixer[name], `${path}.${name}`, 1);
      break;
    case "linear":
      checkNonNegative(mixer.stateElements, `${path}.stateElements`);
      checkNonNegative(mixer.parameters, `${path}.parameters`);
  }
}

function checkFeedForward(feedForward: NonNullable<Model["layers"][number]["feedForward"]>, path: string): void {
  checkObject(feedForward, path);
  checkOneOf(feedForward.kind, `${path}.kind`, ["dense", "experts"]);
  if (feedForward.kind === "dense") {
    checkInteger(feedForward.intermediateSize, `${path}.intermediateSize`, 1);
    return;
  }
  const experts = checkInteger(feedForward.experts, `${path}.experts`, 1);
  const used = checkInteger(feedForward.expertsPerToken, `${path}.expertsPerToken`, 1);
  checkInteger(feedForward.expertIntermediateSize, `${path}.expertIntermediateSize`, 1);
  checkNonNegative(feedForward.sharedIntermediateSize, `${path}.sharedIntermediateSize`);
  if (used > experts) throw new InfrascaleError({ code: "invalid-catalog", field: `${path}.expertsPerToken`, rule: `must be at most the ${experts} experts`, value: used });
}

function checkText(value: unknown, field: string): void {
  if (typeof value !== "string" || value === "") throw new InfrascaleError({ code: "invalid-type", field, rule: "must be a non-empty string", value });
}

function optional(check: (value: unknown, field: string) => number, value: unknown, field: string): void {
  if (value !== null && value !== undefined) check(value, field);
}
