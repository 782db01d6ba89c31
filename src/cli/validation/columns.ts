/** Columns of a table of speeds that a prediction has a figure for. */
export const SPEED_COLUMNS = [
  "output_tokens_per_s_total",
  "total_tokens_per_s",
  "requests_per_s",
  "tok_per_s_per_user",
  "ttft_ms_mean",
  "tpot_ms_mean",
  "e2e_s_mean",
] as const;

/** Columns of a table of start-up logs that a prediction has a figure for. */
export const LOG_COLUMNS = [
  "weights_gib_per_gpu",
  "activation_peak_gib",
  "non_torch_gib",
  "cuda_graph_gib",
  "kv_cache_gib_per_gpu",
  "kv_cache_tokens",
  "num_gpu_blocks",
  "max_concurrency",
] as const;

/** Columns that follow from the GiB of cache that a log states: how the cache is divided, whatever its size. */
export const FROM_CACHE_COLUMNS = ["kv_cache_tokens", "max_concurrency"] as const;

/** What both kinds of table measure: predicted columns, and percentiles, which are not predicted. */
export const MEASURED_COLUMNS: Readonly<Record<TableKind, readonly string[]>> = {
  speed: [...SPEED_COLUMNS, "ttft_ms_p95"],
  memory: LOG_COLUMNS,
};

/** A table of speeds under a load, or of memory as engines log it when they start. */
export type TableKind = "speed" | "memory";

/** A column that is predicted. */
export type PredictedColumn = (typeof SPEED_COLUMNS)[number] | (typeof LOG_COLUMNS)[number];

/** Predicted figures of a row, in the table's units; a column that has no prediction is absent. */
export type Predicted = Readonly<Partial<Record<PredictedColumn, number>>>;
