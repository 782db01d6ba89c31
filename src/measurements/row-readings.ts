import { engineSpelt } from "../catalog/names/resolve-engine-name.js";
import type { Row } from "./csv.js";
import type { Reading, StatedReadings } from "./stated.js";

/** English prose in the tokenizers of 2024 and 2025: what the load tests that count both give. */
export const CHARACTERS_PER_TOKEN = 4.5;

/** Standard deviation over mean of lengths that are drawn evenly from 0 to twice their mean. */
const UNIFORM_CV = 1 / Math.sqrt(3);

/**
 * What a row of a table says of the deployment and its load. Nothing that was measured is read.
 *
 * @param row - a compact row, of speeds or of a start-up log.
 * @returns texts and numbers as they stand there.
 */
export function rowReadings(row: Row): StatedReadings {
  const text = (column: string): string | undefined => row[column]?.trim() || undefined;
  const number = (column: string): Reading => readingOf(row[column]);
  const engine = text("engine");
  const characters = number("output_characters");
  const input = number("input_tokens");
  const output = number("output_tokens");
  const drawnCv = text("lengths") === "uniform" ? UNIFORM_CV : undefined;
  return {
    model: text("model"),
    gpu: text("gpu"),
    engine: engine === undefined ? undefined : (engineSpelt(engine) ?? engine),
    engineVersion: text("engine_version"),
    assumedVersion: text("assumed_version"),
    weights: text("weights_dtype"),
    kvCache: text("kv_dtype"),
    gpus: number("gpus_total"),
    tensor: number("tp"),
    pipeline: number("pp"),
    expert: number("ep"),
    data: number("dp"),
    attentionData: flagOf(text("attention_dp")),
    maxNumSeqs: number("max_num_seqs"),
    maxBatchedTokens: number("max_num_batched_tokens"),
    maxModelLen: number("max_model_len"),
    utilization: number("gpu_memory_utilization"),
    cacheShare: number("kv_memory_fraction"),
    receiveIntervalSteps: number("receive_interval"),
    prefixCaching: prefixCachingOf(settingsOf(row)),
    prefixCacheHitRate: number("prefix_cache_hit"),
    inputTokens: input ?? number("assumed_input_tokens"),
    outputTokens: output ?? (characters === undefined ? undefined : characters / CHARACTERS_PER_TOKEN),
    inputLengthCv: number("input_length_cv") ?? drawnCv,
    outputLengthCv: number("output_length_cv") ?? drawnCv,
    lengths: text("lengths") === "equal" ? "equal" : undefined,
    derived: [
      ...(input === undefined ? (["inputTokens"] as const) : []),
      ...(output === undefined && characters !== undefined ? (["outputTokens"] as const) : []),
    ],
    ...loadReadings({
      scenario: text("scenario"),
      concurrency: number("concurrency"),
      batch: number("batch"),
      rate: number("request_rate"),
      prompts: number("num_prompts"),
      rounds: number("rounds"),
      sent: number("closed_loop_requests"),
      finished: number("requests_per_s"),
    }),
  };
}

/** Settings that a row tells besides its limits. */
export const settingsOf = (row: Row): readonly string[] => (row["settings"] ?? "").split("|");

const flagOf = (cell: string | undefined): boolean | undefined =>
  cell === "1" ? true : cell === "0" ? false : undefined;

const prefixCachingOf = (settings: readonly string[]): boolean | undefined =>
  settings.includes("prefix-caching") ? true : settings.includes("no-prefix-caching") ? false : undefined;

/** Cells that say how requests come. */
interface LoadCells {
  readonly scenario: string | undefined;
  readonly concurrency: Reading;
  readonly batch: Reading;
  readonly rate: Reading;
  readonly prompts: Reading;
  /** Prompts of a closed loop for each in flight. */
  readonly rounds: Reading;
  /** Prompts of a closed loop, as its notes say. */
  readonly sent: Reading;
  readonly finished: Reading;
}

type LoadReadings = Pick<
  StatedReadings,
  "arrivals" | "staticBatch" | "concurrency" | "prompts" | "inFlightLimit" | "offeredPerSecond" | "requestsPerSecond"
>;

/** How requests come, by scenario. */
const SCENARIOS: Readonly<
  Record<"static_batch" | "concurrency" | "offline" | "request_rate", (cells: LoadCells) => LoadReadings>
> = {
  static_batch: ({ batch }) => ({ arrivals: "burst", staticBatch: true, concurrency: batch }),
  concurrency: ({ concurrency, prompts, rounds, sent }) => ({
    arrivals: "sustained",
    concurrency,
    prompts: prompts ?? product(rounds, concurrency) ?? sent,
  }),
  offline: ({ batch, prompts, concurrency }) => ({
    arrivals: "burst",
    concurrency: batch ?? prompts,
    inFlightLimit: concurrency,
  }),
  request_rate: ({ rate, concurrency, finished }) => ({
    arrivals: isPositive(rate) ? "open" : null,
    concurrency,
    offeredPerSecond: rate,
    requestsPerSecond: finished ?? rate,
  }),
};

/** A row without a scenario, but with one of concurrency, batch and rate, says enough. */
function loadReadings(cells: LoadCells): LoadReadings {
  const stated = Object.entries({
    concurrency: cells.concurrency,
    static_batch: cells.batch,
    request_rate: cells.rate,
  }).filter(([, value]) => isPositive(value));
  const scenario = cells.scenario ?? (stated.length === 1 ? stated[0]?.[0] : undefined);
  const load = isScenario(scenario) ? SCENARIOS[scenario](cells) : { arrivals: null };
  return { requestsPerSecond: cells.finished, prompts: cells.prompts, ...load };
}

const isScenario = (name: string | undefined): name is keyof typeof SCENARIOS =>
  name !== undefined && Object.hasOwn(SCENARIOS, name);

const product = (a: Reading, b: Reading): Reading => (a === undefined || b === undefined ? undefined : a * b);

const isPositive = (value: Reading): boolean => value !== undefined && value > 0;

/** NaN where something stands there that is no number. */
const readingOf = (cell: string | undefined): Reading =>
  cell === undefined || cell.trim() === "" ? undefined : Number(cell);
