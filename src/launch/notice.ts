/** Something that starts one process on each GPU of several servers. */
export type LauncherName = "ray" | "slurm";

/** Each in words. */
const LAUNCHERS: Readonly<Record<LauncherName, string>> = {
  ray: "a cluster of Ray (`ray start`)",
  slurm: "Slurm, or mpirun, with one process on each GPU",
};

/** What a launch takes, or what becomes of it, by code. Codes may be added, never renamed. */
export interface NoticeValues {
  /** A step has fewer tokens than requests. */
  readonly "tokens-below-requests": {
    /** Tokens of a step, at most. */
    readonly maxBatchedTokens: number;
    /** Requests that run at once, at most. */
    readonly maxNumSeqs: number;
  };
  /** A longest request that the cache does not hold. */
  readonly "context-beyond-cache": {
    /** Longest request that is admitted, tokens. */
    readonly maxModelLen: number;
    /** Longest request that the cache holds, tokens. */
    readonly longestTokens: number;
  };
  /** Weights whose scales are of blocks, cut within a block. */
  readonly "cut-blocks": {
    /** Width of a cut matrix. */
    readonly width: number;
    /** GPUs that share it. */
    readonly gpus: number;
    /** Weights of a block with one scale. */
    readonly blockSize: number;
  };
  /** Key and value heads that can be neither divided nor copied evenly. */
  readonly "key-value-heads": {
    /** Key and value heads. */
    readonly heads: number;
    /** GPUs that each layer is sharded over. */
    readonly tensor: number;
  };
  /** Attention in data-parallel ranks of several GPUs each, where every GPU has to be a rank. */
  readonly "ranks-of-several-gpus": {
    /** GPUs that each layer is sharded over. */
    readonly tensor: number;
    /** Data-parallel ranks. */
    readonly data: number;
  };
  /** Drafting in a pipeline. */
  readonly "drafts-in-stages": {
    /** Stages of layers. */
    readonly pipeline: number;
  };
  /** A cache in a format that the engine does not keep. */
  readonly "cache-format": {
    /** Number format that was planned. */
    readonly format: string;
  };
  /** A draft that the engine does not know. */
  readonly "draft-method": {
    /** How tokens are drafted. */
    readonly method: string;
  };
  /** Data-parallel ranks that span several servers each. */
  readonly "ranks-over-servers": {
    /** Data-parallel ranks. */
    readonly data: number;
    /** Servers that a replica spans. */
    readonly servers: number;
  };
  /** Servers that would hold unequal shares of a replica. */
  readonly "uneven-servers": {
    /** GPUs that share it. */
    readonly gpus: number;
    /** GPUs of a server. */
    readonly serverGpus: number;
  };
  /** Embeddings or scores, which the server does not answer with. */
  readonly "no-pooling": {
    /** What the model computes. */
    readonly kind: string;
  };

  /** Weights in a format that the published checkpoint does not have, and the engine does not make. */
  readonly checkpoint: {
    /** Its name. */
    readonly model: string;
    /** Format of the published checkpoint. */
    readonly published: string;
    /** Number format that was planned. */
    readonly format: string;
  };
  /** Tokens are drafted, by what is not said. */
  readonly "draft-model": {
    /** Tokens that are drafted in a step. */
    readonly draftTokens: number;
  };
  /** No image is known for this vendor's GPUs. */
  readonly image: {
    /** Who makes the GPU. */
    readonly vendor: string;
  };
  /** A router that shares requests as it was sized. */
  readonly router: {
    /** How requests were shared. */
    readonly routing: string;
  };
  /** A launcher of processes on several servers. */
  readonly launcher: {
    /** Servers that a replica spans. */
    readonly servers: number;
    /** What starts the processes: a cluster of Ray, or Slurm. */
    readonly by: LauncherName;
  };

