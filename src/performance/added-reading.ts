import { remembered } from "../internal/remembered.js";
import { promptReading, type PromptReading } from "../queueing/prompt-reading.js";
import { contextTokensOf, type AddedReading, type ServedLengths } from "./operating-point.js";
import type { StepTiming } from "./timing/step-timing.js";

/** Requests between which and two what a prompt adds is taken to be a straight line: as many as engines run by default. */
const MANY = 256;

/**
 * What one prompt adds to a step of a replica that runs n requests, beside which it is read in engines that mix the two; each length
 * is worked out once, alone, beside one and beside many.
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
  const besideOne = remembered((promptTokens) => (mixesPrompts ? addedAt(2, promptTokens) : alone(promptTokens)));
  const besideMany = remembered((promptTokens) => (mixesPrompts ? addedAt(MANY, promptTokens) : alone(promptTokens)));
  const line = (share: number, low: number, high: number): number => low + (high - low) * Math.min(1, Math.max(0, share));
  const between = (running: number, read: (of: (promptTokens: number) => number) => number): number =>
    running <= 2 ? line(running - 1, read(alone), read(besideOne)) : line((running - 2) / (MANY - 2), read(besideOne), read(besideMany));
  const over = (of: (promptTokens: number) => number): PromptReading => promptReading({ stepSeconds: () => 0, readingSeconds: (_, promptTokens) => of(promptTokens) }, lengths.uncached, 1);
  const known = new Map<(promptTokens: number) => number, PromptReading>();
  const ofAll = (running: number, part: "excessSeconds" | "squaredCv"): number => {
    if (lengths.uncached.squaredCv === 0) return 0;
    return between(running, (of) => {
      const found = known.get(of) ?? over(of);
      known.set(of, found);
      return found[part];
    });
  };
  return {
    seconds: (running, promptTokens) => between(running, (of) => of(promptTokens)),
    excessSeconds: (running) => ofAll(running, "excessSeconds"),
    squaredCv: (running) => ofAll(running, "squaredCv"),
  };
}
