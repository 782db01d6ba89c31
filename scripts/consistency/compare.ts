import { InfrascaleError } from "../../src/errors.js";
import { predictServing } from "../../src/shipped/predict-serving.js";
import { predictWaiting } from "../../src/shipped/predict-waiting.js";
import { simulate } from "../../src/shipped/simulate.js";
import type { ServingLoad } from "../../src/performance/predict-load.js";
import type { Draw } from "./draws.js";

/** What is held against a simulation, and how far it may be off, as a share of it. */
export const LIMITS = {
  requestsPerSecond: 0.05,
  requestMean: 0.05,
  tpotMean: 0.1,
  ttftMean: 0.2,
  ttftP95: 0.3,
  tpotP95: 0.3,
  requestP95: 0.3,
} as const;

export type Quantity = keyof typeof LIMITS;
export type Figures = Partial<Record<Quantity, number>>;

/** A draw by its evaluators. */
export interface Compared {
  readonly draw: Draw;
  readonly simulated: Figures;
  /** Each with why it is rough, if it is. */
  readonly predicted: Readonly<Partial<Record<"serving" | "waiting", { readonly figures: Figures; readonly reasons: readonly string[] }>>>;
}

const LEAST_REQUESTS = 3000;
const MOST_REQUESTS = 60_000;
/** Requests for each that is in flight: ten residences past a warm-up of three. */
const REQUESTS_IN_FLIGHT = 16;

/** A draw by each of its evaluators; a text where it cannot be compared. */
export function compare(draw: Draw): Compared | string {
  const { deployment, replicas, routing, inputTokens, outputTokens, prefixCacheHitRate } = draw;
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate };
  try {
    const flood = predictServing({ ...deployment, replicas, load: { kind: "burst" }, ...lengths });
    const cycle = flood.slots / flood.requestsPerSecond;
    const sized = sizedLoad(draw, flood.slots, flood.requestsPerSecond, cycle);
    const requests = Math.min(MOST_REQUESTS, Math.max(LEAST_REQUESTS, Math.ceil(REQUESTS_IN_FLIGHT * sized.inFlight)));
    const waiting = sized.workload === undefined ? undefined : predictWaiting({ ...deployment, replicas, routing, workload: { ...lengths, ...sized.workload } });
    const serving = sized.load === undefined ? undefined : predictServing({ ...deployment, replicas, load: sized.load, ...lengths });
    if (waiting?.stable === false || serving?.stable === false) return "unstable";
    const traffic = sized.load === undefined ? { workload: { ...lengths, ...sized.workload } } : { load: sized.load, ...lengths };
    const run = simulate({ ...deployment, replicas, routing, ...traffic, ...(sized.ends ? {} : { requests }) } as never);
    if (run.tooShort) return "too short";
    if (run.rejected > 0) return "rejected";
    return {
      draw,
      simulated: figures(run.requestsPerSecond, run.requestSeconds, run.tpotSeconds, run.ttftSeconds),
      predicted: {
        ...(serving === undefined
          ? {}
          : {
              serving: {
                figures: {
                  requestsPerSecond: serving.requestsPerSecond,
                  tpotMean: serving.tpotSeconds,
                  ...(serving.requestSeconds === null ? {} : { requestMean: serving.requestSeconds }),
                  ...(serving.ttftSeconds === null ? {} : { ttftMean: serving.ttftSeconds }),
                },
                reasons: (serving as { reasons?: readonly string[] }).reasons ?? [],
              },
            }),
        ...(waiting === undefined ? {} : { waiting: { figures: figures(waiting.requestsPerSecond, waiting.requestSeconds, waiting.tpotSeconds, waiting.ttftSeconds), reasons: waiting.reasons } }),
      },
    };
  } catch (error) {
    if (error instanceof InfrascaleError && ["does-not-fit", "impossible-parallelism"].includes(error.code)) return error.code;
    throw new Error(`draw ${draw.seed}: ${String(error)}`, { cause: error });
  }
}

interface Times {
  readonly mean: number;
  readonly p95: number;
}

const figures = (requestsPerSecond: number, request: Times | null, tpot: Times | null, ttft: Times | null): Figures => ({
  requestsPerSecond,
  ...(request === null ? {} : { requestMean: request.mean, requestP95: request.p95 }),
  ...(tpot === null ? {} : { tpotMean: tpot.mean, tpotP95: tpot.p95 }),
  ...(ttft === null ? {} : { ttftMean: ttft.mean, ttftP95: ttft.p95 }),
});

interface Sized {
  readonly load?: ServingLoad;
  readonly workload?: object;
  readonly inFlight: number;
  /** True of what has a number of requests of its own. */
  readonly ends: boolean;
}

/** A load whose shares are of the slots, or of what the fleet serves with all of them. */
function sizedLoad({ load }: Draw, slots: number, capacity: number, cycle: number): Sized {
  const count = Math.max(1, Math.round(load.share * slots));
  switch (load.kind) {
    case "closed-loop": {
      const { rounds, equalLengths } = load;
      const steady = rounds === Infinity;
      return { load: { kind: "closed-loop", requestsInFlight: count, rounds, equalLengths }, ...(steady && !equalLengths ? { workload: { requestsInFlight: count } } : {}), inFlight: count, ends: !steady };
    }
    case "open": {
      const requestsPerSecond = load.share * capacity;
      return { ...(load.cv === 1 ? { load: { kind: "open", requestsPerSecond } } : {}), workload: { requestsPerSecond, arrivalCv: load.cv }, inFlight: load.share * slots, ends: false };
    }
    case "users": {
      const users = Math.max(1, Math.round(load.share * capacity * (load.thinkSeconds + cycle)));
      return { workload: { concurrentUsers: users, thinkSeconds: load.thinkSeconds }, inFlight: users, ends: false };
    }
    case "burst":
    case "static-batch":
      return { load: { kind: load.kind, requests: count }, inFlight: count, ends: true };
  }
}
