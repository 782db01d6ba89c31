import { timesOf, type Time, type Times } from "./sweep.js";

/** Times, or ratios of times, at a load. */
export interface AtLoad {
  readonly load: number;
  readonly times: Times;
}

const each = (read: (time: Time) => number): Times => ({
  tpot: read("tpot"),
  ttft: read("ttft"),
  request: read("request"),
});

/** Times over others, one by one. */
export const ratioOf = (over: Times, under: Times): Times => each((time) => over[time] / under[time]);

/** Predicted times, both corrected; the whole request is made of them. */
export const corrected = (predicted: Times, factors: Times, outputTokens: number): Times =>
  timesOf(predicted.tpot * factors.tpot, predicted.ttft * factors.ttft, outputTokens);

/** One factor for all loads: the geometric mean of the ratios. */
export const oneFactor = (ratios: readonly AtLoad[]): Times =>
  each((time) => Math.exp(ratios.reduce((sum, { times }) => sum + Math.log(times[time]), 0) / ratios.length));

/** A factor by load: geometric between the points, and beyond them as at the nearest. */
export const factorByLoad = (ratios: readonly AtLoad[], load: number): Times =>
  along(ratios, Math.min(ratios.at(-1)?.load ?? load, Math.max(ratios[0]?.load ?? load, load)));

/** The points alone: a line of logarithms through them, which goes on beyond the last; below the first as there. */
export function pointsAlone(points: readonly AtLoad[], load: number, outputTokens: number): Times {
  const { tpot, ttft } = along(points, Math.max(points[0]?.load ?? load, load));
  return timesOf(tpot, ttft, outputTokens);
}

/** A broken line of logarithms through points of ascending load, at least two. */
function along(points: readonly AtLoad[], load: number): Times {
  const from = Math.max(
    0,
    Math.min(
      points.length - 2,
      points.findLastIndex((point) => point.load <= load),
    ),
  );
  const [a, b] = points.slice(from, from + 2) as readonly AtLoad[] as readonly [AtLoad, AtLoad];
  const share = Math.log(load / a.load) / Math.log(b.load / a.load);
  return each((time) => a.times[time] * (b.times[time] / a.times[time]) ** share);
}
