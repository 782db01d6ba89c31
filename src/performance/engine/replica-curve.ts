import type { ReplicaCurve } from "../../queueing/replica-curve.js";
import { secondsPerReading } from "../serving/serving-times.js";
import type { Replica } from "./replica.js";

/** A request that comes at any moment finds a step half done on average: so much of the steps it waits out is not a delay of the engine. */
const STEP_UNDER_WAY = 0.5;

/**
 * What queueing needs to know of a replica: its occupancies, and what prompts of other lengths add to a step.
 *
 * @param replica - one way to run a replica in a scenario.
 * @param maxBatchSize - 2^B.
 * @param maxNumSeqs - the limit that the engine is told.
 * @returns a curve up to the whole requests that it runs at once.
 */
export function replicaCurve({ model, at, slots, lengths }: Replica, maxBatchSize: number, maxNumSeqs: number): ReplicaCurve {
  const { firstToken, mixesPrompts } = model.timing;
  const { data } = model.profile.deployment.parallelism;
  const contextTokens = lengths.inputTokens + lengths.outputTokens / 2;
  const delaySeconds = firstToken.fixedSeconds + firstToken.secondsPerToken * lengths.inputTokens;
  return {
    slots: Math.max(1, Math.floor(slots(maxBatchSize, maxNumSeqs))),
    residenceSeconds: (running) => at(running).residenceSeconds - delaySeconds,
    stepSeconds: (running) => at(running).decode.seconds,
    readingSeconds: (running, promptTokens) => {
      const others = mixesPrompts ? Math.max(0, running - 1) : 0;
      const reading = firstToken.prefillFactor * secondsPerReading(model, Math.max(1, promptTokens), data, others, contextTokens).seconds;
      return mixesPrompts ? reading : reading + at(running).decode.seconds;
    },
    tokenSeconds: (running) => at(running).tpotSeconds,
    delaySeconds,
    delaySteps: Math.max(0, firstToken.decodeSteps - STEP_UNDER_WAY),
  };
}
