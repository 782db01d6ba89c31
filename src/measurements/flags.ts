/** A word that marks a row as unfit for fitting. */
export type Flag = (typeof WORDS)[number];

const WORDS = [
  "SPECULATIVE",
  "SPECULATION OR DP-ATTENTION NOT VERIFIED",
  "NOT OFFICIAL",
  "SUSPICIOUS",
  "IMPLAUSIBLE",
  "UNRELIABLE",
  "INCONSISTENT",
  "CONFLICTING",
  "REPEAT",
  "WARM-UP POLLUTED",
  "OUTLIER",
  "NOISY",
  "SLOW",
  "ANOMALOUS",
  "ODD",
  "ENFORCE_EAGER",
  "HOST-BOUND",
  "HIGH VARIANCE",
  "OVERLOADED",
  "EFFECTIVE CONCURRENCY",
  "POWER-CAPPED",
  "TENSOR PARALLEL ACROSS NODES",
  "ENCODER-DECODER",
] as const;

/** All words, in the order of the list. */
export const FLAGS: readonly Flag[] = WORDS;

const SEPARATOR = "|";

/** The flags that a note carries in capitals, joined; "" when there is none. */
export const flagCell = (note: string): string =>
  FLAGS.filter((flag) => new RegExp(`(?<![A-Z_-])${flag}(?![A-Z_])`).test(note)).join(SEPARATOR);

/** The flags of a cell of the column `flag`. */
export const flagsOf = (cell: string | undefined): readonly Flag[] =>
  FLAGS.filter((flag) => (cell ?? "").split(SEPARATOR).includes(flag));
