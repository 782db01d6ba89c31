import { promptReading } from "../queueing/prompt-reading.js";
import type { ReplicaCurve } from "../queueing/replica-curve.js";
import { uncachedTokens, type OperatingPoint, type ServedReplica } from "./operating-point.js";

/** A request that comes at any moment finds a step half done on average: so much of the steps it waits out is not a delay of the engine. */
const STEP_UNDER_WAY = 0.5;

const decodeSeconds = ({ decode }: OperatingPoint): number => decode.seconds;

/** A replica of which the times by occupancy are known. */
export interface CurveOptions extends ServedReplica {
  /** Requests that it runs at once, real, > 0. */
  readonly slots: number;
  /** Times while it runs a number of requests. */
  readonly at: (running: number) => OperatingPoint;
  /** What a prompt adds to a step, by requests that run and by its uncached tokens: see `addedReading`. */
  readonly addedSeconds: (running: number, promptTokens: number) => number;
}

/**
 * What queueing needs to know of a replica: its occupancies, and what prompts of other lengths add to a step. Between powers of
 * two of the requests that run, times are straight lines.
 *
 * Occupancies know of mean lengths. Attention makes reading more than proportional to a prompt, so that prompts of several
 * lengths take longer than as many of the mean length, by
 *
 * $$ \Delta(n) = E[t_{added}(n, p)] - t_{added}(n, E[p]), $$
 *
 * with its own prompt for each request, and with those of the others that are read while it writes.
 *
 * @param options - constants, lengths and occupancies.
 * @returns a curve up to the whole requests that it runs at once.
 */
export function replicaCurve({ timing, lengths, slots: most, at, addedSeconds }: CurveOptions): ReplicaCurve {
  const slots = Math.max(1, Math.floor(most));
  const { lanes, corrections } = timing;
  const { firstToken } = timing.engine;
  const outputTokens = lengths.output.mean;
  const between = (running: number, read: (at: OperatingPoint) => number): number => {
    const power = 2 ** Math.floor(Math.log2(Math.max(1, running)));
    const low = read(at(power));
    return running <= power ? low : low + ((read(at(2 * power)) - low) * (running - power)) / power;
  };
  const network = Math.max(0, firstToken.fixedSeconds + firstToken.secondsPerToken * lengths.input.mean + corrections.firstTokenSeconds);
  const delaySeconds = network + (1 - 1 / lanes) * addedSeconds(1, uncachedTokens(lengths));
  const stepSeconds = (running: number): number => between(running, decodeSeconds);
  const readingSeconds = (running: number, promptTokens: number): number => stepSeconds(running) + addedSeconds(running, promptTokens) / lanes;
  const excessAt = (running: number): number => promptReading({ stepSeconds, readingSeconds }, lengths.uncached, running).excessSeconds;
  const [excessAlone, excessBesideAll] = [excessAt(1), excessAt(slots)];
  const excessSeconds = (running: number): number => excessAlone + (slots === 1 ? 0 : ((excessBesideAll - excessAlone) * (running - 1)) / (slots - 1));
  /** Of the prompts of others, while one token is written. */
  const excessPerToken = (running: number): number => (excessSeconds(running) * Math.max(0, running - 1)) / outputTokens;
  return {
    slots,
    // Who is on its way holds no slot.
    residenceSeconds: (running) => between(running, ({ residenceSeconds }) => residenceSeconds) + excessSeconds(running) + (outputTokens - 1) * excessPerToken(running) - delaySeconds,
    stepSeconds,
    readingSeconds,
    tokenSeconds: (running) => between(running, ({ tpotSeconds }) => tpotSeconds) + excessPerToken(running),
    delaySeconds,
    delaySteps: (running) => Math.max(0, (firstToken.decodeSteps * (running - 1)) / running - STEP_UNDER_WAY),
  };
}
