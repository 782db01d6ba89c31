import type { Purchase } from "./ask.js";
import { excessOf, meets, type Excess } from "./limits.js";
import type { Scenario } from "./scenarios.js";
import { timesAt, type Limits, type Sweep, type Times } from "./sweep.js";

/** Whether a purchase meets the limits, by measurement. */
export interface Verdict extends Excess {
  /** `unknown` where the load of a replica lies beyond the ends of its sweeps. */
  readonly verdict: "met" | "unknown" | "missed";
  /** By which it was judged. */
  readonly times: Times;
}

const ORDER: readonly Verdict["verdict"][] = ["met", "unknown", "missed"];

/** A purchase in whose split nobody measured is judged by the best sweep of its size. */
export function judge(
  { room, requestsInFlight, limits }: Scenario,
  { gpusPerReplica, replicas, split, atOnce }: Purchase,
): Verdict {
  const load = requestsInFlight / replicas;
  const sized = room.sweeps.filter(({ gpus }) => gpus === gpusPerReplica);
  const own = sized.filter((sweep) => split !== null && sameSplit(sweep.split, split));
  const verdicts = (own.length > 0 ? own : sized).flatMap((sweep) => [
    judgeAt(sweep, load, limits),
    ...(atOnce < load && atOnce >= sweep.lowest && atOnce <= sweep.highest
      ? [judgeLimited(sweep, load, atOnce, limits)]
      : []),
  ]);
  return verdicts.reduce((best, next) =>
    (ORDER.indexOf(next.verdict) - ORDER.indexOf(best.verdict) || next.excess - best.excess) < 0 ? next : best,
  );
}

/** Experts are spread over all ranks or over none. */
const sameSplit = (a: Sweep["split"], b: Sweep["split"]): boolean =>
  a.tensor === b.tensor && a.pipeline === b.pipeline && a.data === b.data && a.expert > 1 === b.expert > 1;

/** At a load beyond an end times are at least, or at most, those of the end. */
function judgeAt(sweep: Sweep, load: number, limits: Limits): Verdict {
  const { lowest, highest } = sweep;
  const times = timesAt(sweep, Math.min(highest, Math.max(lowest, load)));
  const met = meets(times, limits);
  const sure = met ? load <= highest : load >= lowest;
  return { verdict: sure ? (met ? "met" : "missed") : "unknown", ...excessOf(times, limits), times };
}

/** A plan that runs fewer requests at once than it holds: times at its limit, and a wait by Little's law. */
function judgeLimited(sweep: Sweep, load: number, atOnce: number, limits: Limits): Verdict {
  const { tpot, ttft, request } = timesAt(sweep, atOnce);
  const waitSeconds = (load / atOnce - 1) * request;
  const times = { tpot, ttft: ttft + waitSeconds, request: request + waitSeconds };
  return { verdict: meets(times, limits) ? "met" : "missed", ...excessOf(times, limits), times };
}
