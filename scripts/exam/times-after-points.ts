import { median, quantile } from "../accuracy/statistics.js";
import { attempt } from "./attempt.js";
import { ratioOf } from "./baselines.js";
import { TIMES_BY, WAYS, type OwnPoints, type Way } from "./own-points.js";
import { TIMES, timesOf, type Times } from "./sweep.js";
import { markdown, shown } from "./table.js";

/** Errors of the times at a measured point that was not given. */
interface PointErrors {
  /** On the split whose points were given, or on another of the room. */
  readonly where: "given split" | "other splits";
  readonly kind: "dense" | "MoE";
  /** |predicted / measured - 1| */
  readonly errors: Readonly<Record<Way, Times>>;
}

/** What own points are worth for the times at the other points, a table: median and 90th percentile of errors in %. */
export function timesAfterPoints(all: readonly OwnPoints[]): string {
  const points = all.flatMap(errorsOf);
  const parts = (["given split", "other splits"] as const).flatMap((where) =>
    (["all", "dense", "MoE"] as const).map((kind) => ({
      where,
      kind,
      own: points.filter((point) => point.where === where && (kind === "all" || point.kind === kind)),
    })),
  );
  const rows = parts
    .filter(({ own }) => own.length > 0)
    .flatMap(({ where, kind, own }) =>
      TIMES.map((time) => [
        `${where}, ${kind}`,
        time,
        String(own.length),
        ...WAYS.map((way) => figure(own.map(({ errors }) => errors[way][time]).filter(Number.isFinite))),
      ]),
    );
  return markdown(["error at points not given, %", "time", "points", ...WAYS], rows);
}

const figure = (errors: readonly number[]): string =>
  errors.length === 0 ? "-" : `${shown(100 * median(errors))}, p90 ${shown(100 * quantile(errors, 0.9))}`;

const errorOf = (predicted: Times, measured: Times): Times => {
  const { tpot, ttft, request } = ratioOf(predicted, measured);
  return { tpot: Math.abs(tpot - 1), ttft: Math.abs(ttft - 1), request: Math.abs(request - 1) };
};

/** Points that every way answers, so that all are compared on the same. */
function errorsOf(own: OwnPoints): readonly PointErrors[] {
  const { room, sweep: ownSweep, given } = own;
  return room.sweeps.flatMap((sweep) => {
    const where = sweep === ownSweep ? "given split" : "other splits";
    return sweep.points
      .filter((point) => !given.includes(point))
      .flatMap(({ requestsInFlight, tpot, ttft }) => {
        const measured = timesOf(tpot, ttft, room.outputTokens);
        const { value: errors } = attempt(() =>
          WAYS.map((way) => [way, errorOf(TIMES_BY[way](own, sweep, requestsInFlight), measured)] as const),
        );
        return errors === null
          ? []
          : [
              {
                where,
                kind: room.experts ? "MoE" : "dense",
                errors: Object.fromEntries(errors) as Record<Way, Times>,
              } as const,
            ];
      });
  });
}
