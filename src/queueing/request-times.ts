import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import { firstToken } from "./first-token.js";
import { gate, readingSpread, waveGate } from "./gated-reading.js";
import { nodeQuantile } from "./length-nodes.js";
import { promptReading } from "./prompt-reading.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { tokenTimes } from "./token-times.js";
import { waitDistribution } from "./wait-law.js";

/** The times of the requests, seconds; each is worked out when it is first read. */
export interface RequestTimes {
  /** For a slot. */
  readonly waitSeconds: Distribution;
  /** From sending to the first token. */
  readonly ttftSeconds: Distribution;
  /** Between two tokens, mean of a request. */
  readonly tpotSeconds: Distribution;
  /** In a slot. */
  readonly residenceSeconds: Distribution;
  /** From sending to the last token. */
  readonly requestSeconds: Distribution;
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

  const waitSeconds = waitDistribution(wait);
  const pace = waveOfAll > 0 ? step : curve.tokenSeconds(company);
  const decode = distributionOf((output.mean - 1) * pace, (part) => (output.quantile(part) - 1) * pace);
  const read = distributionOf(reading.meanSeconds, (part) => nodeQuantile(reading.nodeSeconds, part));
  // Counted for those that waited too, who get their slot at the end of a step: more load must not shorten a request.
  const gateSeconds = opening === undefined ? 0 : opening.stepSeconds;
  const ofTokens = (): Distribution => {
    if (waveOfAll > 0) return distributionOf(step, () => step);
    // Only prompts that find a slot come in clusters.
    const free = 1 - Math.min(1, (requestsPerSecond * load.residenceSeconds) / curve.slots);
    const longerSeconds = opening === undefined || entry !== "any-time" ? 0 : free * Math.max(0, step + reading.meanSeconds + opening.othersSeconds - step / (1 - spread.share));
    return tokenTimes(curve, output, load, spread, longerSeconds);
  };
  const ttftSeconds = firstToken(wait, step * (1 + curve.delaySteps(company)) + curve.delaySeconds + waveOfAll, reading, opening);
  let tpot: Distribution | undefined;
  return {
    waitSeconds,
    ttftSeconds,
    get tpotSeconds() {
      return (tpot ??= ofTokens());
    },
    residenceSeconds: sumOf(load.residenceSeconds, decode, read),
    requestSeconds: sumOf(load.residenceSeconds + waitSeconds.mean + gateSeconds + curve.delaySeconds, ttftSeconds, decode),
  };
}
