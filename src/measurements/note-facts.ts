import type { Row } from "./csv.js";
import { flagCell } from "./flags.js";

/** Facts of the notes of a row that a prediction or a comparison needs, as columns. */
export const noteFacts = (note: string): Row => ({
  median_ttft_ms: numberAfter(note, /\bmedian_ttft_ms=/),
  median_tpot_ms: numberAfter(note, /\bmedian_tpot_ms=/),
  batch: /\ball (\d+) (?:prompts|requests) (?:sent )?at once/.exec(note)?.[1] ?? "",
  max_num_seqs: numberAfter(note, /\bmax_num_seqs=/),
  num_prompts: /\bmeans from totals; n=(\d+);/.exec(note)?.[1] ?? "",
  prefix_cache_hit: numberAfter(note, /\bprefix_cache_hit=/),
  closed_loop_requests: /(?:^|; )(\d+) requests(?=[,;]|$)/.exec(note)?.[1] ?? "",
  assumed_input_tokens:
    numberAfter(note, /\b(?:assumed_input_tokens|input_length)=/) || numberAfter(note, /\binput tokens ~/),
  output_characters: /avg_output_length=[\d.]+ is CHARACTERS/.test(note)
    ? numberAfter(note, /\bavg_output_length=/)
    : "",
  failed_percent: numberAfter(note, /\bfailed_pct=/),
  kv_memory_fraction: numberAfter(note, /\bKV fraction (?:up to )?/),
  lengths: /lengths uniform/.test(note) ? "uniform" : EQUAL_LENGTHS.test(note) ? "equal" : "",
  draft_tokens: /\bdrafter off\b/.test(note)
    ? ""
    : (/\bMTP [kn]=(\d+)/.exec(note)?.[1] ?? numberAfter(note, /\bnum_speculative_tokens=/)),
  settings: settingsOf(note),
  flag: flagCell(note) || (CONTRADICTS_ITSELF.test(note) ? "INCONSISTENT" : ""),
});

/** Load generators told to draw no lengths at random. */
const EQUAL_LENGTHS = /\(stddev 0\)/;

/** What a note says of a log whose figures are of two models or runs. */
const CONTRADICTS_ITSELF = /numbers do not match the printed model/;

/** The number that follows a pattern; "" where there is none, or where the note may have been cut off within it. */
function numberAfter(note: string, pattern: RegExp): string {
  return new RegExp(`${pattern.source}(\\d+(?:\\.\\d+)?)(?=[;,)\\]\\s])`).exec(note)?.[1] ?? "";
}

const SETTINGS: readonly (readonly [string, RegExp])[] = [
  ["no-prefix-caching", /no prefix caching|enable_prefix_caching=False/],
  ["prefix-caching", /enable-prefix-caching|(?<!no )\bprefix caching(?! off)\b/],
  ["enforce-eager", /enforce-eager/],
  ["expert-parallel", /enable-expert-parallel=True/],
  ["language-model-only", /language-model-only/],
  ["speculative", /num_speculative_tokens=|\bMTP on\b/],
];

const settingsOf = (note: string): string =>
  SETTINGS.filter(([, pattern]) => pattern.test(note))
    .map(([name]) => name)
    .join("|");
