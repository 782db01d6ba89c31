import { overlapped, withAdded, type KernelTime, type PeakRates } from "./kernel-time.js";

/** Constants of {@link gemmTime} for one GPU, number format and engine. */
export interface GemmConstants {
  /** t0: least time of a call, seconds. */
  readonly launchSeconds: number;
  /** Share of peak arithmetic that large products reach, (0, 1]. */
  readonly computeEfficiency: number;
  /** Share of peak bandwidth that small products reach, (0, 1]. */
  readonly bandwidthEfficiency: number;
  /** kappa: serial walk over the inputs, seconds per 1000 of them. */
  readonly walkSecondsPerThousand: number;
  /** gamma: passes over the activations that quantise them as the model runs; 0 with static scales and in 16 bit. */
  readonly quantisationPasses: number;
}

/** A product of activations (tokens x inputs) with a weight matrix (inputs x outputs). */
export interface GemmShape {
  /** M: rows of activations. */
  readonly tokens: number;
  /** N: width of the result. */
  readonly outputs: number;
  /** K: width of the activations. */
  readonly inputs: number;
  /** Bytes of one weight, scales included. */
  readonly weightBytes: number;
  /** Bytes of one activation as the kernel reads it. */
  readonly activationBytes: number;
}

const RESULT_BYTES = 2;
/** Bytes moved for one element that is quantised: 16 bit read, 8 bit written. */
const QUANTISED_BYTES = 3;
const THOUSAND = 1000;

/**
 * Time of one matrix product.
 *
 * $$ t = t_0 + \left[ \left(\frac{2MNK}{\eta_c P}\right)^p + \left(\frac{w_b NK + a_b MK + 2MN}{\eta_b W}\right)^p
 * + (\kappa K / 1000)^p \right]^{1/p} + \gamma \frac{3MK}{W}, \qquad p = 2.5 $$
 *
 * P peak arithmetic, W peak bandwidth, $w_b$ and $a_b$ bytes of a weight and an activation. Domain of the fit:
 * N, K >= 512, M from 1 to 32768.
 *
 * @param shape - sizes, > 0, and bytes.
 * @param constants - of a GPU, number format and engine.
 * @param peaks - of the GPU, in the number format.
 * @returns seconds by parts.
 */
export function gemmTime(
  { tokens, outputs, inputs, weightBytes, activationBytes }: GemmShape,
  constants: GemmConstants,
  peaks: PeakRates,
): KernelTime {
  const flops = 2 * tokens * outputs * inputs;
  const bytes = weightBytes * outputs * inputs + activationBytes * tokens * inputs + RESULT_BYTES * tokens * outputs;
  const time = overlapped(
    flops / (constants.computeEfficiency * peaks.flopsPerSecond),
    bytes / (constants.bandwidthEfficiency * peaks.bytesPerSecond),
    (constants.walkSecondsPerThousand * inputs) / THOUSAND,
  );
  return withAdded(
    time,
    constants.launchSeconds,
    (constants.quantisationPasses * QUANTISED_BYTES * tokens * inputs) / peaks.bytesPerSecond,
  );
}
