import type { Fleet, Replica } from "./fleet.js";
import { lanesOf } from "./replica-settings.js";
import type { ReplicaSummary, Simulation } from "./simulation.js";
import { between, durationOf, type Totals } from "./totals.js";

/** Rates and means over a time. */
export function rates(
  fleet: Fleet,
  from: readonly Totals[],
  to: readonly Totals[],
): Pick<Simulation, "requestsPerSecond" | "outputTokensPerSecond" | "utilisation" | "perReplica"> {
  const seconds = durationOf(from, to);
  // Of a run without length, nothing has a rate.
  const perSecond = (quantity: keyof Totals): number => (seconds > 0 ? between(from, to, quantity) / seconds : 0);
  const { slots, cache, engines, stages } = fleet.settings;
  const lanesOfAll = lanesOf(fleet.settings) * to.length;
  const groups = engines * stages;
  const running = perSecond("runningSeconds");
  return {
    requestsPerSecond: perSecond("finished"),
    outputTokensPerSecond: perSecond("outputTokens"),
    utilisation: {
      busyShare: share(perSecond("busySeconds") / (groups * to.length)),
      slotShare: share(running / (slots * lanesOfAll)),
      running,
      waiting: perSecond("waitingSeconds"),
      cacheShare: share(perSecond("blockSeconds") / (cache.blocks * lanesOfAll)),
    },
    perReplica: fleet.replicas.map((replica, index) =>
      replicaSummary(replica, from[index] as Totals, to[index] as Totals, seconds, groups),
    ),
  };
}

/** Sums of many short times over one long time are off by their rounding. */
const share = (ratio: number): number => Math.min(1, ratio);

function replicaSummary(
  { arrivals, rejected, preemptions }: Replica,
  from: Totals,
  to: Totals,
  seconds: number,
  groups: number,
): ReplicaSummary {
  const perSecond = (quantity: keyof Totals): number => (seconds > 0 ? (to[quantity] - from[quantity]) / seconds : 0);
  return {
    requests: arrivals,
    rejected,
    preemptions,
    busyShare: share(perSecond("busySeconds") / groups),
    running: perSecond("runningSeconds"),
    waiting: perSecond("waitingSeconds"),
    outputTokensPerSecond: perSecond("outputTokens"),
  };
}
