import {
  checkBoolean,
  checkEach,
  checkFraction,
  checkInteger,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkPositive,
  checkShape,
  checkString,
  checkText,
  nullable,
  once,
  optional,
  type Shape,
} from "../internal/check.js";

/** Serving engines whose rules are known; `generic` is for any other. */
export const ENGINE_NAMES = ["vllm", "sglang", "tensorrt-llm", "generic"] as const;

/** A serving engine. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/**
 * How an engine sizes its key-value cache:
 * `profiled`: a share of the memory that the engine sees, less what a profiling run measured (vLLM);
 * `static-fraction`: a share holds weights and cache, all else must live in the rest (SGLang);
 * `free-fraction`: a share of what is left when weights and buffers are in place (TensorRT-LLM).
 */
export type MemoryBudget = "profiled" | "static-fraction" | "free-fraction";

/** How SGLang derives its static fraction: shares by GPUs (to 0.4.6), GiB by GPUs (to 0.5.2), what graphs take (to 0.5.9), and prefill graphs. */
export const STATIC_FRACTION_RULES = ["shares", "gpus", "graphs", "graphs-and-prefill"] as const;

/** A rule for the static fraction. */
export type StaticFractionRule = (typeof STATIC_FRACTION_RULES)[number];

/** Batch limits on GPUs of some memory size; the first entry of a list whose conditions hold is used. */
export interface BatchDefaults {
  /** Least memory that the engine sees on the GPU, bytes. */
  readonly minVisibleBytes: number;
  /** Parts of GPU names, lower case, that the entry does not cover. */
  readonly exceptGpus: readonly string[];
  /** Requests that one step runs at most. */
  readonly maxNumSeqs: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens: number;
}

/** Memory outside the tensor allocator (NCCL buffers, workspaces of libraries), bytes of one GPU. */
export interface NonTorchBytes {
  /** On a single GPU. */
  readonly singleBytes: number;
  /** Pipeline parallel only. */
  readonly pipelineBytes: number;
  /** By tensor-parallel size, at the sizes that were measured. */
  readonly tensorBytes: Readonly<Record<string, number>>;
}

/** Memory of captured CUDA graphs, bytes of one GPU. */
export interface GraphRules {
  /** True when the engine takes the graphs, as it estimates them, from the cache's budget. */
  readonly inBudget: boolean;
  /** How it estimates them; absent: as what they take by the other fields. */
  readonly estimate?: GraphEstimate;
  /** Requests of the largest graph on datacentre Blackwell, where it is not 512. */
  readonly blackwellBatch?: number;
  /** Of any model. */
  readonly baseBytes: number;
  /** Of each layer. */
  readonly perLayerBytes: number;
  /** Added for a mixture of experts or latent attention. */
  readonly expertsOrLatentBytes: number;
  /** GPUs from `minVisibleBytes` on keep `factor` of the sum, and `latentBytes` more with latent attention. */
  readonly largeMemory: LargeMemoryGraphs;
  /** On AMD, instead of all that. */
  readonly amdBytes: number;
  /** Where the figures come from. */
  readonly source?: string;
}

/** What an engine takes the graphs for before it captures them: samples of a few, extrapolated. */
export interface GraphEstimate {
  /** The first graph. */
  readonly baseBytes: number;
  /** That of a mixture of experts or of latent attention. */
  readonly heavyBytes: number;
  /** Each further graph, of each layer. */
  readonly layerGraphBytes: number;
  /** Scratch of gated delta nets for each token of a step. */
  readonly deltaTokenBytes: number;
  /** True when nothing is estimated on AMD. */
  readonly skipsAmd?: boolean;
  /** Where the rule comes from. */
  readonly source?: string;
}

/** Graphs on GPUs of large memory. */
export interface LargeMemoryGraphs {
  /** Least memory that the engine sees, bytes. */
  readonly minVisibleBytes: number;
  /** Share of the usual sum. */
  readonly factor: number;
  /** Added with latent attention, bytes. */
  readonly latentBytes: number;
}

/** How weights take more room than their numbers. */
export interface WeightRules {
  /** Width of an 8-bit expert on one GPU is padded to a multiple of this. */
  readonly expertAlignment: number;
  /** Room that 16-bit experts take on AMD, per byte of them. */
  readonly amdExpertFactor: number;
  /** Where the figures come from. */
  readonly source?: string;
}

