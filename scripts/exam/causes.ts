import { groupBy, median, quantile } from "../accuracy/statistics.js";
import { KINDS } from "./scenarios.js";
import type { Asked } from "./score.js";
import { TIMES } from "./sweep.js";
import { markdown, scoreTable, shown } from "./table.js";

/** How scenarios are sorted to see where misses come from. */
const CUTS: Readonly<Record<string, (asked: Asked) => string>> = {
  "kind of model": ({ scenario: { room } }) => `${room.experts ? "MoE" : "dense"}, ${room.era}`,
  engine: ({ scenario: { room } }) => room.served.engine.split("@")[0] ?? "",
  GPU: ({ scenario: { room } }) => room.served.gpu.id,
  limits: ({ scenario: { kind } }) => kind,
  "replicas needed": ({ scenario: { truth } }) =>
    !truth.feasible ? "-" : truth.replicas === 1 ? "1" : truth.replicas < 4 ? "2-3" : "4 and more",
};

/** Where the misses of a sizer come from: its score class by class, which time is exceeded, and how wrong the promised times were. */
export function causes(asked: readonly Asked[]): string {
  const possible = asked.filter(({ scenario }) => scenario.truth.feasible);
  return [byClass(asked), exceeded(possible), promised(possible)].join("\n\n");
}

/** The score of a sizer, class by class, of what can be met. */
export function byClass(asked: readonly Asked[]): string {
  const possible = asked.filter(({ scenario }) => scenario.truth.feasible);
  return Object.entries(CUTS)
    .map(([cut, classOf]) =>
      scoreTable(
        cut,
        [...groupBy(possible, classOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .join("\n\n");
}

function exceeded(asked: readonly Asked[]): string {
  const missed = asked.flatMap(({ verdict }) => (verdict?.verdict === "missed" ? [verdict] : []));
  const times = TIMES.map((time) => `${time} ${missed.filter(({ worst }) => worst === time).length}`).join(", ");
  const [small, larger] = [1.05, 1.1].map((most) => missed.filter(({ excess }) => excess <= most).length);
  return `Missed ${missed.length}. Most exceeded: ${times}. By up to 5 % in ${small}, by up to 10 % in ${larger}.`;
}

/** Promised over measured times at what was bought. */
function promised(asked: readonly Asked[]): string {
  const bought = asked.flatMap(({ scenario: { kind }, answer, verdict }) =>
    answer.status === "feasible" && answer.times !== null && verdict !== null && verdict.verdict !== "unknown"
      ? [{ kind, promised: answer.times, measured: verdict.times }]
      : [],
  );
  const rows = KINDS.flatMap((kind) =>
    TIMES.map((time) => {
      const errors = bought
        .filter((one) => one.kind === kind)
        .map((one) => one.promised[time] / one.measured[time] - 1);
      return [
        `${kind}: ${time}`,
        String(errors.length),
        shown(100 * median(errors.map(Math.abs))),
        shown(100 * quantile(errors.map(Math.abs), 0.9)),
        shown(100 * median(errors)),
      ];
    }),
  );
  return markdown(["promised time at what was bought, error in %", "n", "median", "p90", "bias"], rows);
}
