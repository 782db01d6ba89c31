import {
  LENGTH_FIELDS,
  predictServing,
  predictWaiting,
  servingIntervals,
  type RequestLengths,
  type ServingIntervals,
  type StableWaiting,
  type Statistic,
  type WaitingPrediction,
} from "infrascale";
import { boughtFleet, type BoughtFleet } from "./bought-fleet.js";
import { lastWhere } from "./crossing.js";
import { limitOf } from "./limit-of.js";
import { inGrains, loadOf, type Load } from "./load.js";
import type { SpeedByLoad, SpeedQuestion, TimeAtLoad, TimeByLoad } from "./load-studies.js";
import { remembered } from "./remembered.js";
import type { Tell } from "./tell.js";

/** Times that may be shown, and where waits and intervals have them: of a whole request the library gives no interval. */
const TIMES = {
  ttft: { of: "ttftSeconds", isAlwaysShown: true },
  tpot: { of: "tpotSeconds", isAlwaysShown: true },
  e2e: { of: "e2eSeconds", isAlwaysShown: false },
} as const satisfies Record<TimeByLoad["time"], unknown>;

type TimeName = keyof typeof TIMES;

/** Loads that are looked at, from nothing to the end of the picture. */
const POINTS = 24;
/** The picture reaches so many times as far as today, and beyond every tipping point; no farther than some times today. */
const BEYOND_TODAY = 1.5;
const BEYOND_TIPPING = 1.15;
const FARTHEST = 8;

/**
 * Times of an answer's replicas by load: mean and the statistic that is limited, with the load at which it meets its limit.
 *
 * @param asked - the answer, and how sure the bands are to be.
 * @param tell - how far it is.
 * @returns a line for each time.
 */
export function speedByLoad({ estimate, confidence }: SpeedQuestion, tell: Tell): SpeedByLoad {
  const load = loadOf(estimate.request);
  const fleet = boughtFleet(estimate);
  const { targets } = estimate.request;
  const lines = (Object.keys(TIMES) as readonly TimeName[])
    .map((time) => ({ time, ...limitOf(targets[time]) }))
    .filter(({ time, limitSeconds }) => TIMES[time].isAlwaysShown || limitSeconds !== null);
  const at = remembered((value: number) => (fleet === null ? null : waitingUnder(fleet, load, value)));
  const tippings = lines.map(({ time, statistic, limitSeconds }) =>
    limitSeconds === null
      ? null
      : tippingOf(load, (value) => {
          const waiting = at(value);
          return waiting !== null && waiting[TIMES[time].of][statistic] <= limitSeconds;
        }),
  );
  const known = tippings.filter((tipping) => tipping !== null);
  const end = Math.min(
    FARTHEST * load.value,
    Math.max(BEYOND_TODAY * load.value, ...(known.length === 0 ? [] : [BEYOND_TIPPING * Math.max(...known)])),
  );
  const values = loadsUpTo(end, load, known);
  const moments = values.flatMap((value, index) => {
    tell(index / values.length, null);
    const waiting = at(value);
    return fleet === null || waiting === null ? [] : [{ value, waiting, errors: errorsOf(fleet, load, waiting) }];
  });
  const capacity =
    load.kind === "rate" && fleet !== null ? fleetUnder(fleet, load, load.value).capacityPerSecond : null;
  return {
    kind: load.kind,
    today: load.value,
    confidence,
    replicas: estimate.replicas,
    isLoadTest: targets.acceptance !== undefined,
    capacity,
    times: lines
      .map(({ time, statistic, limitSeconds }, index): TimeByLoad => {
        const points = moments.map(({ value, waiting, errors }): TimeAtLoad => {
          const { mean, [statistic]: asked } = waiting[TIMES[time].of];
          return { load: value, mean, asked, band: errors(time, statistic, confidence) };
        });
        return {
          time,
          statistic,
          limitSeconds,
          tipping: tippings[index] ?? null,
          points,
          today: points.find(({ load: value }) => value === load.value) ?? null,
        };
      })
      // A model that writes nothing has no further token.
      .filter(({ points }) => points.some(({ mean }) => mean > 0)),
  };
}

/** Waits under a load; null where more comes than can be served. */
function waitingUnder(fleet: BoughtFleet, load: Load, value: number): StableWaiting | null {
  const waiting = fleetUnder(fleet, load, value);
  return waiting.stable ? waiting : null;
}

const fleetUnder = ({ deployment, replicas, routing }: BoughtFleet, load: Load, value: number): WaitingPrediction =>
  predictWaiting({ ...deployment, replicas, routing, workload: load.at(value).workload });

/** The last load within a limit; null where today's is not, and where the limit holds as far as anybody looks. */
function tippingOf({ value, grain }: Load, holds: (value: number) => boolean): number | null {
  const most = Math.floor((FARTHEST * value) / grain);
  const isWithin = (grains: number): boolean => holds(inGrains(grains, grain));
  if (!isWithin(1)) return null;
  const last = lastWhere(isWithin, 1, most, (2 * value) / grain);
  return last === most ? null : inGrains(last, grain);
}

/** Where a time meets its limit it may rise steeply: there the picture looks more closely. */
const NEAR = [0.95, 0.975, 1, 1.01];

/** Evenly spaced, whole where they are counted, with today's load and those where something happens. */
function loadsUpTo(end: number, { value, grain }: Load, others: readonly number[]): readonly number[] {
  const spaced = Array.from({ length: POINTS }, (_, index) => Math.round((end * (index + 1)) / POINTS / grain));
  const all = [1, ...spaced].filter((grains) => grains > 0).map((grains) => inGrains(grains, grain));
  const near = others.flatMap((other) => NEAR.map((share) => inGrains(Math.round((share * other) / grain), grain)));
  return [...new Set([...all, value, ...near.filter((other) => 0 < other && other <= end)])].sort((a, b) => a - b);
}

type Errors = (time: TimeName, statistic: Statistic, confidence: number) => TimeAtLoad["band"];

/** Where measurements of times lie about what is predicted, by the errors of predictions of such a deployment with as many requests in flight. */
function errorsOf({ deployment, replicas }: BoughtFleet, load: Load, waiting: StableWaiting): Errors {
  const prediction = predictServing({
    ...deployment,
    replicas,
    ...lengthsOf(load),
    load: { kind: "closed-loop", requestsInFlight: Math.max(waiting.inFlight, LEAST_IN_FLIGHT), rounds: Infinity },
  });
  return (time, statistic, confidence) => {
    if (time === "e2e") return null;
    const ttftSeconds = waiting.ttftSeconds[statistic];
    const intervals: ServingIntervals = servingIntervals(
      {
        ...prediction,
        ttftSeconds,
        queueSeconds: Math.min(ttftSeconds, waiting.queueSeconds[statistic]),
        tpotSeconds: waiting.tpotSeconds[statistic],
      },
      { confidence },
    );
    return intervals[TIMES[time].of];
  };
}

const LEAST_IN_FLIGHT = 1e-3;

function lengthsOf(load: Load): RequestLengths {
  const { workload } = load.at(load.value);
  const given = LENGTH_FIELDS.filter((name) => workload[name] !== undefined).map((name) => [name, workload[name]]);
  return { inputTokens: workload.inputTokens, ...(Object.fromEntries(given) as Partial<RequestLengths>) };
}