/** Tokens of one cache block. */
export interface BlockRules {
  /** Usually. */
  readonly tokens: number;
  /** With latent attention on NVIDIA. */
  readonly latentTokens: number;
  /** On AMD. */
  readonly amdTokens: number;
}

/** How layers of several kinds share one pool of blocks. */
export interface HybridRules {
  /** Kinds whose numbers of layers differ by less than this ratio form groups of the larger number. */
  readonly groupRatio: number;
  /** Where the rule comes from. */
  readonly source?: string;
}

/** How requests keep states beside a cache (gated delta nets, Mamba). */
export interface StateRules {
  /** True when the prefix cache is on unless it is turned off: each state group of a request then holds one block more. */
  readonly prefixCaching: boolean;
  /** True when the engine refuses to capture graphs for more requests than the pool has blocks. */
  readonly limitsRequests: boolean;
  /** State slots that a running request takes where states have a pool of their own, with a prefix cache. @defaultValue 1 */
  readonly slotsPerRequest?: number;
  /** Where the rules come from. */
  readonly source?: string;
}

/** Memory that the engine needs while it profiles its graphs, whatever its share of memory: a small cache, gone afterwards. */
export type ProfilingCache = "largest-graph" | "requests";

/** Models that run on vLLM's second model runner, of those without states and experts. */
export interface SecondRunner {
  /** Beginnings of family names, lower case without blanks; "" is any. */
  readonly families: readonly string[];
  /** True when quantised weights run on it too. */
  readonly quantised: boolean;
  /** Where the list comes from. */
  readonly source?: string;
}

/** Peak of the work space. */
export interface ActivationRules {
  /** Bytes of one sampled logit beyond the logit itself. */
  readonly samplerBytesPerLogit: number;
  /** Added to every peak, bytes. */
  readonly floorBytes: number;
  /** Where the figures come from. */
  readonly source?: string;
}

/** Memory outside the tensor allocator, by vendor and link. */
export interface NonTorchRules {
  /** On NVIDIA, linked by NVLink. */
  readonly nvidia: NonTorchBytes;
  /** On NVIDIA cards that share PCIe. @defaultValue as with NVLink */
  readonly pcie?: NonTorchBytes;
  /** On AMD. */
  readonly amd: NonTorchBytes;
  /** Where the figures come from. */
  readonly source?: string;
}

/** Memory in use before the weights load. */
export interface ContextRules {
  /** Driver context, bytes of one GPU. */
  readonly singleBytes: number;
  /** The same with a collective library, for several GPUs. */
  readonly parallelBytes: number;
  /** The same on cards that share PCIe. @defaultValue `parallelBytes` */
  readonly pcieParallelBytes?: number;
  /** Where host and GPU share one memory: what the system holds of it. @defaultValue as elsewhere */
  readonly unifiedBytes?: number;
  /** Where the figures come from. */
  readonly source?: string;
}

/** Memory rules of one engine and range of versions. Every group of figures names its source in `infrascale/catalogs/engines.json`. */
export interface EngineMemoryRules {
  /** How the cache is sized. */
  readonly budget: MemoryBudget;
  /** Default share of memory (its meaning depends on `budget`); null when the engine computes it. */
  readonly utilization: number | null;
  /** How it computes the share, where it does. @defaultValue `"graphs-and-prefill"` */
  readonly staticFraction?: StaticFractionRule;
  /** Where the share comes from. */
  readonly utilizationSource?: string;
  /**
   * Longest context, tokens, that a step runs whole instead of in chunks of the batch limit; 0 when prompts are always
   * chunked.
   */
  readonly profilesWholeContextUpTo: number;
  /** Batch limits by memory of the GPU. */
  readonly batch: readonly BatchDefaults[];
  /** Where the limits come from. */
  readonly batchSource?: string;
  /** Share of its answer that a running request holds cache for, on average, in (0, 1]. */
  readonly answerShareHeld: number;
  /** Where the share comes from. */
  readonly answerShareSource?: string;
  /** Room that weights take beyond their numbers. */
  readonly weights: WeightRules;
  /** Tokens of one cache block. */
  readonly block: BlockRules;
  /** Layers of several kinds share one pool of blocks; null when the engine charges all of them as full attention. */
  readonly hybrid: HybridRules | null;
  /** Peak of the work space. */
  readonly activations: ActivationRules;
  /** Outside the tensor allocator. */
  readonly nonTorch: NonTorchRules;
  /** In use before the weights load. */
  readonly context: ContextRules;
  /** Captured CUDA graphs. */
  readonly graphs: GraphRules;
  /** Slots of sliding-window layers per slot of full-attention layers, where both have pools of their own. */
  readonly windowShare?: number;
  /** Layers with a state; absent where they are as a cache of one block. */
  readonly states?: StateRules;
  /** What the engine prints as the size of its cache in tokens: `requests`, the longest request times how many fit; absent: blocks times their size. */
  readonly printedTokens?: "requests";
  /** Batches whose tokens a window must hold besides: those in flight. @defaultValue 1 */
  readonly batchesInFlight?: number;
  /** Blocks of the cache that profiling takes for a moment; absent: none. */
  readonly profilingCache?: ProfilingCache;
  /** Models that run on another model runner; absent: none. */
  readonly secondRunner?: SecondRunner;
}

