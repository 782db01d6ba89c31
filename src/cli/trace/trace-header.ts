/** What a column of a trace says. */
export type TraceColumn = "arrival" | "input" | "output" | "session" | "think" | "parent";

/**
 * Names of each column, in lower case. Only names that leave no doubt: a number under `timestamp` may be seconds or
 * milliseconds, so that column has to hold dates.
 */
const NAMES: Readonly<Record<TraceColumn, readonly string[]>> = {
  // vidur writes arrived_at, num_prefill_tokens, num_decode_tokens; Azure TIMESTAMP, ContextTokens, GeneratedTokens.
  arrival: ["t_s", "arrival_seconds", "arrived_at", "timestamp"],
  input: ["input_tokens", "prompt_tokens", "num_prefill_tokens", "contexttokens"],
  output: ["output_tokens", "completion_tokens", "num_decode_tokens", "generatedtokens"],
  session: ["session"],
  think: ["think_time_s"],
  parent: ["parent_row"],
};

const COLUMNS = Object.keys(NAMES) as readonly TraceColumn[];

/** Columns without which there is no trace. */
const NEEDED: readonly TraceColumn[] = ["arrival", "input", "output"];

/** Where the columns of a trace stand. */
export interface TraceHeader {
  /** Index of each column in a row, -1 when it is absent. */
  readonly indices: Readonly<Record<TraceColumn, number>>;
  /** Name of each column as the file has it. */
  readonly names: readonly string[];
  /** True when arrivals are dates. */
  readonly dated: boolean;
}

/**
 * Finds the columns of a trace by their names.
 *
 * @param cells - of the first line.
 * @returns where they stand, or the rule that the header breaks.
 */
export function traceHeader(cells: readonly string[]): TraceHeader | { readonly rule: string } {
  const lower = cells.map((cell) => cell.toLowerCase());
  const indices = { arrival: -1, input: -1, output: -1, session: -1, think: -1, parent: -1 };
  for (const column of COLUMNS) {
    const found = lower.flatMap((name, index) => (NAMES[column].includes(name) ? [index] : []));
    if (found.length > 1) return { rule: `must have only one of the columns ${found.map((index) => cells[index]).join(", ")}` };
    indices[column] = found[0] ?? -1;
  }
  const missing = NEEDED.filter((column) => indices[column] < 0).map((column) => NAMES[column][0]);
  if (missing.length > 0) return { rule: `must have the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}` };
  if (indices.think >= 0 && indices.session < 0) return { rule: "must have the column session beside think_time_s" };
  return { indices, names: cells, dated: lower[indices.arrival] === "timestamp" };
}
