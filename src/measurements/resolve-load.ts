import { numberOf, type Row } from "./csv.js";

/** How requests come, in the library's terms. */
export type Load =
  | { readonly kind: "static-batch"; readonly requests: number }
  | { readonly kind: "closed-loop"; readonly requestsInFlight: number }
  | { readonly kind: "offline"; readonly requests: number | null; readonly mostInFlight: number | null }
  | { readonly kind: "open"; readonly requestsPerSecond: number };

/** Lengths of a request, tokens. */
export interface Lengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** True when all requests have these lengths, false when they vary or nothing is said. */
  readonly equal: boolean;
  /** True when a length was assumed, or converted from characters. */
  readonly assumed: boolean;
}

/** English prose in the tokenizers of 2024 and 2025: what the rows of the load tests that have both counts give. */
const CHARACTERS_PER_TOKEN = 4.5;

/**
 * How the requests of a row come; null when the row does not say how many. A row without a scenario, but with one of
 * `concurrency`, `batch` and `request_rate`, says enough.
 */
export function resolveLoad(row: Row): Load | null {
  const concurrency = positive(row["concurrency"]);
  const batch = positive(row["batch"]);
  const rate = positive(row["request_rate"]);
  switch (row["scenario"] || scenarioOf(concurrency, batch, rate)) {
    case "static_batch":
      return batch === null ? null : { kind: "static-batch", requests: batch };
    case "concurrency":
      return concurrency === null ? null : { kind: "closed-loop", requestsInFlight: concurrency };
    case "offline":
      return { kind: "offline", requests: batch, mostInFlight: positive(row["max_num_seqs"]) ?? concurrency };
    case "request_rate":
      return rate === null ? null : { kind: "open", requestsPerSecond: rate };
    default:
      return null;
  }
}

function scenarioOf(concurrency: number | null, batch: number | null, rate: number | null): string | null {
  const stated = Object.entries({ concurrency, static_batch: batch, request_rate: rate }).filter(([, value]) => value !== null);
  return stated.length === 1 ? (stated[0]?.[0] ?? null) : null;
}

/** Lengths of the requests of a row; null when one of them is not stated. */
export function resolveLengths(row: Row): Lengths | null {
  const input = positive(row["input_tokens"]);
  const output = positive(row["output_tokens"]);
  const characters = positive(row["output_characters"]);
  const inputTokens = input ?? positive(row["assumed_input_tokens"]);
  const outputTokens = output ?? (characters === null ? null : characters / CHARACTERS_PER_TOKEN);
  if (inputTokens === null || outputTokens === null) return null;
  return { inputTokens, outputTokens, equal: row["lengths"] === "equal", assumed: input === null || output === null };
}

function positive(cell: string | undefined): number | null {
  const value = numberOf(cell);
  return value !== null && value > 0 ? value : null;
}
