import { randomStream } from "../../src/internal/random.js";
import { arrivalsOf } from "../../src/simulate/arrivals.js";
import { checkOptions } from "../../src/simulate/check-options.js";
import {
  linearClock,
  simulateFleet,
  type Simulation,
  type SimulationOptions,
  type Traffic,
} from "../../src/simulate/index.js";
import { lanesOf } from "../../src/simulate/replica-settings.js";
import { router } from "../../src/simulate/routing.js";
import { runFleet } from "../../src/simulate/run-fleet.js";
import { STREAM } from "../../src/simulate/streams.js";
import { lengthDistribution, type LengthDistribution } from "../../src/workload/length-distribution.js";

/** Steps of a quarter of a second whatever they do: sums without rounding. */
export const quarter = linearClock({ stepSeconds: 0.25, requestSeconds: 0, promptTokenSeconds: 0 });

/** The same, and an eighth of a second for each token of a prompt. */
export const eighths = linearClock({ stepSeconds: 0.25, requestSeconds: 0, promptTokenSeconds: 0.125 });

/** Lengths that are all the same. */
export const tokens = (count: number): LengthDistribution => lengthDistribution(count, "tokens");

export type FleetOptions = Partial<SimulationOptions> & { readonly traffic: Traffic };

const options = (changes: FleetOptions): SimulationOptions => ({
  clock: quarter,
  replicas: 1,
  slots: 1,
  maxBatchedTokens: 100,
  warmUpShare: 0,
  ...changes,
});

/** One replica of one slot, with changes. */
export const fleet = (changes: FleetOptions): Simulation => simulateFleet(options(changes));

/** What else a request may be sent with. */
export interface More {
  readonly max?: number;
  readonly cached?: number;
  readonly prefix?: number;
  readonly shared?: number;
  readonly session?: number;
  readonly think?: number;
}

export type Row = readonly [arrivalSeconds: number, inputTokens: number, outputTokens: number, more?: More];

/** Requests as they come; those without a prefix or a session have one of their own. */
export function trace(...rows: readonly Row[]): Traffic {
  const more = rows.map(([, , , each]) => each ?? {});
  const has = (name: keyof More): boolean => more.some((each) => each[name] !== undefined);
  return {
    kind: "trace",
    requests: {
      arrivalSeconds: rows.map(([seconds]) => seconds),
      inputTokens: rows.map(([, input]) => input),
      outputTokens: rows.map(([, , output]) => output),
      ...(has("max") ? { maxOutputTokens: rows.map(([, , output, each]) => each?.max ?? output) } : {}),
      ...(has("cached") ? { cachedTokens: more.map(({ cached = 0 }) => cached) } : {}),
      ...(has("prefix")
        ? {
            prefixes: more.map(({ prefix }, row) => prefix ?? 1000 + row),
            sharedTokens: more.map(({ shared = 0 }) => shared),
          }
        : {}),
      ...(has("session")
        ? {
            sessions: more.map(({ session }, row) => session ?? 1000 + row),
            thinkSeconds: more.map(({ think = 0 }) => think),
          }
        : {}),
    },
  };
}

/** What became of each request, seconds. */
export interface Fates {
  readonly sent: readonly number[];
  readonly slot: readonly number[];
  readonly first: readonly number[];
  readonly end: readonly number[];
  readonly preemptions: number;
}

/** The same fleet, request by request. */
export function each(changes: FleetOptions): Fates {
  const { settings, replicas, routing, traffic, seed } = checkOptions(options(changes));
  const arrivals = arrivalsOf(traffic, {
    seed,
    slots: replicas * lanesOf(settings) * settings.slots,
    cycleSeconds: () => 0,
  });
  const { requests, replicas: after } = runFleet(
    settings,
    replicas,
    router(routing, randomStream(seed, STREAM.routing)),
    arrivals,
  );
  return {
    sent: [...requests.arrivalSeconds],
    slot: [...requests.slotSeconds],
    first: [...requests.firstTokenSeconds],
    end: [...requests.finishSeconds],
    preemptions: after.reduce((sum, { preemptions }) => sum + preemptions, 0),
  };
}
