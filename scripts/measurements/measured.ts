import { secondsFromMilliseconds } from "../../src/units.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";

/** What a row measured, in SI; null where it is silent. */
export interface Measured {
  readonly outputTokensPerSecond: number | null;
  readonly totalTokensPerSecond: number | null;
  readonly requestsPerSecond: number | null;
  readonly tokensPerSecondPerRequest: number | null;
  readonly meanFirstTokenSeconds: number | null;
  readonly medianFirstTokenSeconds: number | null;
  readonly meanSecondsPerToken: number | null;
  readonly medianSecondsPerToken: number | null;
  readonly requestSeconds: number | null;
  /** Median over all gaps between two tokens of an output. */
  readonly medianGapSeconds: number | null;
}

/** Time to the first token: its mean, else its median; null when neither was measured. */
export const firstTokenSeconds = ({ meanFirstTokenSeconds, medianFirstTokenSeconds }: Measured): number | null =>
  meanFirstTokenSeconds ?? medianFirstTokenSeconds;

/** Time per output token after the first: its mean, else its median; null when neither was measured. */
export const secondsPerToken = ({ meanSecondsPerToken, medianSecondsPerToken }: Measured): number | null =>
  meanSecondsPerToken ?? medianSecondsPerToken;

/** The measured figures of a row of a table of speeds. */
export function measuredOf(row: Row): Measured {
  const milliseconds = (column: string): number | null => {
    const value = numberOf(row[column]);
    return value === null ? null : secondsFromMilliseconds(value);
  };
  return {
    outputTokensPerSecond: numberOf(row["output_tokens_per_s_total"]),
    totalTokensPerSecond: numberOf(row["total_tokens_per_s"]),
    requestsPerSecond: numberOf(row["requests_per_s"]),
    tokensPerSecondPerRequest: numberOf(row["tok_per_s_per_user"]),
    meanFirstTokenSeconds: milliseconds("ttft_ms_mean"),
    medianFirstTokenSeconds: milliseconds("median_ttft_ms"),
    meanSecondsPerToken: milliseconds("tpot_ms_mean"),
    medianSecondsPerToken: milliseconds("median_tpot_ms"),
    requestSeconds: numberOf(row["e2e_s_mean"]),
    medianGapSeconds: milliseconds("itl_ms_median"),
  };
}