  /** SGLang multiplies the factor by which it foresees outputs, where attention runs in ranks. */
  readonly conservativeness: {
    /** What the option is multiplied by. */
    readonly factor: number;
  };
  /** SGLang turns the overlap of host and GPU off. */
  readonly "no-overlap": {
    /** Stages of layers. */
    readonly pipeline: number;
  };
  /** TensorRT-LLM admits a request only where its longest output fits. */
  readonly "admits-longest": {
    /** Longest request that is admitted, tokens. */
    readonly maxModelLen: number;
  };
  /** The engine copies the largest batch of graphs to a size that it chooses. */
  readonly "beyond-graphs": {
    /** Requests that run at once, at most. */
    readonly maxNumSeqs: number;
    /** Largest batch of a graph. */
    readonly largestGraph: number;
  };

  /** A planned quantity for which only later versions have an option. */
  readonly "no-option": {
    /** What is planned. */
    readonly option: string;
    /** Version that is started. */
    readonly version: string;
  };
  /** Times were predicted of another version than the one that is started. */
  readonly "timed-version": {
    /** Version that times were predicted of. */
    readonly timed: string;
    /** Version that is started. */
    readonly launched: string;
  };
  /** Options of a newer version were not read. */
  readonly "options-read-to": {
    /** Version that is started. */
    readonly version: string;
    /** Newest version whose options were read. */
    readonly readTo: string;
  };
  /** Options of an older version were not read. */
  readonly "options-read-from": {
    /** Version that is started. */
    readonly version: string;
    /** Oldest version whose options were read. */
    readonly readFrom: string;
  };
  /** Weights and cache of another model that drafts take memory that was not counted. */
  readonly "draft-memory": {
    /** Its name. */
    readonly model: string;
  };
  /** Weights are quantised as they load; the checkpoint that is read is larger. */
  readonly "quantised-at-load": {
    /** Format of the published checkpoint. */
    readonly published: string;
    /** Number format that was planned. */
    readonly format: string;
  };
  /** Load tests send prompts without the images that were sized for. */
  readonly "images-untested": {
    /** Images of each prompt. */
    readonly imagesPerRequest: number;
  };
  /** Data-parallel ranks of a dense model, started as servers of their own. */
  readonly "ranks-as-servers": {
    /** Data-parallel ranks. */
    readonly data: number;
  };
}

/** Code of a notice. */
export type NoticeCode = keyof NoticeValues;

/**
 * What it means for the launch: `refused`: the engine does not start so, or refuses requests; `needed`: something has to be supplied; `changed`: the
 * engine changes it in silence; `differs`: the launch is not quite what was sized.
 */
export type NoticeEffect = "refused" | "needed" | "changed" | "differs";

/** Something that stands between a plan and its launch. */
export type LaunchNotice = {
  readonly [Code in NoticeCode]: NoticeValues[Code] & {
    /** Which it is. */
    readonly code: Code;
    /** What it means for the launch. */
    readonly effect: NoticeEffect;
    /** One sentence. */
    readonly message: string;
  };
}[NoticeCode];

type Told = { readonly [Code in NoticeCode]: readonly [NoticeEffect, (values: NoticeValues[Code]) => string] };

/**
 * Effect and words of each.
 *
 * @see vllm-project/vllm vllm/config/scheduler.py@1f8758d and #45784, sgl-project/sglang python/sglang/srt/server_args.py,
 * NVIDIA/TensorRT-LLM tensorrt_llm/llmapi/llm_args.py and tensorrt_llm/commands/serve.py@4c05a74.
 */
