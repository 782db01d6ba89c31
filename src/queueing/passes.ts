import { rootBetween } from "../internal/root.js";
import { passCapacity, type PassReplica } from "./pass-replica.js";
import { promptsWaiting } from "./prefill-wait.js";
import type { WaitLaw } from "./wait-law.js";

/** The passes of a replica to which requests come at a rate, and what a request meets; seconds. */
export interface Passes {
  /** b: requests of a pass, mean. */
  readonly requests: number;
  /** Of the requests, those that find no pass under way. */
  readonly idleShare: number;
  /** Lambda: the pass that a request meets, where it meets one, mean. */
  readonly metSeconds: number;
  /** For a pass with room, behind those that came before. */
  readonly wait: WaitLaw;
  /** The pass that reads a request which met no other. */
  readonly aloneSeconds: number;
  /** The pass that reads one which did, mean. */
  readonly togetherSeconds: number;
  /** Standard deviation of what a request meets, by the requests that passes read besides. */
  readonly deviationSeconds: number;
}

/** A load so close to one is one: no variance is larger than that of passes between the shortest and a full one. */
const MOST_LOAD = 0.999;
/** Of the variance of a pass: all that it collects, 1 - r^2 at a load r, and that of the pass which is met, of which half is waited for and r comes again, (1/2 + r)^2. */
const MET_SHARE = 1.25;
/** By how much more requests the slope of a pass is told. */
const SLOPE_STEP = 0.1;

/**
 * Passes under arrivals by chance. A pass of b requests takes $t(b) \approx \tau + a b$ and collects those of the next; where nobody came, the
 * replica idles, and the next request has a pass of its own:
 *
 * $$ b = \lambda t(b) + e^{-\lambda t(b)}, \qquad \mathrm{Var}[t] = \frac{a^2 b (c_a^2 + c^2)}{1 - \lambda^2 a^2}, \qquad \Lambda = t + \frac{\mathrm{Var}[t]}{t} $$
 *
 * A share $e^{-\lambda t} / b$ of the requests finds the replica idle and takes t(1). The others wait for half of $\Lambda$, for a pass with room, as
 * prompts in the steps of a writing model do (`promptsWaiting`), and are read with the $\lambda \Lambda$ that came in the same pass:
 *
 * $$ \frac{\Lambda}{2} + V \frac{t(q)}{q} + t(\min(q, 1 + \lambda \Lambda)) $$
 *
 * Without a limit on passes the mean is that of the embedded chain, but for the probability of idling, of which Jensen's bound is taken.
 *
 * @param replica - room and times of its passes.
 * @param rate - lambda: requests per second, below its capacity.
 * @param squaredCv - $c_a^2$ of the times between arrivals.
 * @returns means.
 * @see Y. Inoue, Queueing analysis of GPU-based inference servers with dynamic batching, Performance Evaluation 147 (2021) 102183.
 */
export function passesAt(replica: PassReplica, rate: number, squaredCv: number): Passes {
  const { roomRequests, passSeconds } = replica;
  const nobody = (requests: number): number => Math.exp(-rate * passSeconds(requests));
  const requests = Math.max(
    1,
    rootBetween((b) => b - rate * passSeconds(b) - nobody(b), 0, roomRequests),
  );
  const seconds = passSeconds(requests);
  const addedSeconds = (passSeconds(requests * (1 + SLOPE_STEP)) - seconds) / (SLOPE_STEP * requests);
  const [shortest, full] = [passSeconds(1), passSeconds(roomRequests)];
  const load = Math.min(MOST_LOAD, rate * addedSeconds);
  const varied = squaredCv + replica.squaredCv;
  const spread = (addedSeconds ** 2 * requests * varied) / (1 - load ** 2);
  const variance = Math.min(spread, (full - seconds) * (seconds - shortest));
  const metSeconds = seconds + variance / seconds;
  const utilisation = rate / passCapacity(replica);
  const waiting = promptsWaiting(
    utilisation,
    roomRequests,
    varied - 1,
    Math.min(1, (addedSeconds * requests) / seconds),
  );
  const share = waiting > 0 ? Math.min(1, (2 * waiting * (1 - utilisation)) / (utilisation * varied)) : 0;
  return {
    requests,
    idleShare: nobody(requests) / requests,
    metSeconds,
    wait: { probability: share, meanSeconds: share > 0 ? (waiting * full) / (roomRequests * share) : 0, squaredCv: 1 },
    aloneSeconds: shortest,
    togetherSeconds: passSeconds(Math.min(roomRequests, 1 + rate * metSeconds)),
    deviationSeconds: Math.sqrt(variance * (MET_SHARE + load)),
  };
}
