import type { EngineProfile } from "../../src/calibrate.js";
import { buy, predictLoop, profileOf, type Answer } from "./ask.js";
import { attempt } from "./attempt.js";
import { corrected, factorByLoad, oneFactor, pointsAlone, ratioOf, type AtLoad } from "./baselines.js";
import { shorter } from "./limits.js";
import type { Room } from "./rooms.js";
import type { Scenario } from "./scenarios.js";
import { fewestBy, oracles, type OracleName, type Sizer } from "./sizers.js";
import { timesOf, type Point, type Sweep, type Times } from "./sweep.js";

/** Points of one sweep of a room that a buyer has measured, and what is made of them. */
export interface OwnPoints {
  readonly room: Room;
  readonly sweep: Sweep;
  /** Loads ascending. */
  readonly given: readonly Point[];
  readonly measured: readonly AtLoad[];
  /** Throws where `calibrate` does. */
  readonly profile: () => EngineProfile;
  /** Measured over predicted; throws where `predictServing` does. */
  readonly ratios: () => readonly AtLoad[];
}

/** With fewer points nothing would be left to be asked. */
const LEAST_POINTS = 5;

/** The sweep with most points, then of the fewest GPUs; null where none has enough. */
export function ownPoints(room: Room, count: 2 | 3): OwnPoints | null {
  const [sweep] = room.sweeps
    .filter(({ points }) => points.length >= LEAST_POINTS)
    .toSorted((a, b) => b.points.length - a.points.length || a.gpus - b.gpus);
  if (sweep === undefined) return null;
  const given = givenPoints(sweep, count);
  const measured = given.map(({ requestsInFlight, tpot, ttft }) => ({
    load: requestsInFlight,
    times: timesOf(tpot, ttft, room.outputTokens),
  }));
  const ratios = (): readonly AtLoad[] =>
    measured.map(({ load, times }) => ({ load, times: ratioOf(times, predictLoop(room, sweep.split, load)) }));
  return {
    room,
    sweep,
    given,
    measured,
    profile: once(() => profileOf(room, sweep.split, given)),
    ratios: once(ratios),
  };
}

/** The lowest point and the one nearest to half of the largest load; of three also the largest. */
export function givenPoints({ points, highest }: Sweep, count: 2 | 3): readonly Point[] {
  const [lowest, ...others] = points as readonly [Point, ...Point[]];
  const between = others.slice(0, -1);
  const distance = ({ requestsInFlight }: Point): number => Math.abs(Math.log(requestsInFlight / (highest / 2)));
  const half = between.reduce((nearest, point) => (distance(point) < distance(nearest) ? point : nearest));
  return count === 2 ? [lowest, half] : [lowest, half, others.at(-1) as Point];
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Ways to know times after own points. */
export const WAYS = ["no points", "calibrated", "one factor", "factor by load", "the points alone"] as const;

/** One of them. */
export type Way = (typeof WAYS)[number];

const NEVER: Times = {
  tpot: Number.POSITIVE_INFINITY,
  ttft: Number.POSITIVE_INFINITY,
  request: Number.POSITIVE_INFINITY,
};

const afterFactor = (own: OwnPoints, sweep: Sweep, load: number, factors: Times): Times =>
  corrected(predictLoop(own.room, sweep.split, load), factors, own.room.outputTokens);

/** Times of a sweep of the room at a load, as a load test sees them. */
export const TIMES_BY: Readonly<Record<Way, (own: OwnPoints, sweep: Sweep, load: number) => Times>> = {
  "no points": ({ room }, sweep, load) => predictLoop(room, sweep.split, load),
  calibrated: ({ room, profile }, sweep, load) => predictLoop(room, sweep.split, load, { profile: profile() }),
  "one factor": (own, sweep, load) => afterFactor(own, sweep, load, oneFactor(own.ratios())),
  "factor by load": (own, sweep, load) => afterFactor(own, sweep, load, factorByLoad(own.ratios(), load)),
  "the points alone": ({ room, sweep: given, measured }, sweep, load) =>
    sweep === given ? pointsAlone(measured, load, room.outputTokens) : NEVER,
};

/** Who is examined after own points. */
export type OwnSizerName =
  | `estimate, ${"no points" | "calibrated" | "calibrated, expected" | "one factor"}`
  | `estimate, calibrated, confidence ${number}`
  | `load test, ${Way}`
  | OracleName;

/** Sizers of a room whose points are given: by the estimate, and by predictions of a load test on the measured splits. */
export const ownSizers = (own: OwnPoints, confidences: readonly number[]): Readonly<Record<OwnSizerName, Sizer>> => ({
  "estimate, no points": orNothing((scenario) => buy(scenario)),
  "estimate, calibrated": orNothing((scenario) => buy(scenario, { profile: own.profile() })),
  "estimate, calibrated, expected": orNothing((scenario) =>
    buy(scenario, { profile: own.profile(), confidence: "expected" }),
  ),
  ...Object.fromEntries(
    confidences.map((confidence) => [
      `estimate, calibrated, confidence ${confidence}`,
      orNothing((scenario) => buy(scenario, { profile: own.profile(), confidence })),
    ]),
  ),
  "estimate, one factor": orNothing((scenario) =>
    buy({ ...scenario, limits: shorter(scenario.limits, oneFactor(own.ratios())) }),
  ),
  ...(Object.fromEntries(
    WAYS.map((way) => [
      `load test, ${way}`,
      orNothing(fewestBy((_, sweep) => (load) => TIMES_BY[way](own, sweep, load))),
    ]),
  ) as Record<`load test, ${Way}`, Sizer>),
  ...oracles([0.02, 0.05, 0.1]),
});

/** Whoever cannot use the points buys nothing, and so meets nothing. */
const orNothing =
  (sizer: Sizer) =>
  (scenario: Scenario): Answer => {
    const { value: answer } = attempt(() => sizer(scenario));
    return answer === null || answer.status === "refused" ? { status: "infeasible" } : answer;
  };
