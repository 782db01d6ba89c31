import type { StaticFractionRule } from "../../catalog/engine.js";
import { bytesFromMib, gibFromBytes } from "../../units.js";
import type { Parallelism } from "../parallelism.js";

/** What SGLang derives its static fraction from. */
export interface StaticFractionOptions {
  /** Memory as the driver lists it, bytes. */
  readonly driverBytes: number;
  readonly parallelism: Parallelism;
  /** Tokens of one prefill chunk. */
  readonly chunkTokens: number;
  readonly latentAttention: boolean;
  /** Rule of the engine's version. @defaultValue `"graphs-and-prefill"` */
  readonly rule?: StaticFractionRule;
  /** True on AMD, where no prefill graphs are captured. @defaultValue false */
  readonly amd?: boolean;
  /** Parameters of the encoder of images. @defaultValue 0 */
  readonly visionParameters?: number;
  /** True when tokens are drafted. @defaultValue false */
  readonly drafts?: boolean;
}

/** MiB unless named otherwise. */
const BASE_MIB = 512;
const CHUNK_TOKEN_MIB = 1.5;
const LEAST_CHUNK_TOKENS = 2048;
const GPU_MIB = 128;
const GRAPH_REQUEST_MIB = 2;
/** With attention in data-parallel ranks, for each request of the largest graph and each rank; the second from 300 requests on. */
const RANK_REQUEST_MIB = 3;
const LARGE_RANK_REQUEST_MIB = 1.5;
const LARGE_GRAPH_REQUESTS = 300;
const PREFILL_GRAPH_MIB = 8;
const LATENT_MIB = 1536;
const LEAST_GIB = 10;
const LEAST_ABOVE_GIB = 60;
/** Prefill graphs captured: sizes from a list of growing steps (first size above the last limit, limit, step). */
const PREFILL_GRAPH_STEPS: readonly (readonly [number, number])[] = [
  [32, 4],
  [256, 16],
  [512, 32],
  [1024, 64],
  [4096, 256],
  [8192, 512],
  [16384, 1024],
];
/** Shares of 2024 by GPUs of a replica, and what a draft head leaves of them. */
const SHARES: readonly (readonly [number, number])[] = [
  [16, 0.79],
  [8, 0.81],
  [4, 0.85],
  [2, 0.87],
  [1, 0.88],
];
const DRAFT_SHARE = 0.95;
const EAGLE_MIB = { graphs: 2048, "graphs-and-prefill": 4096 } as const;
/** L h^2 of the encoder that the rule for vision takes as usual, and parameters of a block of it over h^2. */
const USUAL_ENCODER = 24 * 1024 ** 2;
const BLOCK_PARAMETERS = 12;

interface Facts extends Required<StaticFractionOptions> {
  readonly gib: number;
  readonly gpus: number;
}

/** MiB that stay free, by rule. */
const RESERVED: Readonly<Record<StaticFractionRule, (facts: Facts) => number>> = {
  shares: ({ gib, gpus, drafts }) => {
    const share = SHARES.find(([least]) => gpus >= least)?.[1] ?? 1;
    const large = gib > 176 ? 0.79 : gib > 96 ? Math.min(share + (48 * (1 - share)) / gib, 1 - 18 / gib) : share;
    return gib * 1024 * (1 - large * (drafts ? DRAFT_SHARE : 1));
  },
  gpus: ({ gib, gpus }) =>
    1024 * (gib < 35 ? 2.8 + gpus / 10 : gib < 90 ? 9.5 + gpus / 2 : gib < 160 ? 12 + gpus / 2 : 32),
  graphs: (facts) => withDraft(facts, atLeast(facts, graphsMib(facts)), EAGLE_MIB.graphs),
  "graphs-and-prefill": (facts) =>
    withDraft(facts, atLeast(facts, graphsMib(facts) + prefillMib(facts)), EAGLE_MIB["graphs-and-prefill"]),
};

/**
 * Share of a GPU's memory that SGLang gives to weights and cache when the user names none (`mem_fraction_static`).
 *
 * $$ f = \frac{M - R}{M}, \qquad R = 512 + 1.5 \max(c, 2048) + 128\, t p + 2 g + \text{prefill graphs} $$
 *
 * in MiB from 0.5.3 on, for chunk $c$ and largest graph batch $g$ (with attention in $d$ ranks $3 g d$ more, and $1.5 g d$ where
 * $g > 300$); $R$ is at least 10 GiB on GPUs above 60 GiB. Prefill graphs count from 0.5.10 on, for text models that neither draft nor
 * run in stages or ranks, on NVIDIA. It gives 0.830, 0.819 and 0.812 on an H100 at 1, 4 and 8 GPUs. With an encoder of images the share is
 * 0.95 of that, times 0.8 to 1.05 by its size. Older rules name shares, or GiB, by GPUs and memory.
 *
 * @param options - memory, parallelism, chunk and kind of attention.
 * @returns share in (0, 1), to three decimals.
 * @see sglang/srt/server_args.py (`_handle_gpu_memory_settings`): sgl-project/sglang#7054 (0.4.7), #10975 (0.5.3), sources of 06 to 08-2026.
 */
export function staticFraction(options: StaticFractionOptions): number {
  const { driverBytes, parallelism, rule = "graphs-and-prefill", visionParameters = 0 } = options;
  const { tensor, pipeline, data } = parallelism;
  const facts: Facts = {
    amd: false,
    drafts: false,
    ...options,
    rule,
    visionParameters,
    gib: gibFromBytes(driverBytes),
    gpus: tensor * pipeline * data,
  };
  const share = 1 - bytesFromMib(RESERVED[rule](facts)) / driverBytes;
  return Math.max(0, Math.round(share * visionShare(visionParameters) * 1000) / 1000);
}

function graphsMib({ gib, gpus, chunkTokens, parallelism: { tensor, data } }: Facts): number {
  const requests = largestGraphBatch(gib, tensor * data);
  const ranks = data === 1 ? 0 : RANK_REQUEST_MIB + (requests > LARGE_GRAPH_REQUESTS ? LARGE_RANK_REQUEST_MIB : 0);
  return (
    BASE_MIB +
    CHUNK_TOKEN_MIB * Math.max(chunkTokens, LEAST_CHUNK_TOKENS) +
    GPU_MIB * gpus +
    (GRAPH_REQUEST_MIB + ranks * data) * requests
  );
}

function prefillMib({
  latentAttention,
  chunkTokens,
  parallelism: { pipeline, data },
  visionParameters,
  drafts,
  amd,
}: Facts): number {
  if (visionParameters > 0 || drafts || pipeline > 1 || data > 1 || amd) return 0;
  return latentAttention ? LATENT_MIB : PREFILL_GRAPH_MIB * prefillGraphs(chunkTokens);
}

const atLeast = ({ gib }: Facts, mib: number): number =>
  gib > LEAST_ABOVE_GIB ? Math.max(mib, LEAST_GIB * 1024) : mib;
const withDraft = ({ drafts }: Facts, mib: number, draftMib: number): number => mib + (drafts ? draftMib : 0);

const visionShare = (parameters: number): number =>
  parameters === 0
    ? 1
    : 0.95 * Math.min(1.05, Math.max(0.8, 1 - 0.1 * (parameters / BLOCK_PARAMETERS / USUAL_ENCODER - 1)));

/** Requests of the largest batch that is captured as a graph. */
function largestGraphBatch(gib: number, gpus: number): number {
  const few = gpus < 4;
  if (gib < 20) return 8;
  if (gib < 35) return few ? 24 : 80;
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
