import type { Blocked } from "./first-token.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";

/** Of all requests, those that a blocked engine keeps waiting, at most. */
const MOST_BLOCKED = 0.9;

/**
 * Behind a prompt that has no room beside those that run, in an engine that does not cut it: a share of the n has to leave first, as likely
 * any as another, which takes what is left of an output, R_e. Prompts that fill a step to within n tokens come with probability p, so that
 * requests are kept with probability
 *
 * $$ \beta = \frac{\lambda\,p\,E[R_e]}{1 - u\,a}, \qquad E[R_e] = R\,\frac{1 + c_o^2}{2}, \qquad E[W] = \frac{E[R_e^2]}{2 E[R_e]} = R\,\frac{(1 + c_o^2)^2}{3} $$
 *
 * for lognormal outputs: what has come meanwhile is worked off by the part of the capacity that arrivals leave, by those who are away a
 * share a of their time.
 */
export function blockedBy(
  { fillingDensity, table, lengths: { output } }: PreparedReplica,
  { requestsPerSecond, residenceSeconds }: ReplicaLoad,
  awaySeconds: number,
): Blocked {
  const varied = 1 + output.squaredCv;
  const awayShare = awaySeconds === Infinity ? 1 : awaySeconds / (awaySeconds + residenceSeconds);
  const left = 1 - Math.min(1, requestsPerSecond / table.capacityPerSecond) * awayShare;
  const kept = (fillingDensity * (requestsPerSecond * residenceSeconds) ** 2 * varied) / 2;
  return {
    share: Math.min(MOST_BLOCKED, kept / Math.max(left, Number.EPSILON)),
    meanSeconds: (residenceSeconds * varied ** 2) / 3,
  };
}