export const NOTICES: Told = {
  "tokens-below-requests": [
    "refused",
    ({ maxBatchedTokens, maxNumSeqs }) =>
      `${maxBatchedTokens} tokens a step are fewer than ${maxNumSeqs} requests: the engine does not start`,
  ],
  "context-beyond-cache": [
    "refused",
    ({ maxModelLen, longestTokens }) =>
      `a request of ${maxModelLen} tokens does not fit the cache, which holds ${longestTokens}: the engine does not start, or refuses such requests`,
  ],
  "cut-blocks": [
    "refused",
    ({ width, gpus, blockSize }) =>
      `a width of ${width} over ${gpus} GPUs cuts blocks of ${blockSize} FP8 weights: keep experts whole, or use fewer GPUs`,
  ],
  "key-value-heads": [
    "refused",
    ({ heads, tensor }) => `${heads} key-value heads can be neither divided by nor copied evenly to ${tensor} GPUs`,
  ],
  "ranks-of-several-gpus": [
    "refused",
    ({ tensor, data }) =>
      `attention in ${data} ranks of ${tensor} GPUs: TensorRT-LLM has every GPU of a stage as a rank, or none`,
  ],
  "drafts-in-stages": ["refused", ({ pipeline }) => `SGLang does not draft tokens in a pipeline of ${pipeline} stages`],
  "cache-format": ["refused", ({ format }) => `the engine keeps no cache in ${format}`],
  "draft-method": ["refused", ({ method }) => `the engine does not draft by ${method}`],
  "ranks-over-servers": [
    "refused",
    ({ data, servers }) => `${data} data-parallel ranks over ${servers} servers: vLLM starts whole ranks on each`,
  ],
  "uneven-servers": [
    "refused",
    ({ gpus, serverGpus }) => `a replica of ${gpus} GPUs does not fill servers of ${serverGpus} evenly`,
  ],
  "no-pooling": ["refused", ({ kind }) => `the server does not answer with what a model of kind ${kind} computes`],
  checkpoint: [
    "needed",
    ({ model, published, format }) =>
      `a checkpoint of ${model} in ${format} (the published one is ${published}): name it in place of CHECKPOINT`,
  ],
  "draft-model": [
    "needed",
    ({ draftTokens }) => `who drafts the ${draftTokens} tokens: the model has no layers for it, name a drafter`,
  ],
  image: ["needed", ({ vendor }) => `a container image for GPUs of ${vendor}: name it in place of IMAGE`],
  router: [
    "needed",
    ({ routing }) => `a router that shares requests ${routing}: a Kubernetes Service spreads connections at random`,
  ],
  launcher: ["needed", ({ servers, by }) => `${LAUNCHERS[by]} over the ${servers} servers of a replica`],
  conservativeness: [
    "changed",
    ({ factor }) => `SGLang multiplies --schedule-conservativeness by ${factor} where attention runs in ranks`,
  ],
  "no-overlap": [
    "changed",
    ({ pipeline }) => `SGLang turns its overlap scheduler off in a pipeline of ${pipeline} stages`,
  ],
  "admits-longest": [
    "changed",
    ({ maxModelLen }) =>
      `TensorRT-LLM admits a request only where its longest output fits (GUARANTEED_NO_EVICT): send max_tokens, or up to ${maxModelLen} tokens are reserved`,
  ],
  "beyond-graphs": [
    "changed",
    ({ maxNumSeqs, largestGraph }) =>
      `vLLM captures graphs up to ${largestGraph} requests: batches from there to ${maxNumSeqs} run without`,
  ],
  "no-option": ["differs", ({ option, version }) => `version ${version} has no ${option}: its own default holds`],
  "timed-version": [
    "differs",
    ({ timed, launched }) => `times are predicted of version ${timed}, the launch starts ${launched}`,
  ],
  "options-read-to": [
    "differs",
    ({ version, readTo }) => `options were read up to version ${readTo}; this is ${version}`,
  ],
  "options-read-from": [
    "differs",
    ({ version, readFrom }) => `options were read from version ${readFrom} on; this is ${version}`,
  ],
  "draft-memory": ["differs", ({ model }) => `weights and cache of ${model}, which drafts, were not counted`],
  "quantised-at-load": [
    "differs",
    ({ published, format }) =>
      `weights are read in ${published} and quantised to ${format} as they load: more to download, and to hold meanwhile`,
  ],
  "images-untested": [
    "differs",
    ({ imagesPerRequest }) =>
      `load tests send none of the ${imagesPerRequest} images of each request that were sized for`,
  ],
  "ranks-as-servers": [
    "differs",
    ({ data }) => `${data} data-parallel ranks of a dense model are started as servers of their own`,
  ],
};

/** A notice, and what it says. */
export function notice<Code extends NoticeCode>(code: Code, values: NoticeValues[Code]): LaunchNotice {
  const [effect, say] = NOTICES[code];
  return { code, effect, message: say(values), ...values } as unknown as LaunchNotice;
}
