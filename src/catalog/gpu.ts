import type { Precision } from "./precision.js";

/** Memory of one GPU, bytes. Figures nobody has published are null, never guessed. */
export interface GpuMemory {
  /** As marketed (80 GB is 80e9), bytes. */
  readonly marketedBytes: number;
  /** As the driver lists it, bytes; null when unknown. */
  readonly driverBytes: number | null;
  /** As CUDA or ROCm reports it to an engine, about 0.5 GiB below the driver's figure, bytes; null when unknown. */
  readonly visibleBytes: number | null;
  /**
   * `shared`: one memory with the CPU, in which the operating system lives too (GB10); `coherent`: its own, and the CPU's is
   * within reach over the link (GH200). Absent for a card with memory of its own.
   */
  readonly unified?: "shared" | "coherent";
}

/** How GPUs of one server talk to each other. */
export interface Interconnect {
  /** Link generation: `NVLink4`, `PCIe5`, `InfinityFabric`; `none` for a GPU that has no neighbour. */
  readonly kind: string;
  /** Bandwidth of one GPU, both directions together, bytes per second; null when unknown: one such GPU serves alone. */
  readonly bytesPerSecond: number | null;
  /** Lanes of PCIe, which `bytesPerSecond` is of; absent for other links. */
  readonly lanes?: number;
  /** False when GPUs cannot write into each other's memory, so that messages go through the host's; absent when they can, or nobody said. */
  readonly peerAccess?: boolean;
  /** Rate of one GPU to GPUs of other servers, one direction, bytes per second; absent where nobody said. */
  readonly networkBytesPerSecond?: number;
  /** GPUs that reach each other at this speed: the scale-up domain. */
  readonly domainGpus: number;
  /** A bridge that joins a few cards faster than the server's own links; null when there is none. */
  readonly bridge: {
    /** Link generation. */
    readonly kind: string;
    /** Bandwidth of one GPU, both directions together, bytes per second. */
    readonly bytesPerSecond: number;
    /** GPUs that one bridge joins. */
    readonly gpus: number;
  } | null;
}

/** Where the figures of a catalog entry come from. */
export interface Provenance {
  /** Sources of the figures, most trusted first. */
  readonly sources: readonly string[];
  /** What the memory figures were read from; null when only the data sheet is known. */
  readonly memorySource?: string | null;
  /** True when every figure has a dated source; otherwise `gathered` says when it was written down. */
  readonly verified: boolean;
  /** Day on which the figures were gathered, YYYY-MM-DD. */
  readonly gathered: string;
  /** What else a reader should know. */
  readonly notes: string | null;
}

/**
 * One GPU (or accelerator) as its data sheet describes it. Peaks are dense: without structured sparsity.
 *
 * A GPU of your own is a plain object of this type; only `id`, `memory`, `memoryBandwidthBytesPerSecond` and
 * `peakFlopsPerSecond` are read by the classic model.
 */
export interface Gpu {
  /** Unique id, `h100-sxm5-80gb` for example. */
  readonly id: string;
  /** Name as marketed. */
  readonly name: string;
  /** Who makes it. */
  readonly vendor: string;
  /** Chip family, `Hopper` for example: chooses the efficiencies of the engine model. */
  readonly architecture: string;
  /** Other names that a look-up accepts. */
  readonly aliases: readonly string[];
  /** Memory of one GPU. */
  readonly memory: GpuMemory;
  /** Bandwidth of its own memory, bytes per second. */
  readonly memoryBandwidthBytesPerSecond: number;
  /** Dense peak by precision, FLOP per second; null or absent where the GPU cannot compute in it. */
  readonly peakFlopsPerSecond: Readonly<Partial<Record<Exclude<Precision, "int4">, number | null>>>;
  /** How it talks to its neighbours. */
  readonly interconnect: Interconnect;
  /** GPUs in the usual server. */
  readonly serverGpus: number;
  /** Board power, watts; null when unknown. */
  readonly powerWatts: number | null;
  /** Where the figures come from; absent in the built library, whose published catalogs have it. */
  readonly provenance?: Provenance;
}
