import { smallestWhere } from "../../src/internal/bisect.js";
import { buy, buyByClassic, predictLoop, type Answer, type Purchase } from "./ask.js";
import { attempt } from "./attempt.js";
import { meets, reach, ROUNDING, shorter } from "./limits.js";
import type { Scenario } from "./scenarios.js";
import { normal, seededBy } from "./seeded.js";
import type { Sweep, Times } from "./sweep.js";

/** Says how many GPUs a scenario takes. */
export type Sizer = (scenario: Scenario) => Answer;

/** Who is examined: the library, its classic model, and the sweeps themselves with an error. */
export type SizerName =
  | "default"
  | "expected"
  | "steady service"
  | "load test on measured splits"
  | `confidence ${number}`
  | "classic"
  | OracleName;

/** The sweeps with an error of so many per cent for each size, as it is, or with a margin for it. */
export type OracleName = `sweeps, ${number} % noise` | `sweeps, ${number} % noise, margin`;

/** All of them; the estimate also at the confidences that are asked for. */
export const sizers = (confidences: readonly number[]): Readonly<Record<SizerName, Sizer>> => ({
  default: (scenario) => buy(scenario),
  expected: (scenario) => buy(scenario, { confidence: "expected" }),
  "steady service": (scenario) => buy(scenario, { steady: true }),
  "load test on measured splits": fewestBy(
    ({ room }, sweep) =>
      (load) =>
        predictLoop(room, sweep.split, load),
  ),
  ...Object.fromEntries(
    confidences.map((confidence) => [
      `confidence ${confidence}`,
      (scenario: Scenario) => buy(scenario, { confidence }),
    ]),
  ),
  classic: buyByClassic,
  ...oracles([0.02, 0.05, 0.1]),
});

/** Times by the load of a replica, by whoever predicts them for a sweep. */
export type Predictor = (scenario: Scenario, sweep: Sweep) => (load: number) => Times;

/** The fewest GPUs over the splits that were measured, by predicted times; a split that does not hold the model is passed over. */
export const fewestBy =
  (predictor: Predictor): Sizer =>
  (scenario) => {
    let best: Purchase | null = null;
    for (const sweep of scenario.room.sweeps) {
      const { value: fewest, code } = attempt(() => fewestOf(scenario, sweep, predictor(scenario, sweep)));
      if (code !== null && code !== "does-not-fit") return { status: "refused", code };
      if (fewest !== null && (best === null || fewest.gpus < best.gpus)) best = fewest;
    }
    return best ?? { status: "infeasible" };
  };

/** The fewest replicas of one split; null where none suffice. */
function fewestOf(
  { requestsInFlight, limits }: Scenario,
  { gpus, split }: Sweep,
  timesAt: (load: number) => Times,
): Purchase | null {
  const suffices = (replicas: number): boolean => meets(timesAt(requestsInFlight / replicas), limits);
  let enough = 1;
  // Less than half a request for each would change nothing.
  while (!suffices(enough) && enough < 2 * requestsInFlight) enough *= 2;
  if (!suffices(enough)) return null;
  const replicas = smallestWhere(suffices, Math.floor(enough / 2), enough, enough);
  return {
    status: "feasible",
    gpus: gpus * replicas,
    gpusPerReplica: gpus,
    replicas,
    split,
    atOnce: Number.POSITIVE_INFINITY,
    times: timesAt(requestsInFlight / replicas),
  };
}

/** One side of the 90 % of a normal error. */
const MARGIN_SIGMAS = 1.645;

/** Sizers that know the sweeps but for an error of each size. */
export const oracles = (sigmas: readonly number[]): Readonly<Record<OracleName, Sizer>> =>
  Object.fromEntries(
    sigmas.flatMap((sigma) => [
      [`sweeps, ${100 * sigma} % noise`, oracle(sigma, 0)],
      [`sweeps, ${100 * sigma} % noise, margin`, oracle(sigma, MARGIN_SIGMAS)],
    ]),
  );

function oracle(sigma: number, marginSigmas: number): Sizer {
  return ({ room, kind, requestsInFlight, limits }) => {
    const random = seededBy(
      [room.key, kind, requestsInFlight, ...Object.values(limits).map((seconds) => seconds.toPrecision(9)), sigma].join(
        "|",
      ),
    );
    const factors = new Map(room.sizes.map((gpus) => [gpus, Math.exp(sigma * (normal(random) + marginSigmas))]));
    let best: Purchase | null = null;
    for (const sweep of room.sweeps) {
      const factor = factors.get(sweep.gpus) ?? 1;
      const { state, load } = reach(sweep, shorter(limits, { tpot: factor, ttft: factor, request: factor }));
      if (state === "below" && load <= 1) continue;
      // Below its first point a sweep says nothing: one replica more than put it there stands for those that it takes.
      const replicas =
        state === "below"
          ? Math.ceil(requestsInFlight / load) + 1
          : Math.ceil(requestsInFlight / load / (1 + ROUNDING));
      const gpus = replicas * sweep.gpus;
      if (best === null || gpus < best.gpus)
        best = {
          status: "feasible",
          gpus,
          gpusPerReplica: sweep.gpus,
          replicas,
          split: null,
          atOnce: Number.POSITIVE_INFINITY,
          times: null,
        };
    }
    return best ?? { status: "infeasible" };
  };
}
