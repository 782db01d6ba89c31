import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import { firstToken, waitersMeanSeconds } from "./first-token.js";
import { gateOf } from "./gates.js";
import { nodeQuantile } from "./length-nodes.js";
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
export function requestTimes({ curve, gates, delays, lengths: { output } }: PreparedReplica, load: ReplicaLoad): RequestTimes {
  const { company, wait, residenceSeconds } = load;
  const step = curve.stepSeconds(company);
  const pace = curve.tokenSeconds(company);
  const { reading, meets, leastSeconds } = gates.at(company);
  const delivery = curve.delaySeconds + curve.delaySteps(company) * step;
  const waveSeconds = (((load.together ?? 1) - 1) / 2) * reading.meanSeconds;
  const gate = waveSeconds > 0 ? { meanSeconds: waveSeconds, queueSeconds: 0, squaredCv: 1 } : gateOf(gates.gateSeconds(company), meets.queueSeconds, gates.whenMetSeconds(company), reading.meanSeconds);
  const decode = (): Distribution => distributionOf((output.mean - 1) * pace, (part) => (output.quantile(part) - 1) * pace);
  const ttft = (): Distribution => firstToken(wait, leastSeconds + delivery, reading, gate);
  const meanWaitSeconds = wait.probability * wait.meanSeconds;
  const meanRequestSeconds = residenceSeconds + wait.probability * (waitersMeanSeconds(wait, gate) - gate.queueSeconds) + (1 - wait.probability) * meets.gateSeconds + delivery;
  return {
    meanWaitSeconds,
    meanResidenceSeconds: residenceSeconds,
    meanRequestSeconds,
    wait: () => waitDistribution(wait),
    ttft,
    tpot: () => tokenTimes(curve, output, delays, company),
    residence: () => sumOf(residenceSeconds, decode(), distributionOf(reading.meanSeconds, (part) => nodeQuantile(reading.nodeSeconds, part))),
    request: () => sumOf(meanRequestSeconds, ttft(), decode()),
  };
}
