import type { Gpu } from "../../catalog/gpu.js";
import type { Precision } from "../../catalog/precision.js";

/** Layouts of a latent-attention cache of 8 bit. */
export const LATENT_LAYOUTS: readonly LatentCacheLayout[] = ["plain", "scaled"];

/** How a latent-attention cache of 8 bit is laid out: `plain`, or `scaled` with the scales and 16-bit rope part inline. */
export type LatentCacheLayout = "plain" | "scaled";

/** What decides the size of a cache entry. */
export interface KvCacheOptions {
  /** GPUs over which the heads are sharded, integer >= 1. */
  readonly tensor: number;
  /** Number format of the cache. */
  readonly kvCache: Precision;
  /** Layout of an 8-bit cache of sparse latent attention. @defaultValue `"scaled"` */
  readonly latentLayout?: LatentCacheLayout;
}

/**
 * Layout that vLLM gives to an 8-bit cache of sparse latent attention: plain where FlashInfer's kernel runs (datacentre
 * Blackwell), FlashMLA's scaled one elsewhere.
 *
 * @param gpu - a GPU.
 * @returns the layout.
 */
export const latentCacheLayout = (gpu: Gpu): LatentCacheLayout => (isDatacentreBlackwell(gpu) ? "plain" : "scaled");

/** True for B100, B200, B300 and their kin, not for workstation and consumer cards. */
export const isDatacentreBlackwell = ({ architecture }: Gpu): boolean =>
  architecture.startsWith("Blackwell") && !/GB20[2-7]/.test(architecture);
