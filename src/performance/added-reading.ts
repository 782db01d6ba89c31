import { remembered } from "../internal/remembered.js";
import { promptReading } from "../queueing/prompt-reading.js";
import { contextTokensOf, type AddedReading, type ServedLengths } from "./operating-point.js";
import type { StepTiming } from "./timing/step-timing.js";

/** Requests between which and one alone what a prompt adds is taken to be a straight line: as many as engines run by default. */
const MANY = 256;

/**
 * What one prompt adds to a step of a replica that runs n requests, beside which it is read in engines that mix the two; each length
 * is worked out once, alone and beside many.
 *
 * @param timing - of the steps.
 * @param lengths - of the requests.
 * @returns seconds by requests and by the prompt's uncached tokens.
 */
export function addedReading(timing: StepTiming, lengths: ServedLengths): AddedReading {
  const { mixesPrompts } = timing.engine;
  const contextTokens = contextTokensOf(lengths);
  const addedAt = (running: number, promptTokens: number): number => {
    const decoding = mixesPrompts ? running - 1 : 0;
    const reading = timing.reading({ promptTokens: Math.max(1, promptTokens), prompts: 1, lanePrompts: 1, decoding, contextTokens });
    return Math.max(0, reading.seconds - (mixesPrompts ? timing.decode(running, contextTokens).seconds : 0));
  };
  const alone = remembered((promptTokens) => addedAt(1, promptTokens));
  const besideMany = remembered((promptTokens) => (mixesPrompts ? addedAt(MANY, promptTokens) : alone(promptTokens)));
  const between = (running: number, low: number, high: number): number => low + (high - low) * Math.min(1, Math.max(0, running - 1) / (MANY - 1));
  const excess = (of: (promptTokens: number) => number): number =>
    lengths.uncached.squaredCv === 0 ? 0 : promptReading({ stepSeconds: () => 0, readingSeconds: (_, promptTokens) => of(promptTokens) }, lengths.uncached, 1).excessSeconds;
  let ofAlone: number | undefined;
  let ofMany: number | undefined;
  return {
    seconds: (running, promptTokens) => between(running, alone(promptTokens), besideMany(promptTokens)),
    excessSeconds: (running) => between(running, (ofAlone ??= excess(alone)), (ofMany ??= excess(besideMany))),
  };
}
