import { delayLaw, delayMean, delayTail, meanOfLonger, type DelayLaw } from "./delay-law.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import { eachLaw, waitTail, type WaitLaw } from "./wait-law.js";

/** What a request that finds a slot meets beside its own prompt. */
export interface Gate {
  /** How long. */
  readonly law: DelayLaw;
  /** Of its mean, behind prompts of requests that have slots: who waited for a slot meets that too, seconds. */
  readonly queueSeconds: number;
}

/** Requests that an engine keeps waiting for a prompt which has no room yet. */
export interface Blocked {
  /** Of all requests, in [0, 1). */
  readonly share: number;
  /** How long, mean of theirs, seconds. */
  readonly meanSeconds: number;
}

/** What a request meets that waits for a slot: that wait, and the queue. */
function waited({ meanSeconds, squaredCv }: WaitLaw, { queueSeconds }: Gate): DelayLaw {
  const { share, leastSeconds, spreadSeconds } = delayLaw(meanSeconds, squaredCv);
  return { share, leastSeconds: leastSeconds + queueSeconds, spreadSeconds };
}

/**
 * Mean until a step reads its prompt, of a request that waits for a slot, seconds. Slots fall free as steps end: it waits no less than one that
 * finds a slot. In waves the gate is that of the first, which do not wait.
 */
export const waitersMeanSeconds = (wait: WaitLaw, gate: Gate): number =>
  wait.evenly === undefined ? meanOfLonger(waited(wait, gate), gate.law) : wait.meanSeconds + gate.queueSeconds;

/**
 * Time to the first token: for a slot or for a step, for its own prompt, and to its client.
 *
 * $$ P(T > t) = \sum_i w_i \left[ P_w \max(P(W > t - t_0 - r_i - q), P(G > t - t_0 - r_i)) + (1 - P_w) P(G > t - t_0 - r_i) \right] $$
 *
 * over prompts of several lengths, with the wait W of those that wait for a slot and the gate G of the others: exponential for those
 * who meet prompts of others. Who waits is not read earlier than who does not, nor who is kept waiting behind a prompt without room, so that
 * more waiting never shortens the time. Of two laws of the wait ({@link eachLaw}) the likelier to exceed t decides.
 *
 * @param wait - for a slot.
 * @param leastSeconds - of every request besides, seconds.
 * @param reading - of its own prompt.
 * @param gate - of those that find a slot.
 * @param blocked - those that an engine keeps waiting.
 */
export function firstToken(
  wait: WaitLaw,
  leastSeconds: number,
  reading: PromptReading,
  gate: Gate,
  blocked: Blocked,
): Distribution {
  const { nodeSeconds, meanSeconds, excessSeconds } = reading;
  const laws = eachLaw(wait);
  const gates = Math.max(
    ...laws.map((law) => law.probability * waitersMeanSeconds(law, gate) + (1 - law.probability) * delayMean(gate.law)),
  );
  const mean =
    leastSeconds +
    meanSeconds +
    excessSeconds +
    (1 - blocked.share) * gates +
    blocked.share * Math.max(gates, blocked.meanSeconds);
  const ofBlocked = delayLaw(blocked.meanSeconds, 1);
  const tails = laws.map((law) => gatesTail(law, gate));
  const tail = (seconds: number): number => {
    let sum = 0;
    for (let i = 0; i < nodeSeconds.length; i += 1) {
      const left = seconds - leastSeconds - (nodeSeconds[i] ?? 0);
      let others = 0;
      for (const tailOf of tails) others = Math.max(others, tailOf(left));
      sum +=
        (NODE_WEIGHTS[i] ?? 0) *
        ((1 - blocked.share) * others + blocked.share * Math.max(others, delayTail(ofBlocked, left)));
    }
    return sum;
  };
  return distributionOfTail(mean, tail, Math.max(mean, Number.MIN_VALUE));
}

/** Tail of what requests meet before a step reads their prompts, of those that wait for a slot and of those that find one. */
function gatesTail(wait: WaitLaw, gate: Gate): (seconds: number) => number {
  const { probability, evenly } = wait;
  const slotTail = waitTail(wait);
  return (seconds) => {
    const found = delayTail(gate.law, seconds);
    if (probability === 0) return found;
    const forSlot = slotTail(Math.max(0, seconds - gate.queueSeconds));
    return (evenly === undefined ? Math.max(forSlot, probability * found) : forSlot) + (1 - probability) * found;
  };
}
