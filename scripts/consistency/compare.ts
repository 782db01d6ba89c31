import { InfrascaleError } from "../../src/errors.js";
import { predictServing } from "../../src/shipped/predict-serving.js";
import { predictWaiting } from "../../src/shipped/predict-waiting.js";
import { simulate, type NamedSimulation } from "../../src/shipped/simulate.js";
import type { ServingLoad } from "../../src/performance/predict-load.js";
import type { ServingPrediction } from "../../src/performance/serving-prediction.js";
import type { Routing } from "../../src/workload/routing.js";
import type { Workload } from "../../src/workload/workload.js";
import { draw as drawOf, type Draw } from "./draws.js";

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
  readonly evaluators: Readonly<Partial<Record<"serving" | "waiting", Evaluated>>>;
}

/** One evaluator beside a simulation of the same. */
export interface Evaluated {
  readonly predicted: Figures;
  readonly simulated: Figures;
  /** Why the evaluator calls itself rough, if it does. */
  readonly reasons: readonly string[];
}

const LEAST_REQUESTS = 3000;
const MOST_REQUESTS = 60_000;
const MOST_RUNS = 200;
/** Requests for each that is in flight: ten residences past a warm-up of three. */
const REQUESTS_IN_FLIGHT = 16;

/** So many draws from one on, and why some could not be compared. */
export function compareAll(
  first: number,
  draws: number,
): { readonly compared: readonly Compared[]; readonly left: ReadonlyMap<string, number> } {
  const compared: Compared[] = [];
  const left = new Map<string, number>();
  for (let seed = first; seed < first + draws; seed += 1) {
    const result = compare(drawOf(seed));
    if (typeof result === "string") left.set(result, (left.get(result) ?? 0) + 1);
    else compared.push(result);
  }
  return { compared, left };
}

/** A draw by each of its evaluators; a text where it cannot be compared. */
export function compare(draw: Draw): Compared | string {
  const { deployment, replicas, routing, inputTokens, outputTokens, prefixCacheHitRate } = draw;
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate };
  try {
    const flood = predictServing({ ...deployment, replicas, load: { kind: "burst" }, ...lengths });
    const cycle = flood.slots / flood.requestsPerSecond;
    const sized = sizedLoad(draw, flood.slots, flood.requestsPerSecond, cycle);
    const requests = Math.min(MOST_REQUESTS, Math.max(LEAST_REQUESTS, Math.ceil(REQUESTS_IN_FLIGHT * sized.inFlight)));
    const run = (asked: object, by: Routing, seed = draw.seed): NamedSimulation =>
      simulate({ ...deployment, replicas, routing: by, seed, ...asked, ...(sized.ends ? {} : { requests }) });
    const evaluators: Partial<Record<"serving" | "waiting", Evaluated>> = {};
    if (sized.workload !== undefined) {
      const workload = { ...lengths, ...sized.workload } as Workload;
      const waiting = predictWaiting({ ...deployment, replicas, routing, workload });
      if (!waiting.stable) return "unstable";
      const simulation = run({ workload }, routing);
      if (isUnknown(simulation)) return "too short";
      evaluators.waiting = { predicted: figures(waiting), simulated: figures(simulation), reasons: waiting.reasons };
    }
    if (sized.load !== undefined) {
      const serving = predictServing({ ...deployment, replicas, load: sized.load, ...lengths });
      // Replicas are taken to share a load evenly.
      const load = { load: sized.load, ...lengths };
      const runs = sized.ends ? Math.max(1, Math.ceil(LEAST_REQUESTS / sized.inFlight)) : 1;
      const simulations = Array.from({ length: Math.min(MOST_RUNS, runs) }, (_, more) =>
        run(load, "least-loaded", draw.seed + more),
      );
      if (simulations.some(isUnknown)) return "too short";
      evaluators.serving = {
        predicted: meansOf(serving),
        simulated: meanFigures(simulations.map(figures)),
        reasons: (serving as { reasons?: readonly string[] }).reasons ?? [],
      };
    }
    return { draw, evaluators };
  } catch (error) {
    if (error instanceof InfrascaleError && ["does-not-fit", "impossible-parallelism"].includes(error.code))
      return error.code;
    throw new Error(`draw ${draw.seed}: ${String(error)}`, { cause: error });
  }
}

/** Of a load that ends by itself the runs differ by chance: each is as likely as the others. */
function meanFigures(runs: readonly Figures[]): Figures {
  const harmonic = (quantity: Quantity): boolean => quantity === "requestsPerSecond";
  const mean = (quantity: Quantity): number => {
    const values = runs.map((run) => run[quantity] ?? NaN);
    return harmonic(quantity)
      ? values.length / values.reduce((sum, value) => sum + 1 / value, 0)
      : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return Object.fromEntries(
    (Object.keys(LIMITS) as Quantity[])
      .filter((quantity) => runs.every((run) => run[quantity] !== undefined))
      .map((quantity) => [quantity, mean(quantity)]),
  );
}

const isUnknown = ({ tooShort, rejected }: NamedSimulation): boolean => tooShort || rejected > 0;

interface Times {
  readonly mean: number;
  readonly p95: number;
}

interface Load {
  readonly requestsPerSecond: number;
  readonly e2eSeconds: Times | null;
  readonly tpotSeconds: Times | null;
  readonly ttftSeconds: Times | null;
}

const figures = ({ requestsPerSecond, e2eSeconds: request, tpotSeconds: tpot, ttftSeconds: ttft }: Load): Figures => ({
  requestsPerSecond,
  ...(request === null ? {} : { requestMean: request.mean, requestP95: request.p95 }),
  ...(tpot === null ? {} : { tpotMean: tpot.mean, tpotP95: tpot.p95 }),
  ...(ttft === null ? {} : { ttftMean: ttft.mean, ttftP95: ttft.p95 }),
});

const meansOf = ({ requestsPerSecond, tpotSeconds, e2eSeconds, ttftSeconds }: ServingPrediction): Figures => ({
  requestsPerSecond,
  tpotMean: tpotSeconds,
  ...(e2eSeconds === null ? {} : { requestMean: e2eSeconds }),
  ...(ttftSeconds === null ? {} : { ttftMean: ttftSeconds }),
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
      return {
        load: { kind: "closed-loop", requestsInFlight: count, rounds, equalLengths },
        ...(steady && !equalLengths ? { workload: { requestsInFlight: count } } : {}),
        inFlight: count,
        ends: !steady,
      };
    }
    case "open": {
      const requestsPerSecond = load.share * capacity;
      return {
        ...(load.cv === 1 ? { load: { kind: "open", requestsPerSecond } } : {}),
        workload: { requestsPerSecond, arrivalCv: load.cv },
        inFlight: load.share * slots,
        ends: false,
      };
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
