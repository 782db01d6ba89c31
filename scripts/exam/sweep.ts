import type { Parallelism } from "../../src/index.js";
import { interpolate } from "../../src/internal/interpolate.js";
import { median } from "../../src/internal/median.js";
import { groupBy } from "../accuracy/statistics.js";

/** Times of a request, seconds: between tokens, until the first token, until the last. */
export const TIMES = ["tpot", "ttft", "request"] as const;

/** One of them. */
export type Time = (typeof TIMES)[number];

/** All of them, seconds. */
export type Times = Readonly<Record<Time, number>>;

/** The longest that is asked for, seconds. */
export type Limits = Readonly<Partial<Times>>;

/** Times whose last is made of the others. */
export const timesOf = (tpot: number, ttft: number, outputTokens: number): Times => ({
  tpot,
  ttft,
  request: ttft + (outputTokens - 1) * tpot,
});

/** A point of a closed loop, as it was measured. */
export interface Point {
  readonly requestsInFlight: number;
  readonly tpot: number;
  readonly ttft: number;
  /** Requests of the whole run; null where the source is silent. */
  readonly completed: number | null;
}

/** Times of one split under rising load: monotone, and known nowhere beyond its ends. */
export interface Sweep {
  readonly split: Parallelism;
  /** GPUs of the replica. */
  readonly gpus: number;
  /** As measured, loads ascending, repeats by their median. */
  readonly points: readonly Point[];
  /** Its least and its largest load, requests in flight. */
  readonly lowest: number;
  readonly highest: number;
  readonly logLoads: readonly number[];
  readonly logTimes: Readonly<Record<Time, readonly number[]>>;
}

/** With less there is nothing to interpolate. */
const LEAST_POINTS = 3;
const LEAST_RANGE = 3;
/** Times per token of one load that differ by more are of several configurations. */
const MOST_SPREAD = 1.25;
/** Times that fall by more with load are noise and queues; first tokens scatter more. */
const MOST_FALL = { tpot: 1.15, ttft: 1.5 } as const;

/** The sweep of the points of one split, or why there is none. */
export function sweepOf(split: Parallelism, all: readonly Point[], outputTokens: number): Sweep | string {
  const repeats = [...groupBy(all, ({ requestsInFlight }) => String(requestsInFlight)).values()];
  const points = repeats.map(middlePoint).toSorted((a, b) => a.requestsInFlight - b.requestsInFlight);
  const lowest = points[0]?.requestsInFlight ?? 0;
  const highest = points.at(-1)?.requestsInFlight ?? 0;
  if (points.length < LEAST_POINTS || highest / lowest < LEAST_RANGE)
    return "sweeps of fewer than 3 points or a range below 3";
  if (
    repeats.some(
      (same) => Math.max(...same.map(({ tpot }) => tpot)) > MOST_SPREAD * Math.min(...same.map(({ tpot }) => tpot)),
    )
  )
    return "sweeps whose repeats differ by more than 25 %";
  const falls = (time: "tpot" | "ttft"): boolean =>
    points.some((point, i) => i > 0 && point[time] * MOST_FALL[time] < (points[i - 1]?.[time] ?? 0));
  if (falls("tpot")) return "sweeps whose time per token falls by more than 15 % with load";
  if (falls("ttft")) return "sweeps whose time to the first token falls by a third or more with load";
  const tpot = monotone(points.map((point) => point.tpot));
  const ttft = monotone(points.map((point) => point.ttft));
  const request = tpot.map((seconds, i) => timesOf(seconds, ttft[i] ?? Number.NaN, outputTokens).request);
  return {
    split,
    gpus: split.tensor * split.pipeline * split.data,
    points,
    lowest,
    highest,
    logLoads: points.map(({ requestsInFlight }) => Math.log(requestsInFlight)),
    logTimes: { tpot: tpot.map(Math.log), ttft: ttft.map(Math.log), request: request.map(Math.log) },
  };
}

/** The middle of times, by their logarithms. */
export const middle = (values: readonly number[]): number => Math.exp(median(values.map(Math.log)));

function middlePoint(repeats: readonly Point[]): Point {
  const [first] = repeats as readonly [Point, ...Point[]];
  return { ...first, tpot: middle(repeats.map(({ tpot }) => tpot)), ttft: middle(repeats.map(({ ttft }) => ttft)) };
}

/** The nearest values that never fall, by the squares of logarithms: neighbours in the wrong order share their mean. */
export function monotone(values: readonly number[]): readonly number[] {
  const blocks: { mean: number; count: number }[] = [];
  for (const value of values) {
    let block = { mean: Math.log(value), count: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.mean > block.mean; before = blocks.at(-1)) {
      blocks.pop();
      const count = before.count + block.count;
      block = { mean: (before.count * before.mean + block.count * block.mean) / count, count };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, count }) => Array.from({ length: count }, () => Math.exp(mean)));
}

/** Times at a load from the lowest to the highest, geometric between the points; NaN beyond. */
export function timesAt({ lowest, logLoads, logTimes }: Sweep, load: number): Times {
  const place = load < lowest ? Number.NaN : Math.log(load);
  const at = (time: Time): number => Math.exp(interpolate(logLoads, logTimes[time], place));
  return { tpot: at("tpot"), ttft: at("ttft"), request: at("request") };
}
