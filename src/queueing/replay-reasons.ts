import type { WaitingLengths } from "./replica-curve.js";

/** Why times by formula are rough: replay the traffic before you buy. */
export type ReplayReason = "overload" | "bursts" | "much-prefill" | "short-outputs";

/** What each means. */
export const REPLAY_REASONS: Readonly<Record<ReplayReason, string>> = {
  overload: "more requests come than the fleet can serve",
  bursts: "requests come in bursts: waits and first tokens by formula may be several times too short",
  "much-prefill": "reading prompts takes most of the time, and few requests wait: waits by formula may be several times too short",
  "short-outputs": "prompts are long beside the outputs: times hang on which requests share a step",
};

/**
 * Where reading takes more than this share of the time and a share of the requests between these two waits, waits by formula
 * are down to a seventh of those of the simulation (docs/waiting.md); elsewhere within a factor of two where they exceed a
 * hundredth of the residence.
 */
const MUCH_READING = 0.6;
const SOME_WAIT = 0.001;
const MANY_WAIT = 0.25;

/** Why waits are rough where so much of the time is spent reading and such a share of the requests waits. */
export const readingReasons = (readingShare: number, waitProbability: number): readonly ReplayReason[] =>
  readingShare > MUCH_READING && waitProbability > SOME_WAIT && waitProbability < MANY_WAIT ? ["much-prefill"] : [];

/** Of outputs of fewer tokens, or of prompts of so many more than are written, nine of ten formulas were off (`npm run consistency`). */
const FEW_TOKENS = 16;
const MANY_TIMES = 20;

/** Why times are rough where little is written for what is read. */
export const lengthReasons = ({ input, output }: WaitingLengths): readonly ReplayReason[] =>
  output.mean < FEW_TOKENS || input.mean > MANY_TIMES * output.mean ? ["short-outputs"] : [];
