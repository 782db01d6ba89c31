import { remembered } from "../../internal/remembered.js";
import { contextTokensOf, type Occupancy, type ServedLengths } from "./occupancy.js";
import { secondsPerReading, type ServingModel } from "./serving-times.js";

/** Requests between which and one alone what a prompt adds is taken to be a straight line: as many as engines run by default. */
const MANY = 256;

/** A replica whose prompts are asked for. */
export interface AddedReadingOptions {
  readonly model: ServingModel;
  readonly lengths: ServedLengths;
  /** Times while it runs a number of requests. */
  readonly at: (running: number) => Occupancy;
}

/**
 * What reading one prompt adds to a step of a replica that runs n requests, beside which the prompt is read; each length is
 * worked out once, alone and beside many.
 *
 * @param options - constants, lengths and occupancies.
 * @returns seconds by requests and by the prompt's uncached tokens.
 */
export function addedReading({ model, lengths, at }: AddedReadingOptions): (running: number, promptTokens: number) => number {
  const { firstToken, mixesPrompts } = model.timing;
  const { data } = model.profile.deployment.parallelism;
  const contextTokens = contextTokensOf(lengths);
  const addedAt = (running: number, promptTokens: number): number => {
    const others = mixesPrompts ? running - 1 : 0;
    const reading = secondsPerReading(model, Math.max(1, promptTokens), data, others, contextTokens).seconds;
    return firstToken.prefillFactor * Math.max(0, reading - (mixesPrompts ? at(running).decode.seconds : 0));
  };
  const alone = remembered((promptTokens) => addedAt(1, promptTokens));
  const besideMany = remembered((promptTokens) => (mixesPrompts ? addedAt(MANY, promptTokens) : alone(promptTokens)));
  return (running, promptTokens) => {
    const share = Math.min(1, (running - 1) / (MANY - 1));
    return alone(promptTokens) * (1 - share) + besideMany(promptTokens) * share;
  };
}
