import fc from "fast-check";
import type { StepClock } from "../../src/simulate/clock.js";
import type { ReplicaSettings } from "../../src/simulate/replica-settings.js";
import type { BlockCache } from "../../src/simulate/block-cache.js";
import type { SchedulerRules } from "../../src/simulate/scheduler.js";
import type { Routing } from "../../src/workload/routing.js";
import type { Traffic } from "../../src/simulate/traffic.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";

const STEPS = 2 ** 30;

/**
 * Real numbers in a range, all as likely, its ends left out: with round numbers much happens at the same moment, and which
 * comes first is then a matter of rounding.
 */
const positive = (min: number, max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: 1, max: STEPS - 1 })).map((step) => min + ((max - min) * (step + Math.SQRT1_2)) / STEPS);

/** Clocks with everything that a clock can have: bends in the context, attention, delays, prompts mixed with decoding or not. */
const clockArbitrary: fc.Arbitrary<StepClock> = fc
  .record({
    mixesPrompts: fc.boolean(),
    a: positive(1e-3, 1e-1),
    b: positive(0, 1e-2),
    c: positive(0, 1e-3),
    d: positive(0, 1e-3),
    window: fc.option(fc.integer({ min: 2, max: 60 }), { nil: Infinity }),
    attention: positive(0, 1e-5),
    fixed: fc.option(positive(0, 0.3), { nil: 0 }),
    steps: fc.option(positive(0, 5), { nil: 0 }),
  })
  .map(({ mixesPrompts, a, b, c, d, window, attention, fixed, steps }) => {
    // Beyond the window a token costs half.
    const context = (decoding: number, cachedTokens: number): number =>
      cachedTokens <= window * decoding ? cachedTokens : (cachedTokens + window * decoding) / 2;
    const decodingSeconds = (decoding: number, cachedTokens: number): number =>
      a + b * decoding + d * context(decoding, cachedTokens);
    return {
      mixesPrompts,
      decodingSeconds,
      straightUpTo: (decoding, cachedTokens) => (cachedTokens <= window * decoding ? window * decoding : Infinity),
      prefillSeconds: (decoding, cachedTokens, promptTokens, attentionSeconds, othersTokens) =>
        (decoding === 0 ? a : decodingSeconds(decoding, cachedTokens)) +
        c * (promptTokens + othersTokens / 2) +
        attentionSeconds,
      attentionSeconds: (before, tokens) => attention * ((before + tokens) ** 2 - before ** 2),
      firstTokenSeconds: (decoding, cachedTokens, inputTokens, prefillSeconds) =>
        (fixed === 0 ? 0 : fixed + 1e-4 * inputTokens - 0.1 * prefillSeconds) +
        (decoding === 0 ? 0 : steps * decodingSeconds(decoding, cachedTokens)),
    };
  });

const cacheArbitrary: fc.Arbitrary<BlockCache> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ blocks: Infinity, blockTokens: 1, requestBlocks: 0 }) },
  {
    weight: 4,
    arbitrary: fc.record({
      blocks: fc.integer({ min: 4, max: 60 }),
      blockTokens: fc.integer({ min: 1, max: 9 }),
      requestBlocks: fc.integer({ min: 0, max: 2 }),
    }),
  },
);

const schedulerArbitrary: fc.Arbitrary<SchedulerRules> = fc.record({
  admission: fc.constantFrom(
    "prompt" as const,
    "first-chunk" as const,
    "whole-output" as const,
    "expected-output" as const,
  ),
  chunksPrompts: fc.boolean(),
  lagSteps: fc.constantFrom(0 as const, 1 as const),
  keepsFreedBlocks: fc.boolean(),
  holdsPromptSteps: fc.constantFrom(0, 0, 3),
  receiveSteps: fc.constantFrom(1, 1, 4),
});

const one = { weight: 3, arbitrary: fc.constant(1) };
const several = { weight: 1, arbitrary: fc.integer({ min: 2, max: 3 }) };

const settingsArbitrary: fc.Arbitrary<ReplicaSettings> = fc
  .record({
    clock: clockArbitrary,
    scheduler: schedulerArbitrary,
    engines: fc.oneof(one, several),
    lanes: fc.oneof(one, several),
    stages: fc.oneof(one, several),
    slots: fc.integer({ min: 1, max: 8 }),
    more: fc.integer({ min: 0, max: 60 }),
    cache: cacheArbitrary,
  })
  .filter(
    ({ clock, scheduler }) => (clock.mixesPrompts && scheduler.chunksPrompts) || scheduler.admission !== "first-chunk",
  )
  .map(({ slots, more, ...rest }) => ({ ...rest, slots, maxBatchedTokens: slots + more }));

const routingArbitrary: fc.Arbitrary<Routing> = fc.constantFrom("round-robin", "random", "least-loaded");

const lengths = fc.record({ mean: positive(1, 60), cv: positive(0, 1.5) });

