import { bytesFromGib, bytesFromMib, gibFromBytes } from "../../units.js";
import type { Parallelism } from "../parallelism.js";

/** What SGLang derives its static fraction from. */
export interface StaticFractionOptions {
  /** Memory as the driver lists it, bytes. */
  readonly driverBytes: number;
  readonly parallelism: Parallelism;
  /** Tokens of one prefill chunk. */
  readonly chunkTokens: number;
  readonly latentAttention: boolean;
}

/** All from `_handle_gpu_memory_settings` of sglang/srt, mid-2026; MiB unless named otherwise. */
const BASE_MIB = 512;
const CHUNK_TOKEN_MIB = 1.5;
const LEAST_CHUNK_TOKENS = 2048;
const GPU_MIB = 128;
const GRAPH_REQUEST_MIB = 2;
const PREFILL_GRAPH_MIB = 8;
const LATENT_MIB = 1536;
const LEAST_GIB = 10;
const LEAST_ABOVE_GIB = 60;
/** Prefill graphs captured: sizes from a list of growing steps (first size above the last limit, limit, step). */
const PREFILL_GRAPH_STEPS: readonly (readonly [number, number])[] = [[32, 4], [256, 16], [512, 32], [1024, 64], [4096, 256], [8192, 512], [16384, 1024]];

/**
 * Share of a GPU's memory that SGLang gives to weights and cache when the user names none (`mem_fraction_static`).
 *
 * $$ f = \frac{M - R}{M}, \qquad R = 512 + 1.5 \max(c, 2048) + 128\, t p + 2 g + \text{prefill graphs} $$
 *
 * in MiB, for chunk $c$ and largest graph batch $g$; $R$ is at least 10 GiB on GPUs above 60 GiB. It gives 0.830, 0.819 and
 * 0.812 on an H100 at 1, 4 and 8 GPUs.
 *
 * @param options - memory, parallelism, chunk and kind of attention.
 * @returns share in (0, 1), to three decimals.
 */
export function staticFraction({ driverBytes, parallelism, chunkTokens, latentAttention }: StaticFractionOptions): number {
  const { tensor, pipeline, data } = parallelism;
  const gib = gibFromBytes(driverBytes);
  const reservedMib =
    BASE_MIB +
    CHUNK_TOKEN_MIB * Math.max(chunkTokens, LEAST_CHUNK_TOKENS) +
    GPU_MIB * tensor * pipeline * data +
    GRAPH_REQUEST_MIB * largestGraphBatch(gib, tensor) +
    (latentAttention ? LATENT_MIB : PREFILL_GRAPH_MIB * prefillGraphs(chunkTokens));
  const leastBytes = gib > LEAST_ABOVE_GIB ? bytesFromGib(LEAST_GIB) : 0;
  const share = 1 - Math.max(bytesFromMib(reservedMib), leastBytes) / driverBytes;
  return Math.max(0, Math.round(share * 1000) / 1000);
}

/** Requests of the largest batch that is captured as a graph. */
function largestGraphBatch(gib: number, tensor: number): number {
  const few = tensor < 4;
  if (gib < 20) return 8;
  if (gib < 35) return few ? 48 : 160;
  if (gib < 60) return few ? 32 : 160;
  return few && gib < 160 ? 256 : 512;
}

function prefillGraphs(chunkTokens: number): number {
  let sizes = 0;
  let below = 0;
  for (const [limit, step] of PREFILL_GRAPH_STEPS) {
    if (chunkTokens > below) sizes += Math.floor((Math.min(limit, chunkTokens) - below) / step);
    below = limit;
  }
  return sizes;
}
