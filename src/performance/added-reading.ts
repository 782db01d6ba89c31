import { remembered } from "../internal/remembered.js";
import { promptReading } from "../queueing/prompt-reading.js";
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
    const reading = timing.reading({
      promptTokens: Math.max(1, promptTokens),
      prompts: 1,
      lanePrompts: 1,
      decoding,
      contextTokens,
    });
    return Math.max(0, reading.seconds - (mixesPrompts ? timing.decode(running, contextTokens).seconds : 0));
  };
  const byTokens = remembered((running) => remembered((promptTokens) => addedAt(running, promptTokens)));
  const ofAll = remembered((running) =>
    promptReading(
      { stepSeconds: () => 0, readingSeconds: (_, promptTokens) => byTokens(running)(promptTokens) },
      lengths.uncached,
      1,
    ),
  );
  /** What is known while 1, 2 and MANY requests run, and straight lines between. */
  const between = (running: number, at: (running: number) => number): number => {
    if (!mixesPrompts) return at(1);
    const [from, to] = running <= 2 ? [1, 2] : [2, MANY];
    return at(from) + (at(to) - at(from)) * Math.min(1, Math.max(0, (running - from) / (to - from)));
  };
  const isVaried = lengths.uncached.squaredCv > 0;
  return {
    seconds: (running, promptTokens) => between(running, (n) => byTokens(n)(promptTokens)),
    excessSeconds: (running) => (isVaried ? between(running, (n) => ofAll(n).excessSeconds) : 0),
    squaredCv: (running) => (isVaried ? between(running, (n) => ofAll(n).squaredCv) : 0),
  };
}
