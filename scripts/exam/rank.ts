import { groupBy } from "../accuracy/statistics.js";
import type { Room } from "./rooms.js";
import { draw, type Scenario } from "./scenarios.js";
import type { Sizer } from "./sizers.js";
import { markdown, shown } from "./table.js";
import { truthOf } from "./truth.js";

/** A scenario on several GPUs, each with the fewest that it takes of them. */
interface Choice {
  readonly scenario: Scenario;
  readonly offers: readonly { readonly room: Room; readonly fewest: number }[];
}

/** Which of several GPUs needs fewer, and whether sizers find it: a table. */
export function rankGpus(rooms: readonly Room[], each: number, sizers: Readonly<Record<string, Sizer>>): string {
  const choices = [...groupBy(rooms, ({ hall }) => hall).values()].flatMap((hall) => choicesOf(hall, each));
  const rows = Object.entries(sizers).map(([name, sizer]) => [name, ...orderOf(choices, sizer)]);
  return markdown(
    ["order of two GPUs", "pairs", "same %", "tie %", "other %", "choices", "best GPU %", "its GPUs over the fewest"],
    rows,
  );
}

/** Of several versions on one GPU the best measured. */
function choicesOf(hall: readonly Room[], each: number): readonly Choice[] {
  const pointsOf = ({ sweeps }: Room): number => sweeps.reduce((sum, { points }) => sum + points.length, 0);
  const members = [...groupBy(hall, ({ served }) => served.gpu.id).values()].map((same) =>
    same.reduce((best, next) => (pointsOf(next) > pointsOf(best) ? next : best)),
  );
  if (members.length < 2) return [];
  return members
    .flatMap((host) => draw(host, each))
    .flatMap((scenario) => {
      if (!scenario.truth.feasible) return [];
      const offers = members.flatMap((room) => {
        const truth = truthOf(room, scenario.requestsInFlight, scenario.limits);
        return truth?.feasible === true ? [{ room, fewest: truth.gpus }] : [];
      });
      return offers.length > 1 ? [{ scenario, offers }] : [];
    });
}

function orderOf(choices: readonly Choice[], sizer: Sizer): readonly string[] {
  const counts = { same: 0, tie: 0, other: 0 };
  let best = 0;
  let ratios = 0;
  for (const { scenario, offers } of choices) {
    const said = offers.map(({ room, fewest }) => {
      const answer = sizer({ ...scenario, room });
      return { fewest, gpus: answer.status === "feasible" ? answer.gpus : Number.POSITIVE_INFINITY };
    });
    said.forEach((a, i) => {
      for (const b of said.slice(0, i)) {
        if (a.fewest === b.fewest) continue;
        counts[a.gpus === b.gpus ? "tie" : a.gpus > b.gpus === a.fewest > b.fewest ? "same" : "other"] += 1;
      }
    });
    const chosen = said.reduce((first, next) => (next.gpus < first.gpus ? next : first));
    const fewest = Math.min(...said.map((one) => one.fewest));
    best += chosen.fewest === fewest ? 1 : 0;
    ratios += chosen.fewest / fewest;
  }
  const pairs = counts.same + counts.tie + counts.other;
  return [
    pairs,
    ...[counts.same, counts.tie, counts.other].map((count) => shown((100 * count) / pairs)),
    choices.length,
    shown((100 * best) / choices.length),
    shown(ratios / choices.length, 3),
  ].map(String);
}
