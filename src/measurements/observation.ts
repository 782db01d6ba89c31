/** Load-test tools whose results can be read; `plain` is one's own table of rows, `infrascale-measurements` the schema of published measurements. */
export type LoadTestTool =
  | "vllm-bench"
  | "guidellm"
  | "aiperf"
  | "genai-perf"
  | "sglang-bench"
  | "llmperf"
  | "inference-perf"
  | "llm-d"
  | "genai-bench"
  | "evalscope"
  | "trtllm-bench"
  | "inferencex"
  | "llama-benchy"
  | "infrascale-csv"
  | "infrascale-measurements"
  | "plain";

/**
 * How requests came. `sustained`: a closed loop, a new request as soon as one ends. `burst`: all at once, and none after.
 * `open`: at a rate, whatever is in flight.
 */
export type ObservedArrivals = "sustained" | "burst" | "open";

/** Where an observation was read. */
export interface ObservationSource {
  /** Which tool wrote it. */
  readonly tool: LoadTestTool;
  /** Name of the file, as the caller gave it. */
  readonly file?: string;
  /** Line on which the row or the object begins, from 1; absent inside a document that is one whole. */
  readonly line?: number;
}

/** A quantity that a reader computed, or assumed, because the file does not state it. */
export type DerivedQuantity = "concurrency" | "inputTokens" | "outputTokens" | "tpotSeconds" | "requestsPerSecond";

/** What a source says of a deployment, in its own words; what it does not say is absent. */
export interface StatedDeployment {
  /** Model, as the source names it. */
  readonly model?: string;
  /** GPU, as the source names it. */
  readonly gpu?: string;
  /** GPUs of the whole deployment. */
  readonly gpus?: number;
  /** Serving engine: a catalog id where it is known by one, else as the source names it. */
  readonly engine?: string;
  /** Version of the engine, as the source states it. */
  readonly engineVersion?: string;
  /** Release of the month of a publication that states no version. */
  readonly assumedVersion?: string;
  /** Number format of the weights, as the source spells it: `fp8`, `int4 (w4a16)`, `mxfp4` ... */
  readonly weights?: string;
  /** Scales of 8-bit weights: `tensor`, `dynamic` or `block`. */
  readonly scaling?: string;
  /** Number format of the key-value cache, as the source spells it. */
  readonly kvCache?: string;
  /** Tensor-parallel size. */
  readonly tensor?: number;
  /** Pipeline-parallel size. */
  readonly pipeline?: number;
  /** Expert-parallel size. */
  readonly expert?: number;
  /** Attention-data-parallel size. */
  readonly data?: number;
  /** Whether each GPU of a stage has requests of its own; its degree is `data` where that is stated. */
  readonly attentionData?: boolean;
  /** Requests that the engine runs at once at most, of each data-parallel rank. */
  readonly maxNumSeqs?: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens?: number;
  /** Longest request, tokens. */
  readonly maxModelLen?: number;
  /** Share of memory that the engine may use, by the meaning of its own option. */
  readonly utilization?: number;
  /** Share of the memory left after the weights that the cache was given. */
  readonly cacheShare?: number;
  /** Whether prompts were kept for others that begin the same; absent when the source does not say. */
  readonly prefixCaching?: boolean;
  /** Decoding steps from one look of the engine for new requests to the next. */
  readonly receiveIntervalSteps?: number;
}

/** What a source says of the requests. */
export interface StatedLoad {
  /** Requests in flight, waiting ones included; for a burst, those sent at once. Null when the file neither says nor implies it. */
  readonly concurrency: number | null;
  /** How requests came. */
  readonly arrivals: ObservedArrivals;
  /** True for a burst that runs as one batch: the next waits for the last of its requests. */
  readonly staticBatch?: boolean;
  /** Requests in flight at most, of a burst of more. */
  readonly inFlightLimit?: number;
  /** Rate at which the load generator was told to send, requests/s. */
  readonly offeredPerSecond?: number;
  /** Prompts of the whole run. */
  readonly prompts?: number;
  /** Requests finished by the deployment, requests/s. */
  readonly requestsPerSecond?: number;
  /** Requests finished. */
  readonly completed?: number;
  /** Tokens of a prompt, mean; null when the source does not say. */
  readonly inputTokens: number | null;
  /** `equal` when all requests have the same lengths. */
  readonly lengths?: "equal";
  /** Standard deviation of the lengths of prompts over their mean. */
  readonly inputLengthCv?: number;
  /** Standard deviation of the lengths of answers over their mean. */
  readonly outputLengthCv?: number;
  /** Share of the prompts' tokens that the prefix cache held, in [0, 1). */
  readonly prefixCacheHitRate?: number;
  /** Quantities that the reader computed from others, or that the source itself assumed: a check must not compare them with their own origin. */
  readonly derived: readonly DerivedQuantity[];
}

/** A percentile of times over requests. */
export type Percentile = "p50" | "p90" | "p95" | "p99";

/** All of them. */
export const PERCENTILES: readonly Percentile[] = ["p50", "p90", "p95", "p99"];

/** Times after the first token, of one statistic over requests, as far as a source has them. */
export interface LaterTimes {
  /** Time per output token after the first, seconds. */
  readonly tpotSeconds?: number;
  /** Time of a request from end to end, waiting included, seconds. */
  readonly requestSeconds?: number;
}

/**
 * One point of a load test: what was served, under which load, and what was measured, in SI units. A quantity that was
 * not measured is absent; none is ever NaN or infinite.
 *
 * The times are of one statistic, named by `statistic`; percentiles of the time to the first token stand apart.
 */
export interface Observation extends StatedDeployment, StatedLoad, LaterTimes {
  /** Where it was read. */
  readonly source: ObservationSource;
  /** Tokens generated for a request, mean. */
  readonly outputTokens: number;
  /** Statistic of `ttftSeconds`, `tpotSeconds` and `requestSeconds`. */
  readonly statistic: "mean" | "median";
  /** Time to the first token, waiting included, seconds. */
  readonly ttftSeconds?: number;
  /** Median of the time to the first token, seconds. */
  readonly ttftP50Seconds?: number;
  /** Its 90th percentile, seconds. */
  readonly ttftP90Seconds?: number;
  /** Its 95th percentile, seconds. */
  readonly ttftP95Seconds?: number;
  /** Its 99th percentile, seconds. */
  readonly ttftP99Seconds?: number;
  /** Percentiles over requests of the other times, each by itself, of tools that save them. */
  readonly percentiles?: Readonly<Partial<Record<Percentile, LaterTimes>>>;
  /** Tokens generated by the deployment, tokens/s. */
  readonly outputTokensPerSecond?: number;
  /** Share of the requests that failed, from 0 to 1. */
  readonly failedFraction?: number;
  /** From the first request to the last answer, seconds. */
  readonly durationSeconds?: number;
}
