import { groupBy } from "../accuracy/statistics.js";
import { farthest, reach } from "./limits.js";
import type { OwnPoints } from "./own-points.js";
import type { Room } from "./rooms.js";
import type { Scenario } from "./scenarios.js";
import type { Asked } from "./score.js";
import { scoreTable } from "./table.js";

/** Where the truth of a scenario lies beside the points that were given. */
export const PLACES = [
  "between the points",
  "above the larger point",
  "another split of as many GPUs",
  "a replica of other size",
] as const;

/** One of them; null where nothing meets the limits. */
export function placeOf(
  { room, limits, truth }: Scenario,
  { sweep, given }: Pick<OwnPoints, "sweep" | "given">,
): (typeof PLACES)[number] | null {
  if (!truth.feasible) return null;
  if (truth.gpusPerReplica !== sweep.gpus) return "a replica of other size";
  const { load } = farthest(room.sweeps.filter(({ gpus }) => gpus === sweep.gpus).map((own) => reach(own, limits)));
  if (reach(sweep, limits).load < load) return "another split of as many GPUs";
  return truth.load > (given.at(-1)?.requestsInFlight ?? 0) ? "above the larger point" : "between the points";
}

/** The score of a sizer by where the truth lies beside the given points. */
export function byPlace(asked: readonly Asked[], own: ReadonlyMap<Room, OwnPoints>): string {
  const found = groupBy(asked, ({ scenario }) => placeOf(scenario, own.get(scenario.room) as OwnPoints) ?? "nowhere");
  return scoreTable(
    "truth",
    PLACES.flatMap((place) => (found.has(place) ? [[place, found.get(place) ?? []] as const] : [])),
  );
}
