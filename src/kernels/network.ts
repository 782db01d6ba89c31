import type { Gpu } from "../catalog/gpu.js";
import { sharesPcie } from "../catalog/pcie.js";
import { replicaGpus, type Parallelism } from "../deployment/parallelism.js";
import type { AllReduceConstants } from "./all-reduce.js";

/** Boards with more slots for cards than the usual server are sold: as many share PCIe before a network does. */
const CARDS_OF_A_BOARD = 8;

/**
 * GPUs that reach each other without a network: of one server, or of a scale-up domain that spans several.
 *
 * @param gpu - a GPU.
 * @returns GPUs, at least one.
 */
export const joinedGpus = (gpu: Gpu): number =>
  Math.max(gpu.serverGpus, gpu.interconnect.domainGpus, sharesPcie(gpu) ? CARDS_OF_A_BOARD : 1);

/**
 * Servers, or domains, that one replica spans.
 *
 * @param gpu - a GPU.
 * @param parallelism - of the replica.
 * @returns an integer >= 1.
 */
export const replicaServers = (gpu: Gpu, parallelism: Parallelism): number =>
  Math.ceil(replicaGpus(parallelism) / joinedGpus(gpu));

/** Adapters of servers as they are usually sold, of one GPU, one direction, bytes per second: 400, 200 and 100 Gb/s. */
const ADAPTERS = { current: 50e9, ampere: 25e9, card: 12.5e9 } as const;

/**
 * Rate of one GPU to the GPUs of other servers, one direction: what the GPU states; else an adapter of 400 Gb/s for each GPU with links of
 * its own, as in NVIDIA's DGX H100 and B200, of 200 Gb/s up to NVLink3, as in the DGX A100, and one of 200 Gb/s for two cards.
 *
 * @param gpu - a GPU.
 * @returns bytes per second.
 */
export function networkBytesPerSecond(gpu: Gpu): number {
  const { networkBytesPerSecond: stated, kind } = gpu.interconnect;
  return stated ?? (sharesPcie(gpu) ? ADAPTERS.card : /^NVLink[23]/.test(kind) ? ADAPTERS.ampere : ADAPTERS.current);
}

/**
 * All-reduces of 1 MB to 1 GB over 16 H100 in two servers with 400 Gb/s of InfiniBand for each GPU took 88, 157, 647 and 4,520 us. With the
 * rate of the adapters these two give 88, 154, 639 and 4,980 us. Outside of CUDA graphs; of smaller messages nothing was published.
 *
 * @see drmysore/nebius-h100-16gpu-benchmark (2025-12-15), results of NCCL 2.20.5.
 */
const TWO_SERVERS = { latencySeconds: 75e-6, exponent: 0.74 } as const;

/**
 * Constants of an all-reduce whose ring passes through several servers: it moves at the slower of the GPUs' own links and all adapters of a
 * server together, and its latency grows with the logarithm of the servers.
 *
 * @param gpu - a GPU.
 * @param gpus - of the ring, more than are joined.
 * @param inside - rate of the same inside of a server, bytes per second.
 * @returns constants for so many GPUs.
 */
export function networkAllReduce(gpu: Gpu, gpus: number, inside: number): AllReduceConstants {
  const joined = joinedGpus(gpu);
  return {
    gpus,
    latencySeconds: TWO_SERVERS.latencySeconds * Math.max(1, Math.log2(gpus / joined)),
    bytesPerSecond: Math.min(inside, joined * networkBytesPerSecond(gpu)),
    exponent: TWO_SERVERS.exponent,
  };
}

/**
 * Constants of a message from one GPU to one of another server, as an all-reduce of two, which moves as many bytes.
 *
 * @param gpu - a GPU.
 * @returns constants for two GPUs.
 */
export const networkMessage = (gpu: Gpu): AllReduceConstants => ({
  gpus: 2,
  latencySeconds: TWO_SERVERS.latencySeconds,
  bytesPerSecond: networkBytesPerSecond(gpu),
  exponent: 1,
});
