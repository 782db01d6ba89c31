import { checkInteger } from "../../internal/check.js";
import { mixerRule, mixersOf } from "../../catalog/mixers.js";
import { expertLayerCount, type Model } from "../../catalog/model.js";
import type { StepClock } from "../../simulate/clock.js";
import { stepTiming, type StepTiming } from "./step-timing.js";

/** What an {@link engineClock} is asked for at most. */
export interface EngineClockOptions {
  /** Requests that decode in a step of a lane. */
  readonly slots: number;
  /** Tokens that a step of a lane decodes and prefills. */
  readonly maxBatchedTokens: number;
}

/** Neighbouring knots of requests and of prompt tokens differ by this factor: lines between them err by less than 1 %. */
const KNOT_RATIO = 2 ** 0.25;
/** Contexts between which a step's time is a line, where no window bends it. */
const SHORT_CONTEXT = 1;
const LONG_CONTEXT = 2 ** 17;
/** Longest prompt in the table, tokens; beyond it the last line goes on. */
export const LONGEST_PROMPT: number = 2 ** 21;

/**
 * The clock of a lane by the laws of its kernels: {@link StepTiming}, tabulated once.
 *
 * - Decoding: by requests and mean context, all lanes alike; in the context the laws are lines that bend at the windows of layers.
 * - A prefill of p tokens beside n requests adds $g(n, p) + \sum [a(o + q) - a(o)]$ to a step, where a is the attention within
 *   a prompt, quadratic in its length, and a chunk of q tokens comes after o others. What other lanes read meanwhile is shared with
 *   them where experts are: $g$ lies between a lane that reads alone and lanes that all read as much.
 * - A first token takes to its client what {@link FirstTokenTiming} says beyond its prefill.
 * - With speculation a step here is the share of one that yields a token for each request.
 *
 * @param timing - of the replica.
 * @param options - how far the tables reach.
 * @returns a clock for a simulation.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function engineClock(timing: StepTiming, options: EngineClockOptions): StepClock {
  const slots = checkInteger(options.slots, "slots", 1);
  const maxBatchedTokens = checkInteger(options.maxBatchedTokens, "maxBatchedTokens", 1);
  const { mixesPrompts, expertLayerSeconds } = timing.engine;
  const floorSeconds = expertLayerCount(timing.kernels.deployment.model) * expertLayerSeconds;
  const otherLanes = timing.kernels.deployment.parallelism.data - 1;
  const decode = decodingTable(timing, slots);
  const alone = addedTable(timing, slots, maxBatchedTokens, 1);
  const amongAll = otherLanes === 0 ? alone : addedTable(timing, slots, maxBatchedTokens, timing.lanes);
  const attention = attentionTable(timing);
  const stepsPerTokenTime = stepOverToken(timing);
  return {
    mixesPrompts,
    decodingSeconds: decode.seconds,
    straightUpTo: decode.straightUpTo,
    attentionSeconds: (tokensBefore, tokens) => Math.max(0, attention(tokensBefore + tokens) - attention(tokensBefore)),
    prefillSeconds: (decoding, cachedTokens, promptTokens, attentionSeconds, othersTokens) => {
      const added = alone(decoding, promptTokens);
      const shared =
        othersTokens === 0
          ? 0
          : ((amongAll(decoding, promptTokens) - added) * othersTokens) / (otherLanes * promptTokens);
      return Math.max(
        floorSeconds,
        (decoding === 0 ? 0 : decode.seconds(decoding, cachedTokens)) + added + shared + attentionSeconds,
      );
    },
    firstTokenSeconds: (decoding, cachedTokens, inputTokens, prefillSeconds) => {
      const stepSeconds = decoding === 0 ? 0 : stepsPerTokenTime * decode.seconds(decoding, cachedTokens);
      return (
        timing.firstTokenSeconds({
          readingSeconds: prefillSeconds,
          stepSeconds,
          others: decoding * timing.lanes,
          inputTokens,
        }) - prefillSeconds
      );
    },
  };
}

/** A step over the time per token that it yields: 1 without speculation. */
function stepOverToken(timing: StepTiming): number {
  const step = timing.decode(1, 1);
  return step.seconds / timing.perToken(step).seconds;
}

interface DecodingTable {
  readonly seconds: (decoding: number, cachedTokens: number) => number;
  readonly straightUpTo: (decoding: number, cachedTokens: number) => number;
}

/** Seconds per token by requests and mean context: for every number of requests a line between each two bends. */
function decodingTable(timing: StepTiming, slots: number): DecodingTable {
  const bends = contextBends(timing.kernels.deployment.model);
  const segments = bends.length - 1;
  const rest = new Float64Array((slots + 1) * segments);
  const slope = new Float64Array((slots + 1) * segments);
  const rows = knotsUpTo(slots).map((requests) => ({
    requests,
    seconds: bends.map(
      (contextTokens) => timing.perToken(timing.decode(requests * timing.lanes, contextTokens)).seconds,
    ),
  }));
  for (let decoding = 1; decoding <= slots; decoding += 1) {
    const seconds = rowAt(rows, decoding);
    for (let segment = 0; segment < segments; segment += 1) {
      const at = decoding * segments + segment;
      const [from, to] = [bends[segment] as number, bends[segment + 1] as number];
      slope[at] = ((seconds[segment + 1] as number) - (seconds[segment] as number)) / (to - from);
      rest[at] = (seconds[segment] as number) - slope[at] * from;
    }
  }
  const segmentOf = (contextTokens: number): number => {
    let segment = 0;
    while (segment < segments - 1 && contextTokens > (bends[segment + 1] as number)) segment += 1;
    return segment;
  };
  return {
    seconds: (decoding, cachedTokens) => {
      const contextTokens = cachedTokens / decoding;
      const at = decoding * segments + segmentOf(contextTokens);
      return (rest[at] as number) + (slope[at] as number) * contextTokens;
    },
    straightUpTo: (decoding, cachedTokens) => {
      const segment = segmentOf(cachedTokens / decoding);
      return segment === segments - 1 ? Infinity : (bends[segment + 1] as number) * decoding;
    },
  };
}

