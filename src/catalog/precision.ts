import { checkOneOf } from "../internal/check.js";

/** Number formats of weights, key-value cache and arithmetic. */
export const PRECISIONS = ["fp32", "bf16", "fp16", "fp8", "int8", "int4", "fp4"] as const;

/** A number format. `int4` and `fp4` count their scales apart (see the memory model). */
export type Precision = (typeof PRECISIONS)[number];

const BITS: Readonly<Record<Precision, number>> = { fp32: 32, bf16: 16, fp16: 16, fp8: 8, int8: 8, int4: 4, fp4: 4 };
const BITS_PER_BYTE = 8;

/**
 * Bytes of one number in a precision.
 *
 * @param precision - number format.
 * @returns bytes per number: 4, 2, 1 or 0.5.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { bytesPerElement } from "infrascale/core";
 *
 * bytesPerElement("bf16"); // => 2
 * ```
 */
export const bytesPerElement = (precision: Precision): number =>
  BITS[checkOneOf(precision, "precision", PRECISIONS)] / BITS_PER_BYTE;
