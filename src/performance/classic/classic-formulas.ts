import { checkBetween, checkNonNegative, checkShape, once } from "../../internal/check.js";
import { billions, fromBillions, gibFromBytes } from "../../units.js";

/**
 * The quantities that the original's formulas take, by their public letters.
 *
 * @see [The classic model](../../../docs/classic-model.md) for how it relates to the original and what is wrong in it.
 */
export interface ClassicInputs {
  /** P x 10^9: parameters of the model. */
  readonly parameters: number;
  /** L: layers. */
  readonly layers: number;
  /** d: width of the model. */
  readonly hiddenSize: number;
  /** e: bytes per parameter, used for weights, cache and activations alike. */
  readonly bytesPerParameter: number;
  /** p: tokens of the prompt. */
  readonly promptTokens: number;
  /** t: tokens of a request, prompt and answer; > p. */
  readonly tokensPerRequest: number;
  /** F: peak of the GPU, FLOP per second. */
  readonly flopsPerSecond: number;
  /** W: memory bandwidth of the GPU, bytes per second. */
  readonly bandwidthBytesPerSecond: number;
}

/** Far beyond any quantity that the formulas are for, and no product of them overflows. */
const MOST = 1e40;
const checkQuantity = (value: unknown, field: string): number => checkBetween(value, field, Number.MIN_VALUE, MOST);

const checkedInputs = once((inputs: ClassicInputs) => {
  checkShape(inputs, "inputs", {
    parameters: checkQuantity,
    layers: checkQuantity,
    hiddenSize: checkQuantity,
    bytesPerParameter: checkQuantity,
    promptTokens: checkQuantity,
    flopsPerSecond: checkQuantity,
    bandwidthBytesPerSecond: checkQuantity,
  });
  checkBetween(inputs.tokensPerRequest, "inputs.tokensPerRequest", inputs.promptTokens, MOST);
});

/** Share of the peak that the original grants to arithmetic (its `constraints.py`). */
const COMPUTE_EFFICIENCY = 0.55;

/** The model size, in billions of parameters, from which the original's decode correction k = 24 / P is counted. */
const DECODE_REFERENCE_BILLIONS = 24;

/**
 * Memory by part of a batch of `batchSize` requests, in the original's gigabytes: parameters count 10^9 bytes and the
 * cache 2^30, and the sum is compared with marketed gigabytes.
 *
 * $$ K = \left(P e + \frac{b t d e}{2^{30}} + \frac{2 L d b t e}{2^{30}}\right)\left(1 + \frac{h}{100}\right) $$
 *
 * @param inputs - the model and the request.
 * @param batchSize - b: requests in the batch, >= 1.
 * @param memoryOverheadPercent - h: overhead on everything, percent, >= 0.
 * @returns weights, activations, keyValueCache and overhead in gigabytes; their sum is K.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @see InfraScale, `constraints.py`.
 */
export function classicMemoryGigabytes(
  inputs: ClassicInputs,
  batchSize: number,
  memoryOverheadPercent: number,
): ClassicMemory {
  const { parameters, layers, hiddenSize, bytesPerParameter, tokensPerRequest } = checkedInputs(inputs);
  checkQuantity(batchSize, "batchSize");
  checkNonNegative(memoryOverheadPercent, "memoryOverheadPercent");
  const weights = billions(parameters) * bytesPerParameter;
  const activations = gibFromBytes(batchSize * tokensPerRequest * hiddenSize * bytesPerParameter);
  const keyValueCache = gibFromBytes(2 * layers * hiddenSize * batchSize * tokensPerRequest * bytesPerParameter);
  const overhead = (weights + activations + keyValueCache) * (memoryOverheadPercent / 100);
  return { weights, activations, keyValueCache, overhead };
}

/** Parts of the classic memory, in the original's gigabytes. */
export interface ClassicMemory {
  /** Parameters of the model. */
  readonly weights: number;
  /** Activations of a batch. */
  readonly activations: number;
  /** Keys and values of a batch. */
  readonly keyValueCache: number;
  /** Share added to the sum of the others. */
  readonly overhead: number;
}

/**
 * Seconds in which one GPU reads the prompts of a batch.
 *
 * $$ \max\left(\frac{2 b L p d (2 d + p)}{0.55 F}, \frac{e (P 10^9 + 2 L b p d + b p d)}{W}\right) $$
 *
 * @param inputs - the model, the request and the GPU.
 * @param batchSize - b: requests in the batch, >= 1.
 * @returns seconds.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @see InfraScale, `constraints.py`.
 */
export function classicPrefillSeconds(inputs: ClassicInputs, batchSize: number): number {
  const {
    parameters,
    layers,
    hiddenSize: d,
    bytesPerParameter,
    promptTokens: p,
    flopsPerSecond,
    bandwidthBytesPerSecond,
  } = checkedInputs(inputs);
  checkQuantity(batchSize, "batchSize");
  const computeSeconds = (2 * batchSize * layers * p * d * (2 * d + p)) / (COMPUTE_EFFICIENCY * flopsPerSecond);
  const memorySeconds =
    (bytesPerParameter * (parameters + 2 * layers * batchSize * p * d + batchSize * p * d)) / bandwidthBytesPerSecond;
  return Math.max(computeSeconds, memorySeconds);
}

/**
 * Seconds in which one GPU writes one token of every request of a batch.
 *
 * $$ \frac{1}{r}\max\left(\frac{2 b P 10^9}{0.55 F}, \frac{2 (P 10^9 + 2 b p d + 2 b d)}{W}\right), \quad r = k^{-1/(k+1)}, \quad k = \frac{24}{P} $$
 *
 * The correction r was fitted on models of 8 to 70 billion parameters; above about 86 billion it makes bigger models
 * faster.
 *
 * @param inputs - the model, the request and the GPU.
 * @param batchSize - b: requests in the batch, >= 1.
 * @returns seconds per token.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @see InfraScale, `constraints.py`.
 */
export function classicDecodeSeconds(inputs: ClassicInputs, batchSize: number): number {
  const { parameters, hiddenSize: d, promptTokens: p, flopsPerSecond, bandwidthBytesPerSecond } = checkedInputs(inputs);
  checkQuantity(batchSize, "batchSize");
  const computeSeconds = (2 * batchSize * parameters) / (COMPUTE_EFFICIENCY * flopsPerSecond);
  const memorySeconds = (2 * (parameters + 2 * batchSize * p * d + 2 * batchSize * d)) / bandwidthBytesPerSecond;
  const k = fromBillions(DECODE_REFERENCE_BILLIONS) / parameters;
  const correction = k ** (-1 / (k + 1));
  return Math.max(computeSeconds, memorySeconds) / correction;
}

/**
 * Seconds in which one GPU serves a batch from the first prompt token to the last output token:
 * prefill + (t - p) decode.
 *
 * @param inputs - the model, the request and the GPU.
 * @param batchSize - b: requests in the batch, >= 1.
 * @returns seconds.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function classicBatchSeconds(inputs: ClassicInputs, batchSize: number): number {
  const outputTokens = checkedInputs(inputs).tokensPerRequest - inputs.promptTokens;
  return classicPrefillSeconds(inputs, batchSize) + outputTokens * classicDecodeSeconds(inputs, batchSize);
}
