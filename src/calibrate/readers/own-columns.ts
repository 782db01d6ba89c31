import { STATED_NUMBERS, STATED_TEXTS, type StatedNumber, type StatedText } from "../../measurements/stated.js";
import type { Times } from "./draft.js";
import { secondsOfUnit, TIME_UNITS } from "./time-units.js";

/** Figures that are not of one statistic of the times. */
export type OwnFigure = "outputTokensPerSecond" | "failedFraction" | "durationSeconds";

const FIGURES: readonly OwnFigure[] = ["outputTokensPerSecond", "failedFraction", "durationSeconds"];

/** Words that some columns take. */
export const WORDS = {
  arrivals: ["sustained", "burst", "open"],
  lengths: ["equal"],
  statistic: ["mean", "median"],
} as const;

/** Statistics of times; `stated` is what the column `statistic` says. */
export type OwnStatistic = "stated" | "mean" | "median" | "p90" | "p95" | "p99";

/** What a column of one's own rows holds. */
export type OwnColumn =
  | { readonly kind: "text"; readonly name: StatedText }
  | { readonly kind: "number"; readonly name: StatedNumber | OwnFigure }
  | {
      readonly kind: "time";
      readonly name: keyof Times;
      readonly statistic: OwnStatistic;
      readonly seconds: (value: number) => number;
    }
  | { readonly kind: "word"; readonly name: keyof typeof WORDS }
  | { readonly kind: "static-batch" }
  | { readonly kind: "drafting" }
  /** A time whose name has no unit: it is not guessed. */
  | { readonly kind: "no-unit" };

/** A name as its words: `TTFT (ms)`, `ttftMs` and `ttft-ms` are `ttft_ms`. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "_")
    .replace(/^_|_$/g, "");
}

const same = (value: number): number => value;

/** Columns by their exact names: those of `Observation`, in SI units. */
const EXACT: Readonly<Record<string, OwnColumn>> = {
  ...Object.fromEntries(STATED_TEXTS.map((name) => [name, { kind: "text", name } as const])),
  ...Object.fromEntries([...STATED_NUMBERS, ...FIGURES].map((name) => [name, { kind: "number", name } as const])),
  ...Object.fromEntries(
    (Object.keys(WORDS) as (keyof typeof WORDS)[]).map((name) => [name, { kind: "word", name } as const]),
  ),
  ...Object.fromEntries(
    (["ttftSeconds", "tpotSeconds", "requestSeconds"] as const).map((name) => [
      name,
      { kind: "time", name, statistic: "stated", seconds: same } as const,
    ]),
  ),
  ...Object.fromEntries(
    (["median", "p90", "p95", "p99"] as const).map((statistic) => [
      `ttft${statistic === "median" ? "P50" : statistic.toUpperCase()}Seconds`,
      { kind: "time", name: "ttftSeconds", statistic, seconds: same } as const,
    ]),
  ),
  staticBatch: { kind: "static-batch" },
};

/**
 * Exact names of the columns of one's own rows, all optional but `outputTokens`, one of `concurrency` and `requestsPerSecond`, and one
 * figure that was measured: the names, the meaning and the SI units of `Observation`. `arrivals` is sustained where it is not stated and a
 * concurrency is, open where there is only a rate; `statistic` is mean.
 */
export const PLAIN_COLUMNS: readonly string[] = Object.keys(EXACT);

