/** Stable, machine-readable kinds of {@link CalibrationWarning}: they may be added, never renamed. */
export type CalibrationWarningCode =
  | "unreadable-file"
  | "invalid-row"
  | "invalid-value"
  | "mixed-tools"
  | "assumed-arrivals"
  | "assumed-tokens"
  | "flagged-row"
  | "unknown-column"
  | "overloaded"
  | "concurrency-limit"
  | "growing-rate"
  | "speculative-decoding"
  | "multi-turn"
  | "throughput-contradicts-itself"
  | "littles-law"
  | "failures"
  | "burst"
  | "slot-limit"
  | "client-cap"
  | "throughput-drop"
  | "few-concurrencies"
  | "short-run";

/** Something about load tests that a fit should know: a state of the data, not an error. */
export interface CalibrationWarning {
  /** Which kind. */
  readonly code: CalibrationWarningCode;
  /** One sentence, with the figures. */
  readonly message: string;
  /** The figures by name, in SI units. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Indices of the observations that it is about, in the list that was read or checked. */
  readonly observations: readonly number[];
  /** Name of the file that it is about, as the caller gave it. */
  readonly file?: string;
  /** Line of that file, from 1. */
  readonly line?: number;
}
