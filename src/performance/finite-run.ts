import { remembered } from "../internal/remembered.js";
import { uncachedTokens, type OperatingPoint, type ServedReplica } from "./operating-point.js";
import { shareOfStages } from "./timing/step-timing.js";
import { outputParts, type OutputParts } from "./output-parts.js";

/** Requests that come, and those of them that run at once. */
export interface FiniteLoad {
  /** R: requests of one engine, real, >= 1. */
  readonly requests: number;
  /** C: places, each taken anew as soon as it is free; real, from 1 to R. */
  readonly places: number;
  /** Engines that share the load: the last answer is the last of all of them. */
  readonly engines: number;
  /** The engine with all places taken for long. */
  readonly full: OperatingPoint;
  /** From the last token of one request to the place of the next, seconds. */
  readonly turnSeconds: number;
}

/** Means over all requests of a run that begins with every place empty and ends with the last token. */
export interface FiniteRun {
  /** From the start of the run to a place, seconds. */
  readonly queueSeconds: number;
  /** From a place until the prompt is read, seconds. */
  readonly prefillSeconds: number;
  readonly tpotSeconds: number;
  /** From a place to the last token, seconds. */
  readonly residenceSeconds: number;
  /** From the start to the last token of all, seconds. */
  readonly seconds: number;
}

/** Times that every place is taken anew before the rest of a long run is like what was. */
const CYCLES = 3;
/** Parts that pass while a prompt is read or a client is away, at most: of outputs that are nothing beside it few are enough. */
const MOST_PARTS = 2000;
/** Share of a request: less is nobody. */
const NOBODY = 1e-7;

/**
 * A run with a start and an end, by the balance of one part of an output after the other. Of the requests that have a place, prompts are
 * read as far as steps have room; those that decode write w tokens each; who has written all leaves the place to the next:
 *
 * $$ T_{i+1} = T_i + w\, t(n_i) + e_i A, \qquad n_{i+1} = n_i + e_i - \sum_j e_{i-j} f_j $$
 *
 * with $e_i$ prompts that are read in part i, each of which adds A, and $f_j$ the share of outputs that are j parts long. Where nobody
 * decodes, a step reads as much as it has room for. Of the last C requests one at least is there with probability $1 - (1 - n/C)^C$.
 *
 * @param served - clock, lengths and limits.
 * @param load - requests and places.
 * @returns means.
 */
export function finiteRun(
  served: ServedReplica,
  { requests, places, engines, full, turnSeconds }: FiniteLoad,
): FiniteRun {
  const { timing, lengths } = served;
  const { mixesPrompts } = timing.engine;
  const decodeSeconds = tokenSeconds(served);
  const roomPrompts = roomOf(served);
  const prefillSeconds = Math.max(0, full.prefillSeconds - full.prefillQueueSeconds);
  const outputs = outputParts(lengths.output, (prefillSeconds + turnSeconds) / full.tpotSeconds / MOST_PARTS);
  const prefillParts = (mixesPrompts ? prefillSeconds : 0) / (outputs.partTokens * full.tpotSeconds);
  const turnParts = turnSeconds / (outputs.partTokens * full.tpotSeconds);
  const addedSeconds = full.addedPerPromptSeconds / timing.lanes;
  const repeated = Math.max(0, requests - (1 + CYCLES) * places);
  const all = requests - repeated;

  const clock = [0];
  const begins: Begin[] = [];
  const begun = new Map<number, number>();
  const ending = new Map<number, number>();
  const endingTokens = new Map<number, number>();
  const sums = { wait: 0, prefill: 0, halt: 0, lastWait: 0 };
  let [toCome, unread, decoding, writtenTokens, ended, now, seconds] = [all - places, places, 0, 0, 0, 0, 0];
  for (let part = 0; all - ended > NOBODY * all; part += 1) {
    const isIdle = decoding < NOBODY * places && unread > 0;
    const isStarting = isIdle || unread > decoding;
    const left = toCome > 0 || unread > 0 ? 1 : Math.min(1, decoding / places);
    const read = mixesPrompts
      ? Math.min(unread, isIdle ? Math.max(1, roomPrompts) : roomPrompts * outputs.partTokens)
      : unread;
    const steps = Math.max(1, Math.ceil(read / roomPrompts - NOBODY));
    const readSeconds = isIdle ? waveSeconds(served, read, roomPrompts) : read * addedSeconds;
    // Of those who begin in this part, as many as decode from its start on count.
    const waitParts = isIdle ? 1 : isStarting ? Math.min(1, steps / outputs.partTokens) / 2 : prefillParts;
    const running = decoding + read * Math.max(0, 1 - waitParts);
    const stepSeconds = isIdle
      ? 0
      : decodeSeconds(
          running / anyOf(left, places),
          lengths.input.mean + writtenTokens / Math.max(1, decoding) + outputs.partTokens / 2,
        );
    const partSeconds = outputs.partTokens * stepSeconds + readSeconds;
    const ownSeconds = isStarting
      ? (((mixesPrompts && !isIdle ? steps * stepSeconds : 0) + readSeconds) * (1 + 1 / steps)) / 2
      : prefillSeconds;
    const delayParts = isIdle
      ? 1
      : mixesPrompts
        ? isStarting
          ? Math.min(1, ownSeconds / partSeconds)
          : prefillParts
        : 0;
    sums.prefill += (unread - read) * partSeconds + read * ownSeconds;
    // Where decoding halts for prompts, the first of a wave wait for the last.
    if (isIdle) sums.halt += read * (partSeconds - ownSeconds);
    now += partSeconds;
    seconds += partSeconds * anyOf(left, places * engines);
    clock.push(now);
    unread -= read;
    if (read > 0) {
      const at = part + delayParts + (part === 0 ? 0 : turnParts);
      begins.push({ at, count: read });
      spread(begun, Math.max(part + 1, at), read);
      for (const { parts, share } of outputs.shares) {
        spread(ending, Math.max(part + 1, at + parts), read * share);
        spread(endingTokens, Math.max(part + 1, at + parts), read * share * parts * outputs.partTokens);
      }
    }
    const ends = ending.get(part + 1) ?? 0;
    const next = Math.min(toCome, ends);
    writtenTokens = Math.max(
      0,
      writtenTokens + running * (isIdle ? 0 : outputs.partTokens) - (endingTokens.get(part + 1) ?? 0),
    );
    decoding = Math.max(0, decoding + (begun.get(part + 1) ?? 0) - ends);
    ended += ends;
    toCome -= next;
    unread += next;
    sums.wait += next * now;
    if (next > 0) sums.lastWait = now;
  }
  const written = writing(clock, begins, outputs);
  const repeatedSeconds = repeated / full.requestsPerSecond;
  const mean = (sum: number, ofRepeated: number): number => (sum + repeated * ofRepeated) / requests;
  return {
    queueSeconds: mean(sums.wait, sums.lastWait + repeatedSeconds / 2),
    prefillSeconds: mean(sums.prefill, full.prefillSeconds),
    tpotSeconds: mean(written.perToken + sums.halt * outputs.perToken, full.tpotSeconds),
    residenceSeconds: mean(sums.prefill + sums.halt + written.seconds, full.residenceSeconds),
    seconds: seconds + repeatedSeconds,
  };
}