/** Contexts at which the time of a step bends: the windows of layers, between the shortest and a long one. */
function contextBends(model: Model): readonly number[] {
  const windows = mixersOf(model).map((mixer) => mixerRule(mixer).sizes(mixer).readTokens);
  const inside = windows.filter(
    (window): window is number => window !== undefined && window > SHORT_CONTEXT && window < LONG_CONTEXT,
  );
  return [...new Set([SHORT_CONTEXT, ...inside, LONG_CONTEXT])].sort((a, b) => a - b);
}

/** What prompt tokens add to a step of a lane when so many lanes read as many, without the attention that grows with the square of a prompt. */
function addedTable(
  timing: StepTiming,
  slots: number,
  maxBatchedTokens: number,
  prompts: number,
): (decoding: number, promptTokens: number) => number {
  const plain = withoutAttention(timing);
  const tokens = knotsUpTo(maxBatchedTokens);
  const columns = tokens.length;
  const rows = (timing.engine.mixesPrompts ? [0, ...knotsUpTo(slots)] : [0]).map((requests) => {
    const decoding = requests * timing.lanes;
    const decodeSeconds = requests === 0 ? 0 : plain.decode(decoding, SHORT_CONTEXT).seconds;
    return {
      requests,
      seconds: tokens.map(
        (promptTokens) =>
          plain.reading({ promptTokens, prompts, lanePrompts: 1, decoding, contextTokens: SHORT_CONTEXT }).seconds -
          decodeSeconds,
      ),
    };
  });
  const table = new Float64Array((slots + 1) * columns);
  for (let decoding = 0; decoding <= slots; decoding += 1) table.set(rowAt(rows, decoding), decoding * columns);
  const knots = Float64Array.from(tokens);
  return (decoding, promptTokens) => interpolate(knots, table, decoding * columns, promptTokens);
}

/** Attention within one prompt, by its length: over the length it is nearly a line. */
function attentionTable(timing: StepTiming): (tokens: number) => number {
  const plain = withoutAttention(timing);
  const whole = stepTiming({
    kernels: timing.kernels,
    engine: plain.engine,
    drafting: timing.drafting,
    corrections: timing.corrections,
    encodingSecondsPerToken: timing.encodingSecondsPerToken,
  });
  const knots = Float64Array.from(knotsUpTo(LONGEST_PROMPT));
  const perToken = knots.map(
    (tokens) =>
      (whole.reading({ promptTokens: tokens, prompts: 1, lanePrompts: 1 }).seconds -
        plain.reading({ promptTokens: tokens, prompts: 1, lanePrompts: 1 }).seconds) /
      tokens,
  );
  return (tokens) => (tokens === 0 ? 0 : tokens * interpolate(knots, perToken, 0, tokens));
}

/** The same replica whose attention within prompts takes no arithmetic, and whose steps have no least time. */
function withoutAttention({ kernels, engine, drafting, corrections, encodingSecondsPerToken }: StepTiming): StepTiming {
  const { prefillAttention, latentPrefill } = kernels;
  return stepTiming({
    kernels: {
      ...kernels,
      prefillAttention: {
        ...prefillAttention,
        constants: { ...prefillAttention.constants, computeEfficiency: Infinity },
      },
      latentPrefill: { ...latentPrefill, constants: { ...latentPrefill.constants, computeEfficiency: Infinity } },
    },
    engine: { ...engine, expertLayerSeconds: 0 },
    drafting,
    corrections,
    encodingSecondsPerToken,
  });
}

/** Whole numbers from one to a last one in steps of about {@link KNOT_RATIO}. */
function knotsUpTo(last: number): number[] {
  const knots: number[] = [];
  for (let knot = 1; knot < last; knot = Math.max(knot + 1, Math.round(knot * KNOT_RATIO))) knots.push(knot);
  knots.push(last);
  return knots;
}

interface Row {
  readonly requests: number;
  readonly seconds: readonly number[];
}

/** The row of a number of requests, on the line between the rows around it. */
function rowAt(rows: readonly Row[], requests: number): readonly number[] {
  const above = rows.findIndex((row) => row.requests >= requests);
  const high = (above < 0 ? rows.at(-1) : rows[above]) as Row;
  const low = rows[above - 1];
  if (low === undefined || high.requests <= requests) return high.seconds;
  const share = (requests - low.requests) / (high.requests - low.requests);
  return high.seconds.map((seconds, column) => (1 - share) * (low.seconds[column] as number) + share * seconds);
}

/** The line between the knots around a number; the first and the last go on. */
function interpolate(knots: Float64Array, values: Float64Array, offset: number, x: number): number {
  let low = 0;
  let high = knots.length - 1;
  if (high === 0) return values[offset] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] as number) <= x) low = middle;
    else high = middle;
  }
  const [from, to] = [knots[low] as number, knots[high] as number];
  const share = (x - from) / (to - from);
  return (1 - share) * (values[offset + low] as number) + share * (values[offset + high] as number);
}
