import { beforeAll, describe, expect, test } from "vitest";
import { searchIntegers, type IntegerMinimum } from "../../src/estimate/integer-search.js";
import { resolveProblem } from "../../src/estimate/resolve-problem.js";
import { engineModel, findGpu, findModel, gpus, models, predictServing, type ServingLoad } from "../../src/index.js";
import { checkPositive } from "../../src/internal/check.js";
import { LAWS } from "../../src/performance/predict-load.js";
import { waiting, type QueueArrivals } from "../../src/queueing/index.js";
import { SENDING, type Sending } from "../../src/simulate/arrivals.js";
import { simulate } from "../../src/simulate.js";
import { ARRIVALS, type Arrivals, type ArrivalsRule, type SteadyArrivals } from "../../src/workload/arrivals.js";
import { CHAT, chatCurve } from "../queueing/curves.js";
import { filesTelling } from "./words.js";

/** So many requests at once, again and again. */
interface Pulses {
  readonly kind: "pulses";
  readonly pulse: number;
  readonly everySeconds: number;
}

/** A kind of load that nothing but the tables knows. */
beforeAll(() => {
  (ARRIVALS as unknown as Record<string, ArrivalsRule<Pulses>>)["pulses"] = {
    come: "steadily",
    fields: { pulse: checkPositive, everySeconds: checkPositive },
    size: "pulse",
    source: ({ pulse, everySeconds }) => ({ requestsPerSecond: pulse / everySeconds }),
  };
  (LAWS as Record<string, unknown>)["pulses"] = LAWS.open;
  (SENDING as unknown as Record<string, Sending<Pulses>>)["pulses"] = (requests, { pulse, everySeconds }, options) => {
    const sent = SENDING.burst(requests, { kind: "burst" }, options);
    for (const request of requests.arrivalSeconds.keys())
      requests.arrivalSeconds[request] = everySeconds * Math.floor(request / pulse);
    return sent;
  };
});

const pulses = (changes: Partial<Pulses> = {}): Arrivals =>
  ({ kind: "pulses", pulse: 6, everySeconds: 2, ...changes }) as unknown as Arrivals;
const open: Arrivals = { kind: "open", requestsPerSecond: 3 };

const deployment = { model: "llama-3.1-8b", gpu: "l40s" } as const;
const lengths = { inputTokens: { mean: 1155, cv: 0.96 }, outputTokens: { mean: 211, cv: 0.77 } } as const;

describe("a kind of load that is added to the tables", () => {
  const predict = (load: Arrivals, replicas = 1): ReturnType<typeof predictServing> =>
    predictServing({ ...deployment, ...lengths, replicas, load: load as ServingLoad });

  test("is checked", () => {
    expect(() => predict(pulses({ pulse: 0 }))).toThrow(
      expect.objectContaining({ code: "out-of-range", field: "load.pulse" }) as Error,
    );
    expect(() => predict({ ...pulses(), cv: 1 } as Arrivals)).toThrow(
      expect.objectContaining({ code: "out-of-range", field: "load.cv" }) as Error,
    );
    expect(() => predict({ kind: "flood" } as unknown as Arrivals)).toThrow(
      "closed-loop, open, burst, static-batch, pulses",
    );
  });

  test("is predicted, each replica under its share", () => {
    const { ttftSeconds, e2eSeconds, requestsPerSecond, running } = predict(open);
    expect(predict(pulses())).toMatchObject({ ttftSeconds, e2eSeconds, requestsPerSecond, running });
    expect(predict(pulses({ pulse: 12 }), 2)).toMatchObject({
      ttftSeconds,
      e2eSeconds,
      requestsPerSecond: 2 * requestsPerSecond,
      running: 2 * running,
    });
  });

  test("waits", () => {
    const wait = (arrivals: Arrivals): unknown =>
      waiting(chatCurve(8), CHAT, arrivals as QueueArrivals, { replicas: 2, routing: "random" });
    expect(wait(pulses({ pulse: 0.4 }))).toEqual(wait({ kind: "open", requestsPerSecond: 0.2 }));
  });

  test("is simulated", () => {
    const { finished, timeSeries } = simulate({
      ...deployment,
      ...lengths,
      load: pulses() as ServingLoad,
      requests: 60,
      timeSeriesSeconds: 2,
    });
    expect(finished).toBe(60);
    expect(timeSeries?.arrivals.slice(0, 11)).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0]);
  });

  test("is sized", () => {
    const request = {
      model: findModel("llama-3.1-8b", models),
      gpu: findGpu("l40s", gpus),
      workload: { ...lengths, requestsPerSecond: 3 },
      targets: { ttft: { p95: 2 } },
    };
    const { scenario, ...problem } = resolveProblem(request, { performance: engineModel() });
    const sized = (arrivals: Arrivals): IntegerMinimum =>
      searchIntegers(
        {
          ...problem,
          scenario: { ...scenario, workload: { ...scenario.workload, arrivals: arrivals as SteadyArrivals } },
        },
        null,
      );
    expect(sized(pulses()).decisions).not.toEqual([]);
    expect(sized(pulses())).toEqual(sized(open));
  });
});

test("three files tell one kind of load from another; what is made of one, or asked of a trace, aside", () => {
  expect(filesTelling("closed-loop", "users", "open", "burst", "static-batch")).toEqual([
    "performance/predict-load.ts",
    "simulate/arrivals.ts",
    "workload/arrivals.ts",
  ]);
});
