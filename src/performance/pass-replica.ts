import { lengthNodes } from "../queueing/length-nodes.js";
import type { PassReplica } from "../queueing/pass-replica.js";
import { promptReading } from "../queueing/prompt-reading.js";
import { remembered } from "../internal/remembered.js";
import { uncachedTokens, type ServedReplica } from "./operating-point.js";

/** Neighbouring knots of requests differ by the fourth root of 2: lines between them err by less than 1 %. */
const KNOT_EXPONENT = 1 / 4;

/**
 * A replica of a model that answers after one pass as queueing takes it, by the requests that a step runs at most: each prepared once.
 *
 * @param replica - clock, lengths and limits.
 * @returns the replica by its slots, real, > 0.
 */
export const passQueue = (replica: ServedReplica): ((slots: number) => PassReplica) =>
  remembered((slots) => passReplica(replica, Math.max(1, Math.floor(slots))));

/**
 * A replica of a model that answers after one pass, by the laws of prefill. A pass has room for $q = T / n_{in}$ requests of a budget of T tokens;
 * where prompts are not cut, the first that does not fit leaves its place empty:
 *
 * $$ q = \frac{T}{n_{in}} - \frac{1 + c^2}{2} \quad (c > 0), \qquad q = \left\lfloor \frac{T}{n_{in}} \right\rfloor \quad (c = 0) $$
 *
 * @param replica - clock, lengths and limits.
 * @param slots - requests that a step runs at most.
 * @returns room and times of its passes.
 */
function passReplica({ timing, lengths, maxBatchedTokens, chunksPrompts }: ServedReplica, slots: number): PassReplica {
  const { uncached, input } = lengths;
  const promptTokens = uncachedTokens(lengths);
  const fit = (timing.lanes * maxBatchedTokens) / promptTokens;
  const whole = uncached.squaredCv === 0 ? Math.floor(fit) : fit - (1 + uncached.squaredCv) / 2;
  const roomRequests = Math.max(1, Math.min(slots, chunksPrompts ? fit : whole));
  const readingSeconds = (tokens: number, prompts: number): number =>
    timing.reading({ promptTokens: Math.max(1, tokens), prompts }).seconds;
  // What a full pass takes beside its prompts.
  const restSeconds = Math.max(
    0,
    2 * readingSeconds(promptTokens, roomRequests) - readingSeconds(promptTokens, 2 * roomRequests),
  );
  const ofOne = (tokens: number): number => (readingSeconds(tokens, roomRequests) - restSeconds) / roomRequests;
  const reading = promptReading({ stepSeconds: () => 0, readingSeconds: (_, tokens) => ofOne(tokens) }, uncached, 1);
  const knot = remembered((index) => {
    const requests = 2 ** (index * KNOT_EXPONENT);
    return readingSeconds(promptTokens, requests) + requests * reading.excessSeconds;
  });
  return {
    roomRequests,
    passSeconds: (requests) => {
      const place = Math.log2(Math.max(1, requests)) / KNOT_EXPONENT;
      const low = Math.floor(place);
      return knot(low) + (place - low) * (knot(low + 1) - knot(low));
    },
    squaredCv: reading.squaredCv,
    promptSeconds: lengthNodes(input).map(
      (tokens, node) => (reading.nodeSeconds[node] as number) + timing.engine.firstToken.secondsPerToken * tokens,
    ),
    deliverySeconds: (passSeconds) =>
      timing.firstTokenSeconds({ readingSeconds: passSeconds, stepSeconds: 0, others: 0, inputTokens: input.mean }) -
      passSeconds,
  };
}
