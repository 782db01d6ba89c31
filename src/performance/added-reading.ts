import { remembered } from "../internal/remembered.js";
import { contextTokensOf, type OperatingPoint, type ServedReplica } from "./operating-point.js";

/** Requests between which and one alone what a prompt adds is taken to be a straight line: as many as engines run by default. */
const MANY = 256;

/**
 * What reading one prompt adds to a step of a replica that runs n requests, beside which the prompt is read; each length is
 * worked out once, alone and beside many.
 *
 * @param replica - clock and lengths.
 * @param at - times while it runs a number of requests.
 * @returns seconds by requests and by the prompt's uncached tokens.
 */
export function addedReading({ timing, lengths }: ServedReplica, at: (running: number) => OperatingPoint): (running: number, promptTokens: number) => number {
  const { mixesPrompts, firstToken } = timing.engine;
  const contextTokens = contextTokensOf(lengths);
  const addedAt = (running: number, promptTokens: number): number => {
    const decoding = mixesPrompts ? running - 1 : 0;
    const reading = timing.reading({ promptTokens: Math.max(1, promptTokens), prompts: 1, decoding, contextTokens });
    return firstToken.prefillFactor * Math.max(0, reading.seconds - (mixesPrompts ? at(running).decode.seconds : 0));
  };
  const alone = remembered((promptTokens) => addedAt(1, promptTokens));
  const besideMany = remembered((promptTokens) => (mixesPrompts ? addedAt(MANY, promptTokens) : alone(promptTokens)));
  return (running, promptTokens) => {
    const share = Math.min(1, (running - 1) / (MANY - 1));
    return alone(promptTokens) * (1 - share) + besideMany(promptTokens) * share;
  };
}
