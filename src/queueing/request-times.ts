import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import { firstToken, type Gate } from "./first-token.js";
import { nodeQuantile } from "./length-nodes.js";
import { prefillWait, type PrefillWait } from "./prefill-wait.js";
import { promptReading, type PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve } from "./replica-curve.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { tokenTimes } from "./token-times.js";
import { waitDistribution } from "./wait-law.js";

/** The times of the requests, seconds: means, and distributions that are worked out when they are asked for. */
export interface RequestTimes {
  readonly meanWaitSeconds: number;
  readonly meanResidenceSeconds: number;
  readonly meanRequestSeconds: number;
  /** For a slot. */
  readonly wait: () => Distribution;
  /** From sending to the first token. */
  readonly ttft: () => Distribution;
  /** Between two tokens, mean of a request. */
  readonly tpot: () => Distribution;
  /** In a slot. */
  readonly residence: () => Distribution;
  /** From sending to the last token. */
  readonly request: () => Distribution;
}

/**
 * From the load of a replica to the times of its requests. A request that finds a slot waits for the next step, which reads
 * its prompt; one that waited for a slot gets it at the end of a step.
 */
export function requestTimes({ curve, lengths: { input, output } }: PreparedReplica, load: ReplicaLoad): RequestTimes {
  const { requestsPerSecond, company, wait, residenceSeconds } = load;
  const reading = promptReading(curve, input, company);
  const step = curve.stepSeconds(company);
  const pace = curve.tokenSeconds(company);
  const meets = prefillWaitOf(curve, reading, company, pace);
  const delivery = curve.delaySeconds(company, step);
  const prompts = requestsPerSecond * pace;
  // Beside its own prompt: the step, where that decodes too, and prompts of others.
  const besideSeconds = Math.max(0, meets.prefillSeconds - reading.meanSeconds);
  const leastSeconds = Math.min(step, besideSeconds);
  const waveSeconds = (((load.together ?? 1) - 1) / 2) * reading.meanSeconds;
  const gate = waveSeconds > 0 ? { meanSeconds: waveSeconds, queueSeconds: 0, squaredCv: 1 } : gateOf(meets.gateSeconds + besideSeconds - leastSeconds, meets.queueSeconds, 1 - (step / pace) * Math.exp(-2 * prompts), reading.meanSeconds);
  const decode = (): Distribution => distributionOf((output.mean - 1) * pace, (part) => (output.quantile(part) - 1) * pace);
  const ttft = (): Distribution => firstToken(wait, leastSeconds + delivery, reading, gate);
  const meanWaitSeconds = wait.probability * wait.meanSeconds;
  const meanRequestSeconds = residenceSeconds + meanWaitSeconds + (1 - wait.probability) * meets.gateSeconds + delivery;
  return {
    meanWaitSeconds,
    meanResidenceSeconds: residenceSeconds,
    meanRequestSeconds,
    wait: () => waitDistribution(wait),
    ttft,
    tpot: () => tokenTimes(curve, output, { company, requestsPerSecond, squaredCv: reading.squaredCv }),
    residence: () => sumOf(residenceSeconds, decode(), distributionOf(reading.meanSeconds, (part) => nodeQuantile(reading.nodeSeconds, part))),
    request: () => sumOf(meanRequestSeconds, ttft(), decode()),
  };
}

/**
 * The gate, exponential for those who meet prompts of others, and the queue behind those that have slots: the more there are, the less
 * does their work vary.
 */
function gateOf(gateSeconds: number, queueSeconds: number, probability: number, promptSeconds: number): Gate {
  const meanSeconds = gateSeconds + queueSeconds;
  const ofGate = (2 / Math.max(Number.EPSILON, probability) - 1) * gateSeconds ** 2;
  const ofQueue = queueSeconds === 0 ? 0 : queueSeconds ** 2 / (1 + queueSeconds / promptSeconds);
  return { meanSeconds, queueSeconds, squaredCv: meanSeconds > 0 ? (ofGate + ofQueue) / meanSeconds ** 2 : 0 };
}

/** What a request meets: as the curve says, or in a lane whose steps have room for all prompts that come. */
function prefillWaitOf(curve: ReplicaCurve, reading: PromptReading, running: number, pace: number): PrefillWait {
  if (curve.prefillWait !== undefined) return curve.prefillWait(running);
  const promptsPerStep = ((running - 1) / curve.residenceSeconds(running)) * pace;
  return prefillWait({
    mixesPrompts: true,
    stepSeconds: curve.stepSeconds(running),
    addedSeconds: reading.meanSeconds + reading.excessSeconds,
    promptsPerStep,
    mostPromptsPerStep: promptsPerStep,
    roomPrompts: Infinity,
    squaredCv: reading.squaredCv,
    lagSteps: 0,
  });
}
