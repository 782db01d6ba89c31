import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import { firstToken } from "./first-token.js";
import { gate, readingSpread, waveGate } from "./gated-reading.js";
import { nodeQuantile } from "./length-nodes.js";
import { promptReading } from "./prompt-reading.js";
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
 * its prompt (gated-reading.ts); one that waited for a slot gets it at the end of a step.
 */
export function requestTimes({ curve, lengths: { input, output }, table }: PreparedReplica, load: ReplicaLoad): RequestTimes {
  const { requestsPerSecond, company, wait, entry } = load;
  const reading = promptReading(curve, input, company);
  const step = curve.stepSeconds(company);
  const spread = readingSpread(reading, requestsPerSecond, requestsPerSecond / table.capacityPerSecond);
  const wave = typeof entry === "object" ? (entry.together - 1) * reading.meanSeconds : 0;
  // Equal answers keep in step for ever, so that those who waited are read together too.
  const waveOfAll = output.squaredCv === 0 ? wave : 0;
  const opening = entry === "any-time" ? gate(step, reading, requestsPerSecond, spread) : wave > waveOfAll ? waveGate(reading, wave) : undefined;

  const pace = waveOfAll > 0 ? step : curve.tokenSeconds(company);
  const decode = (): Distribution => distributionOf((output.mean - 1) * pace, (part) => (output.quantile(part) - 1) * pace);
  // Counted for those that waited too, who get their slot at the end of a step: more load must not shorten a request.
  const gateSeconds = opening === undefined ? 0 : opening.stepSeconds;
  const tpot = (): Distribution => {
    if (waveOfAll > 0) return distributionOf(step, () => step);
    // Only prompts that find a slot come in clusters.
    const free = 1 - Math.min(1, (requestsPerSecond * load.residenceSeconds) / curve.slots);
    const longerSeconds = opening === undefined || entry !== "any-time" ? 0 : free * Math.max(0, step + reading.meanSeconds + opening.othersSeconds - step / (1 - spread.share));
    return tokenTimes(curve, output, load, spread, longerSeconds);
  };
  const ttft = (): Distribution => firstToken(wait, step * (1 + curve.delaySteps(company)) + curve.delaySeconds + waveOfAll, reading, opening);
  const meanWaitSeconds = wait.probability * wait.meanSeconds;
  const meanRequestSeconds = load.residenceSeconds + meanWaitSeconds + gateSeconds + curve.delaySeconds;
  return {
    meanWaitSeconds,
    meanResidenceSeconds: load.residenceSeconds,
    meanRequestSeconds,
    wait: () => waitDistribution(wait),
    ttft,
    tpot,
    residence: () => sumOf(load.residenceSeconds, decode(), distributionOf(reading.meanSeconds, (part) => nodeQuantile(reading.nodeSeconds, part))),
    request: () => sumOf(meanRequestSeconds, ttft(), decode()),
  };
}
