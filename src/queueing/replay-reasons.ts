import type { WaitingLengths } from "./replica-curve.js";

/** Why times by formula are rough: replay the traffic before you buy. */
export type ReplayReason = "overload" | "bursts" | "short-outputs" | "uncut-prompts" | "uneven-replicas";

/** What each means. */
export const REPLAY_REASONS: Readonly<Record<ReplayReason, string>> = {
  overload: "more requests come than the fleet can serve",
  bursts: "requests come in bursts: waits and first tokens by formula may be several times too short",
  "short-outputs": "outputs are a few tokens long: times hang on which requests share a step",
  "uncut-prompts":
    "some prompts nearly fill a step of an engine that does not cut them: they wait until others have left, and all behind them",
  "uneven-replicas":
    "prompts take nearly all of the time, and requests are dealt out: formulas do not say how uneven the replicas are",
};

/** Of arrivals that vary more than this, squared, formulas know too little. */
const MANY_AT_ONCE = 2;

/** Why times are rough where arrivals at a replica vary so much. */
export const burstReasons = (squaredCv: number): readonly ReplayReason[] =>
  squaredCv > MANY_AT_ONCE ? ["bursts"] : [];

/** Of outputs of fewer tokens, nine of ten formulas were off (`npm run consistency`). */
const FEW_TOKENS = 16;

/** Why times are rough where little is written. */
export const lengthReasons = ({ output }: WaitingLengths): readonly ReplayReason[] =>
  output.mean < FEW_TOKENS ? ["short-outputs"] : [];

/** Where so few requests decide, percentiles hang on when they come. */
const FEW_BLOCKED = 0.015;

/** Why waits are rough where a share of the requests is kept by prompts that leave no room for those that run. */
export const uncutReasons = (blockedShare: number): readonly ReplayReason[] =>
  blockedShare > FEW_BLOCKED ? ["uncut-prompts"] : [];

/** By Little's law those in flight and those who think are all. Formulas lose or find more of them only where one replica has many while others have few. */
const MOST_UNACCOUNTED = 0.25;

/** Why times are rough where another number of users follows from them than that which was given. */
export const unevenReasons = (following: number, given: number | undefined): readonly ReplayReason[] =>
  given !== undefined && Math.abs(following / given - 1) > MOST_UNACCOUNTED ? ["uneven-replicas"] : [];
