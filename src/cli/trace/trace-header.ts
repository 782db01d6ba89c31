import { commandRule } from "../../rules/command.js";
import type { Rule } from "../../rules/rule-code.js";
/** What a column of a trace says. */
export type TraceColumn = "arrival" | "input" | "output" | "session" | "think" | "parent";

/** How a time is written. */
export type TraceTime = "seconds" | "milliseconds" | "dates";

/** Names of each column but the arrival, in lower case, as tools write them and as one's own trace may. */
const NAMES: Readonly<Record<Exclude<TraceColumn, "arrival">, readonly string[]>> = {
  // Azure writes ContextTokens, vidur num_prefill_tokens, Mooncake input_length, aibrix prompt_length, BurstGPT Request tokens.
  input: [
    "input_tokens",
    "prompt_tokens",
    "num_prefill_tokens",
    "contexttokens",
    "input_length",
    "prompt_length",
    "prompt length",
    "request tokens",
    "input_toks",
  ],
  output: [
    "output_tokens",
    "completion_tokens",
    "num_decode_tokens",
    "generatedtokens",
    "output_length",
    "output length",
    "response tokens",
    "output_toks",
  ],
  session: ["session"],
  think: ["think_time_s"],
  parent: ["parent_row"],
};

/** Names of arrivals that leave no doubt. */
const ARRIVALS: Readonly<Record<string, TraceTime>> = {
  t_s: "seconds",
  arrival_seconds: "seconds",
  arrival_s: "seconds",
  arrived_at: "seconds",
  timestamp_s: "seconds",
  t_ms: "milliseconds",
  arrival_ms: "milliseconds",
  arrival_time_ms: "milliseconds",
  timestamp_ms: "milliseconds",
};

/** Names of arrivals that mean what the column of prompts beside them tells: whose trace it is. Dates, where that tells nothing. */
const DOUBTFUL: readonly string[] = ["timestamp", "arrival_time"];

const BY_PROMPTS: Readonly<Record<string, TraceTime>> = {
  input_length: "milliseconds",
  prompt_length: "milliseconds",
  "prompt length": "milliseconds",
  "request tokens": "seconds",
  input_toks: "seconds",
};

const COLUMNS = ["arrival", "input", "output", "session", "think", "parent"] as const satisfies readonly TraceColumn[];

const namesOf = (column: TraceColumn): readonly string[] =>
  column === "arrival" ? [...Object.keys(ARRIVALS), ...DOUBTFUL] : NAMES[column];

/** Columns without which there is no trace. */
const NEEDED: readonly TraceColumn[] = ["arrival", "input", "output"];

/** Where the columns of a trace stand. */
export interface TraceHeader {
  /** Index of each column in a row, -1 when it is absent. */
  readonly indices: Readonly<Record<TraceColumn, number>>;
  /** Name of each column as the file has it. */
  readonly names: readonly string[];
  /** How arrivals are written. */
  readonly time: TraceTime;
}

/**
 * Finds the columns of a trace by their names.
 *
 * @param cells - of the first line.
 * @returns where they stand, or the rule that the header breaks.
 */
export function traceHeader(cells: readonly string[]): TraceHeader | Rule {
  const lower = cells.map((cell) => cell.trim().toLowerCase());
  const indices = { arrival: -1, input: -1, output: -1, session: -1, think: -1, parent: -1 };
  for (const column of COLUMNS) {
    const found = lower.flatMap((name, index) => (namesOf(column).includes(name) ? [index] : []));
    if (found.length > 1) return commandRule("one-of-columns", { columns: found.map((index) => cells[index] ?? "") });
    indices[column] = found[0] ?? -1;
  }
  const missing = NEEDED.filter((column) => indices[column] < 0).map((column) => namesOf(column)[0] ?? column);
  if (missing.length > 0) return commandRule("needs-columns", { columns: missing });
  if (indices.think >= 0 && indices.session < 0) return commandRule("session-beside-think-time");
  return {
    indices,
    names: cells,
    time: ARRIVALS[lower[indices.arrival] ?? ""] ?? BY_PROMPTS[lower[indices.input] ?? ""] ?? "dates",
  };
}