/** Other names, in snake case, of texts and numbers whose unit is no question. */
const OTHER: Readonly<Partial<Record<StatedText | StatedNumber | OwnFigure, RegExp>>> = {
  model: /^model_(?:id|name)$/,
  gpu: /^(?:gpu_(?:name|model|type)|hardware)$/,
  engine: /^(?:backend|framework)$/,
  weights: /^(?:quant|quantization|precision|weights?_dtype|dtype)$/,
  kvCache: /^kv_(?:cache_)?dtype$/,
  gpus: /^(?:num_gpus|gpu_count|gpus_total)$/,
  tensor: /^(?:tp|tp_size|tensor_parallel(?:_size)?)$/,
  pipeline: /^(?:pp|pp_size|pipeline_parallel(?:_size)?)$/,
  expert: /^(?:ep|ep_size|expert_parallel(?:_size)?)$/,
  data: /^(?:dp|dp_size|data_parallel(?:_size)?)$/,
  maxBatchedTokens: /^max_num_batched_tokens$/,
  maxModelLen: /^(?:max_model_len|context_len(?:gth)?)$/,
  utilization: /^gpu_memory_utilization$/,
  concurrency: /^(?:(?:max_|num_)?(?:concurrency|concurrent_requests|concurrent_users)|conc|users|clients)$/,
  offeredPerSecond: /^(?:request_rate|target_qps)$/,
  prompts: /^num_(?:prompts|requests)$/,
  completed: /^(?:completed|completed_requests|successful_requests)$/,
  inputTokens: /^(?:(?:avg_|mean_)?(?:input|prompt)_(?:tokens|len|length)(?:_mean)?|isl)$/,
  outputTokens: /^(?:(?:avg_|mean_)?(?:output|completion|gen|generated)_(?:tokens|len|length)(?:_mean)?|osl)$/,
  inputLengthCv: /^input_(?:length_)?cv$/,
  outputLengthCv: /^output_(?:length_)?cv$/,
  prefixCacheHitRate: /^prefix_cache_hit(?:_rate)?$/,
  requestsPerSecond: /^(?:req(?:uest)?s?_(?:per_)?s(?:ec|econd)?|rps|qps|request_throughput(?:_req_s)?)$/,
  outputTokensPerSecond:
    /^(?:(?:total_)?output_tok(?:en)?s?_(?:per_)?s(?:ec|econd)?(?:_total)?|output_(?:token_)?throughput(?:_tok(?:en)?s?_(?:per_)?s(?:ec|econd)?)?)$/,
  durationSeconds: /^(?:benchmark_)?duration_s(?:ec|econds)?$/,
};

/** Texts and numbers by the words of their exact names. */
const BY_WORDS: ReadonlyMap<string, OwnColumn> = new Map<string, OwnColumn>([
  ...STATED_TEXTS.map((name) => [wordsOf(name), { kind: "text", name }] as const),
  ...[...STATED_NUMBERS, ...FIGURES].map((name) => [wordsOf(name), { kind: "number", name }] as const),
]);

/** Names of times, in snake case. */
const TIMES: Readonly<Record<keyof Times, string>> = {
  ttftSeconds: "ttft|time_to_first_token",
  tpotSeconds: "tpot|time_per_output_token",
  requestSeconds: "e2el?|(?:e2e|end_to_end|request)_(?:latency|time)",
};

const STATISTICS: Readonly<Record<string, OwnStatistic>> = {
  mean: "mean",
  avg: "mean",
  average: "mean",
  median: "median",
  p50: "median",
  p90: "p90",
  p95: "p95",
  p99: "p99",
};

/** A time: its statistic before or after its name, and its unit. */
const TIME = (names: string): RegExp =>
  new RegExp(
    `^(?:(${Object.keys(STATISTICS).join("|")})_)?(?:${names})(?:_(${Object.keys(STATISTICS).join("|")}))?(?:_(${TIME_UNITS.join("|")})(?:_(?:per_)?tok(?:en)?)?)?(?:_(${Object.keys(STATISTICS).join("|")}))?$`,
  );

const TIME_PATTERNS = (Object.keys(TIMES) as (keyof Times)[]).map((name) => [name, TIME(TIMES[name])] as const);

const DRAFTING = /^(?:spec(?:ulative)?_(?:decod(?:e|ing)|method)|speculative|mtp)$/;

/**
 * What a column of one's own rows holds, by its name: exactly, or by words and a unit that leave no doubt.
 *
 * @param name - as the file has it.
 * @returns the column; undefined where the name says nothing that is known.
 */
export function ownColumn(name: string): OwnColumn | undefined {
  if (Object.hasOwn(EXACT, name)) return EXACT[name];
  const words = wordsOf(name);
  for (const [time, pattern] of TIME_PATTERNS) {
    const found = pattern.exec(words);
    if (found === null) continue;
    const seconds = found[3] === undefined ? undefined : secondsOfUnit(found[3]);
    return seconds === undefined
      ? { kind: "no-unit" }
      : {
          kind: "time",
          name: time,
          statistic: STATISTICS[found[1] ?? found[2] ?? found[4] ?? ""] ?? "stated",
          seconds,
        };
  }
  if (DRAFTING.test(words)) return { kind: "drafting" };
  const exact = BY_WORDS.get(words);
  if (exact !== undefined) return exact;
  const [other] = Object.entries(OTHER).find(([, pattern]) => pattern.test(words)) ?? [];
  if (other === undefined) return undefined;
  return (STATED_TEXTS as readonly string[]).includes(other)
    ? { kind: "text", name: other as StatedText }
    : { kind: "number", name: other as StatedNumber };
}