/** Requests that begin to decode at a moment, in parts since the start. */
interface Begin {
  readonly at: number;
  readonly count: number;
}

/** Probability that one of so many is left, each as likely; the whole where it does not matter. */
const anyOf = (left: number, count: number): number => (left === 1 ? 1 : Math.max(NOBODY, 1 - (1 - left) ** count));

/** Neighbouring knots of requests differ by this factor: lines between them err by less than 1 %. */
const KNOT_RATIO = Math.SQRT2;

/** Seconds per token of those that decode, by their number and mean context: worked out at knots, once each. */
function tokenSeconds({ timing, lengths }: ServedReplica): (running: number, contextTokens: number) => number {
  const [short, long] = [lengths.input.mean, lengths.input.mean + 2 * lengths.output.mean];
  const at = (running: number, contextTokens: number): number =>
    timing.perToken(timing.decode(running, contextTokens)).seconds;
  const knot = remembered((index: number): readonly [number, number] => [
    at(KNOT_RATIO ** index, short),
    at(KNOT_RATIO ** index, long),
  ]);
  return (running, contextTokens) => {
    const index = Math.log(Math.max(1, running)) / Math.log(KNOT_RATIO);
    const low = Math.floor(index);
    const beyond = (Math.max(1, running) / KNOT_RATIO ** low - 1) / (KNOT_RATIO - 1);
    const context = (contextTokens - short) / (long - short);
    const [below, above] = [knot(low), knot(low + 1)].map(
      ([ofShort, ofLong]) => ofShort + context * (ofLong - ofShort),
    ) as [number, number];
    return below + beyond * (above - below);
  };
}

/** Prompts that the steps of all lanes have room for, real, > 0. */
export const roomOf = ({ timing, lengths, maxBatchedTokens }: ServedReplica): number =>
  (timing.lanes * maxBatchedTokens) / uncachedTokens(lengths);

/**
 * Steps that read a wave of prompts while nobody decodes, as many in each as there is room for.
 *
 * @param served - clock and lengths.
 * @param prompts - of the wave, of all lanes, > 0.
 * @param roomPrompts - that a step has room for, > 0.
 * @returns seconds.
 */
export function waveSeconds({ timing, lengths }: ServedReplica, prompts: number, roomPrompts: number): number {
  const together = Math.max(1, Math.min(prompts, roomPrompts));
  const { parallelism } = timing.kernels.deployment;
  // A wave goes through the stages of a pipeline one prompt behind the other.
  const reading = timing.reading({ promptTokens: uncachedTokens(lengths), prompts: together * parallelism.pipeline });
  return reading.seconds * shareOfStages(together, parallelism) * Math.max(1, prompts / together);
}

/** What those that decode take in all, seconds, and per token. */
function writing(
  clock: readonly number[],
  begins: readonly Begin[],
  { shares, partTokens }: OutputParts,
): { readonly seconds: number; readonly perToken: number } {
  const at = (part: number): number => {
    const low = Math.min(clock.length - 1, Math.floor(part));
    const from = clock[low] as number;
    return from + (part - low) * ((clock[low + 1] ?? from) - from);
  };
  let [seconds, perToken] = [0, 0];
  for (const { at: begin, count } of begins) {
    const start = at(begin);
    for (const { parts, share } of shares) {
      const taken = count * share * (at(begin + parts) - start);
      seconds += taken;
      perToken += parts === 0 ? 0 : taken / (parts * partTokens);
    }
  }
  return { seconds, perToken };
}

/** Adds to the two whole parts around a moment, so that their mean is the moment. */
function spread(to: Map<number, number>, at: number, amount: number): void {
  const low = Math.floor(at);
  const high = at - low;
  to.set(low, (to.get(low) ?? 0) + amount * (1 - high));
  if (high > 0) to.set(low + 1, (to.get(low + 1) ?? 0) + amount * high);
}