/**
 * A serving engine in a range of versions.
 *
 * An engine of your own is a plain object of this type.
 */
export interface Engine {
  /** `vllm@0.19` for example. */
  readonly id: string;
  /** Which engine. */
  readonly engine: EngineName;
  /** Version that stands for the range. */
  readonly version: string;
  /** Version whose speed was measured last, which stands for the range where none is named; `version` when absent. */
  readonly measuredVersion?: string;
  /** First version of the range. */
  readonly fromVersion: string;
  /** First version after the range; null for the newest. */
  readonly belowVersion: string | null;
  /** Name for people. */
  readonly name: string;
  /** How it sizes memory. */
  readonly memory: EngineMemoryRules;
  /** Day on which the figures were gathered, YYYY-MM-DD. */
  readonly gathered: string;
}

/**
 * Orders two version numbers part by part: `0.9` comes before `0.10`. What follows the numbers (`rc1`, `+cu128`) is not
 * looked at.
 *
 * @param a - a version.
 * @param b - another.
 * @returns negative when `a` is older, positive when it is newer, 0 when the shorter one is a prefix of the other's zeros.
 */
export function compareVersions(a: string, b: string): number {
  const left = versionParts(a);
  const right = versionParts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The version that an engine's speed is taken of where none is named.
 *
 * @param engine - an engine.
 * @returns the newest of the range that was measured.
 */
export const timedVersion = ({ version, measuredVersion = version }: Engine): string => measuredVersion;

/**
 * True for what can be a version: it begins with a number, after a `v` or not.
 *
 * @param version - a text.
 * @returns whether it can be compared.
 */
export const isVersion = (version: string): boolean => /^v?\d/.test(version);

/**
 * Profile of an engine at a version.
 *
 * @param engines - profiles to choose from.
 * @param engine - engine's name.
 * @param version - its version; the newest profile when absent.
 * @returns the profile whose range holds the version, or undefined when the engine is not among them.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function engineAtVersion(engines: readonly Engine[], engine: EngineName, version?: string): Engine | undefined {
  checkEngines(engines);
  checkOneOf(engine, "engine", ENGINE_NAMES);
  optional(checkText)(version, "version");
  const known = engines.filter((candidate) => candidate.engine === engine);
  if (version === undefined) return known.find((candidate) => candidate.belowVersion === null);
  return known.find(
    ({ fromVersion, belowVersion }) =>
      compareVersions(version, fromVersion) >= 0 &&
      (belowVersion === null || compareVersions(version, belowVersion) < 0),
  );
}

const checkSize = (value: unknown, field: string): number => checkInteger(value, field, 1);

const nonTorch: Shape = {
  singleBytes: checkNonNegative,
  pipelineBytes: checkNonNegative,
  tensorBytes: (value, field) => checkEach(Object.values(checkObject(value, field)), field, checkNonNegative),
};

const shapeOfEngine = (): Shape => ({
  id: checkText,
  engine: (value, field) => checkOneOf(value, field, ENGINE_NAMES),
  version: checkText,
  measuredVersion: optional(checkText),
  fromVersion: checkText,
  belowVersion: nullable(checkText),
  memory: {
    budget: (value, field) => checkOneOf(value, field, ["profiled", "static-fraction", "free-fraction"]),
    utilization: nullable(checkFraction),
    staticFraction: optional((value, field) => checkOneOf(value, field, STATIC_FRACTION_RULES)),
    profilesWholeContextUpTo: checkNonNegative,
    batch: (value, field) =>
      checkEach(value, field, (entry, name) =>
        checkShape(entry, name, {
          minVisibleBytes: checkNonNegative,
          exceptGpus: (parts, where) => checkEach(parts, where, checkText),
          maxNumSeqs: checkSize,
          maxBatchedTokens: checkSize,
        }),
      ),
    answerShareHeld: checkFraction,
    weights: { expertAlignment: checkSize, amdExpertFactor: checkPositive },
    block: { tokens: checkSize, latentTokens: checkSize, amdTokens: checkSize },
    hybrid: nullable((value, field) => checkShape(value, field, { groupRatio: checkPositive })),
    activations: { samplerBytesPerLogit: checkNonNegative, floorBytes: checkNonNegative },
    nonTorch: { nvidia: nonTorch, pcie: optional((value, field) => checkShape(value, field, nonTorch)), amd: nonTorch },
    context: {
      singleBytes: checkNonNegative,
      parallelBytes: checkNonNegative,
      pcieParallelBytes: optional(checkNonNegative),
      unifiedBytes: optional(checkNonNegative),
    },
    graphs: {
      inBudget: checkBoolean,
      estimate: optional((value, field) =>
        checkShape(value, field, {
          baseBytes: checkNonNegative,
          heavyBytes: checkNonNegative,
          layerGraphBytes: checkNonNegative,
          deltaTokenBytes: checkNonNegative,
          skipsAmd: optional(checkBoolean),
        }),
      ),
      blackwellBatch: optional(checkSize),
      baseBytes: checkNonNegative,
      perLayerBytes: checkNonNegative,
      expertsOrLatentBytes: checkNonNegative,
      largeMemory: { minVisibleBytes: checkNonNegative, factor: checkNonNegative, latentBytes: checkNonNegative },
      amdBytes: checkNonNegative,
    },
    windowShare: optional(checkPositive),
    states: optional((value, field) =>
      checkShape(value, field, {
        prefixCaching: checkBoolean,
        limitsRequests: checkBoolean,
        slotsPerRequest: optional(checkSize),
      }),
    ),
    printedTokens: optional((value, field) => checkOneOf(value, field, ["requests"])),
    batchesInFlight: optional(checkSize),
    profilingCache: optional((value, field) => checkOneOf(value, field, ["largest-graph", "requests"])),
    secondRunner: optional((value, field) =>
      checkShape(value, field, {
        families: (names, where) => checkEach(names, where, checkString),
        quantised: checkBoolean,
      }),
    ),
  },
});

/**
 * Checks an engine profile of the user's own, as far as the library reads it.
 *
 * @param value - the object.
 * @param field - its name in messages.
 * @returns the same object.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function checkEngine(value: Engine, field: string): Engine {
  checkShape(value, field, shapeOfEngine());
  return value;
}

/** The same of an engine that is asked about again and again. */
export const checkedEngine: (engine: Engine) => Engine = once((engine: Engine) => checkEngine(engine, "engine"));

const checkEngines = once((engines: readonly Engine[]) => {
  checkEach(engines, "engines", (engine, field) => checkEngine(engine as Engine, field));
});

/** The first so many parts of a version: 0.5 stands for all of its releases, 0.5.6 among them. */
export const versionTo = (version: string, parts: number): string => version.split(".").slice(0, parts).join(".");

function versionParts(version: string): number[] {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? "0";
  return numbers.split(".").map(Number);
}

/**
 * True of engines whose option of attention data parallelism has no size: each GPU of a stage is a rank.
 *
 * @param engine - name.
 * @see NVIDIA/TensorRT-LLM tensorrt_llm/llmapi/llm_args.py (`enable_attention_dp`); SGLang's `--enable-dp-attention` does nothing without
 * `--dp-size` (sgl-project/sglang python/sglang/srt/server_args.py).
 */
export const everyGpuIsARank = (engine: EngineName): boolean => engine === "tensorrt-llm";
