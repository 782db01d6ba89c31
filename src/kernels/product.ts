import { gemmTime } from "./gemm.js";
import { NO_TIME, type KernelTime } from "./kernel-time.js";
import type { GemmChoice } from "./speed-profile.js";

/** Activations are in 16 bit. */
export const ACTIVATION_BYTES = 2;

/** A product with the weights of this rank. */
export const product = (tokens: number, inputs: number, outputs: number, choice: GemmChoice): KernelTime =>
  outputs <= 0 || inputs <= 0
    ? NO_TIME
    : gemmTime(
        { tokens, inputs, outputs, weightBytes: choice.weightBytes, activationBytes: choice.activationBytes },
        choice.constants,
        choice.peaks,
      );
