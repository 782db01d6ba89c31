import type { TimeTargets } from "./targets.js";

/** Lengths of a kind of traffic. */
export interface PresetLengths {
  /** Mean, tokens. */
  readonly mean: number;
  /** Standard deviation over the mean. */
  readonly cv: number;
}

/** A kind of traffic as it was measured somewhere: where a workload of one's own may start from. */
export interface WorkloadPreset {
  /** Its name in `presetWorkload`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Prompts, tokens; the whole context, cached or not. */
  readonly inputTokens: PresetLengths;
  /** Answers, tokens. */
  readonly outputTokens: PresetLengths;
  /** Share of the prompts' tokens that a prefix cache was found to hold. */
  readonly prefixCacheHitRate: number;
  /** From an answer to the next request of the same user, mean, seconds; null for traffic without users. */
  readonly thinkSeconds: number | null;
  /** Standard deviation of the time between two arrivals over its mean, within minutes; null for traffic that does not arrive by itself. */
  readonly arrivalCv: number | null;
  /** Peak over the mean of a day or a week: for whoever gives means, never applied by itself. */
  readonly suggestedPeakFactor: number;
  /** What its users are taken to expect, where nobody says it: `presetTargets`; null for traffic that nobody waits for. */
  readonly targets: TimeTargets | null;
  /** Where the figures come from. */
  readonly sources: readonly string[];
  /** Figures that nobody measured. */
  readonly assumed: readonly string[];
}
