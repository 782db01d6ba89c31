import { delayLaw } from "./delay-law.js";
import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import { blockedBy } from "./blocked.js";
import { firstToken, waitersMeanSeconds } from "./first-token.js";
import { nodeQuantile } from "./length-nodes.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { tokenTimes } from "./token-times.js";
import { eachLaw, waitDistribution } from "./wait-law.js";

/** The times of the requests, seconds: means, and distributions that are worked out when they are asked for. */
export interface RequestTimes {
  readonly meanWaitSeconds: number;
  readonly meanResidenceSeconds: number;
  readonly meanRequestSeconds: number;
  /** Share of the requests that wait for a prompt which has no room yet. */
  readonly blockedShare: number;
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
 *
 * @param replica - prepared.
 * @param load - of it.
 * @param awaySeconds - that a client lets pass before its next request; Infinity for requests that come whatever the fleet does.
 */
export function requestTimes(replica: PreparedReplica, load: ReplicaLoad, awaySeconds: number): RequestTimes {
  const {
    curve,
    gates,
    delays,
    lengths: { output },
  } = replica;
  const { company, wait, residenceSeconds } = load;
  const step = curve.stepSeconds(company);
  const pace = curve.tokenSeconds(company);
  const { reading, meets, leastSeconds, gate: ofOthers } = gates(company);
  const delivery = curve.delaySeconds(company, step);
  const waveSeconds = (((load.together ?? 1) - 1) / 2) * reading.meanSeconds;
  const gate = waveSeconds > 0 ? { law: delayLaw(waveSeconds, 1), queueSeconds: 0 } : ofOthers;
  const blocked = blockedBy(replica, load, awaySeconds);
  const decode = (): Distribution =>
    distributionOf((output.mean - 1) * pace, (part) => (output.quantile(part) - 1) * pace);
  const ttft = (): Distribution => firstToken(wait, leastSeconds + delivery, reading, gate, blocked);
  const meanWaitSeconds = wait.probability * wait.meanSeconds;
  const beforeStep = eachLaw(wait).map(
    (law) =>
      law.probability * (waitersMeanSeconds(law, gate) - gate.queueSeconds) + (1 - law.probability) * meets.gateSeconds,
  );
  const meanRequestSeconds =
    residenceSeconds + Math.max(...beforeStep) + blocked.share * blocked.meanSeconds + delivery;
  return {
    meanWaitSeconds,
    meanResidenceSeconds: residenceSeconds,
    meanRequestSeconds,
    blockedShare: blocked.share,
    wait: () => waitDistribution(wait),
    ttft,
    tpot: () => tokenTimes(pace, step, delays(company)),
    residence: () =>
      sumOf(
        residenceSeconds,
        decode(),
        distributionOf(reading.meanSeconds, (part) => nodeQuantile(reading.nodeSeconds, part)),
      ),
    request: () => sumOf(meanRequestSeconds, ttft(), decode()),
  };
}
