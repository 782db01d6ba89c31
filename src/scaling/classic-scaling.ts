import { checkFraction, checkNonNegative, checkPositive } from "../internal/check.js";

/** Offset of the batch in the original's g(B,Q). */
const BATCH_OFFSET = 30;

/**
 * The original's f(S): every GPU after the first adds `efficiency` of one, to memory as to speed.
 *
 * $$ f(S) = 1 + E (S - 1) $$
 *
 * @param gpusPerReplica - S, >= 1.
 * @param efficiency - E in (0, 1].
 * @returns how many single GPUs S of them are worth.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { classicGpuScaling } from "infrascale";
 *
 * classicGpuScaling(8, 0.85); // => 6.95
 * ```
 */
export const classicGpuScaling = (gpusPerReplica: number, efficiency: number): number =>
  1 + checkFraction(efficiency, "efficiency") * (checkPositive(gpusPerReplica, "gpusPerReplica") - 1);

/**
 * The original's g(B,Q). It multiplies a time: larger is slower.
 *
 * $$ g(B,Q) = \log_{10}(\min(Q,1)\,2^B + 30) $$
 *
 * @param batchExponent - B, >= 0.
 * @param queueRatio - Q, > 0.
 * @returns a factor on seconds per token, 1.49 at one request.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { classicBatchScaling } from "infrascale";
 *
 * classicBatchScaling(0, 1); // => 1.4913616938342726
 * ```
 */
export const classicBatchScaling = (batchExponent: number, queueRatio: number): number =>
  Math.log10(
    Math.min(queueRatio === Infinity ? 1 : checkPositive(queueRatio, "queueRatio"), 1) *
      2 ** checkNonNegative(batchExponent, "batchExponent") +
      BATCH_OFFSET,
  );