const drawn = fc
  .record({
    requests: fc.integer({ min: 1, max: 60 }),
    input: lengths,
    output: lengths,
    cachedShare: fc.constantFrom(0, 0, 0.5, 0.95),
    sharedTokens: fc.constantFrom(0, 0, 7, 30),
    maxOutputTokens: fc.constantFrom(1, 40, 200),
  })
  .map(({ input, output, ...rest }) => ({
    ...rest,
    input: lengthDistribution(input, "input"),
    output: lengthDistribution(output, "output"),
  }));

const trace: fc.Arbitrary<Traffic> = fc
  .array(
    fc.record({
      gap: positive(0, 2),
      input: fc.integer({ min: 1, max: 100 }),
      output: fc.integer({ min: 1, max: 100 }),
      session: fc.integer({ min: 0, max: 9 }),
      think: positive(0, 3),
      cached: positive(0, 1),
      more: fc.integer({ min: 0, max: 80 }),
      prefix: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .chain((rows) =>
    fc.boolean().map((sessions): Traffic => {
      let seconds = 0;
      const arrivalSeconds = rows.map(({ gap }) => (seconds += gap));
      return {
        kind: "trace",
        requests: {
          arrivalSeconds,
          inputTokens: rows.map(({ input }) => input),
          outputTokens: rows.map(({ output }) => output),
          maxOutputTokens: rows.map(({ output, more }) => output + more),
          // Prefixes of no tokens, of few, and of more than a prompt may have.
          prefixes: rows.map(({ prefix, input }) => (input < 5 * prefix ? 0 : prefix)),
          sharedTokens: rows.map(({ prefix, input }) => (input < 5 * prefix ? 0 : 5 * prefix)),
          cachedTokens: rows.map(({ prefix, input, cached }) =>
            Math.floor((input - (input < 5 * prefix ? 0 : 5 * prefix)) * cached),
          ),
          ...(sessions
            ? { sessions: rows.map(({ session }) => session), thinkSeconds: rows.map(({ think }) => think) }
            : {}),
        },
      };
    }),
  );

const trafficArbitrary: fc.Arbitrary<Traffic> = fc.oneof(
  trace,
  fc
    .record({ requestsPerSecond: positive(0.05, 20), cv: fc.constantFrom(0, 0.5, 1, 3), rest: drawn })
    .map(({ rest, ...open }): Traffic => ({ kind: "open", ...open, ...rest })),
  fc
    .record({
      users: fc.integer({ min: 1, max: 40 }),
      thinkSeconds: positive(0, 20),
      thinking: fc.constantFrom("exponential" as const, "fixed" as const),
      rest: drawn,
    })
    .map(({ rest, ...users }): Traffic => ({ kind: "users", ...users, ...rest })),
  fc
    .record({ requestsInFlight: fc.integer({ min: 1, max: 30 }), rounds: fc.constantFrom(Infinity, 3), rest: drawn })
    .map(({ rest, ...loop }): Traffic => ({ kind: "closed-loop", ...loop, ...rest })),
  drawn.map((rest): Traffic => ({ kind: "static-batch", ...rest })),
  drawn.map((rest): Traffic => ({ kind: "burst", ...rest })),
);

/** One replica under more than it has blocks for: what begins together runs out of them together. */
const pressed = fc
  .record({
    settings: settingsArbitrary.filter(
      ({ scheduler, cache }) => scheduler.admission !== "whole-output" && cache.blocks !== Infinity,
    ),
    slots: fc.integer({ min: 3, max: 10 }),
    more: fc.integer({ min: 0, max: 20 }),
    fitting: positive(1.5, 4),
    input: positive(2, 30),
    output: positive(10, 60),
    cv: positive(0, 0.3),
    clients: fc.integer({ min: 6, max: 20 }),
    arrivals: fc.constantFrom("closed-loop" as const, "burst" as const, "open" as const),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ settings, slots, more, fitting, input, output, cv, clients, arrivals, seed }) => {
    const rest = {
      requests: 40,
      input: lengthDistribution({ mean: input, cv: 2 * cv }, "input"),
      output: lengthDistribution({ mean: output, cv }, "output"),
    };
    const blocks =
      settings.cache.requestBlocks * slots + Math.ceil((fitting * (input + output)) / settings.cache.blockTokens);
    const traffic: Traffic =
      arrivals === "open"
        ? { kind: "open", requestsPerSecond: 10, ...rest }
        : arrivals === "burst"
          ? { kind: "burst", ...rest }
          : { kind: "closed-loop", requestsInFlight: clients, ...rest };
    return {
      settings: { ...settings, slots, maxBatchedTokens: slots + more, cache: { ...settings.cache, blocks } },
      replicas: 1,
      routing: "round-robin" as const,
      traffic,
      seed,
    };
  });

/** A fleet and its traffic. */
export interface Run {
  readonly settings: ReplicaSettings;
  readonly replicas: number;
  readonly routing: Routing;
  readonly traffic: Traffic;
  readonly seed: number;
}

export const runArbitrary: fc.Arbitrary<Run> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      settings: settingsArbitrary,
      replicas: fc.integer({ min: 1, max: 4 }),
      routing: routingArbitrary,
      traffic: trafficArbitrary,
      seed: fc.integer({ min: 0, max: 1e6 }),
    }),
  },
  { weight: 1, arbitrary: pressed },
);
