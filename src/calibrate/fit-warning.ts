/** Stable, machine-readable kinds of {@link FitWarning}: they may be added, never renamed. */
export type FitWarningCode =
  | "unusable-row"
  | "observed-slots"
  | "poor-fit"
  | "no-prediction"
  | "few-rows"
  | "rank-deficient"
  | "ill-conditioned"
  | "not-converged"
  | "outliers"
  | "far-from-prior";

/** Something about a fit that its reader should know: a state of the data, not an error. */
export interface FitWarning {
  /** Which kind. */
  readonly code: FitWarningCode;
  /** One sentence, with the figures. */
  readonly message: string;
  /** The figures by name, in SI units. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Indices of the observations that it is about. */
  readonly observations: readonly number[];
}
