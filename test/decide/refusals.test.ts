import { describe, expect, it } from "vitest";
import {
  byDeadline,
  changesOf,
  dayCurve,
  dayPlan,
  explain,
  growthPlan,
  inServers,
  maxInputTokens,
  maxUsers,
  ofThroughput,
  packServers,
  reservedMix,
  serverSizes,
  tightestTargets,
  whatIf,
} from "../../src/decide/index.js";
import { classicModel, estimateGpus } from "../../src/index.js";
import { complaint, complaintsAbout } from "../hardness/bad-values.js";

const request = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: { requestsInFlight: 4, inputTokens: 200, outputTokens: 50 },
  targets: { tokensPerSecond: 5, waitSeconds: 5 },
};
const options = {
  performance: classicModel(),
  search: { gpusPerReplica: [1, 2], batchExponent: [2, 3], minQueueRatio: 0.2 },
} as const;
const lengths = { inputTokens: { mean: 200, cv: 0.5 }, outputTokens: 50 };
const parts = [{ name: "chat", gpusPerReplica: 2, replicas: 3, spareReplicas: 1 }];
const change = {
  input: "workload.requestsInFlight",
  unit: "requests",
  from: 4,
  to: 5,
  share: 0.25,
  gpus: 2,
  saves: -1,
  confidence: null,
  refused: null,
};

type Call = (...args: never[]) => unknown;

/** What is asked is told as it came, whatever else it holds. */
const unasked =
  (plan: typeof dayPlan | typeof whatIf): Call =>
  (...args: never[]) => {
    const { estimate, ...found } = (plan as Call)(...args) as ReturnType<typeof plan>;
    return { ...found, gpus: estimate.status === "feasible" ? estimate.gpus : null };
  };

const DOORS: readonly (readonly [name: string, call: Call, args: readonly unknown[]])[] = [
  ["maxUsers", maxUsers, [{ ...request, gpus: 2 }, options]],
  ["maxInputTokens", maxInputTokens, [{ ...request, gpus: 2 }, options]],
  ["tightestTargets", tightestTargets, [{ ...request, gpus: 2 }, options]],
  [
    "changesOf",
    changesOf,
    [request, { ...options, shares: [0.5], speculation: { draftTokens: 2, acceptanceRate: 0.7 } }],
  ],
  ["whatIf", unasked(whatIf), [request, { ...options, shares: [0.5] }]],
  ["explain", explain, [estimateGpus(request, options), [change]]],
  [
    "dayPlan",
    unasked(dayPlan),
    [
      request,
      {
        ...options,
        curve: [1, 2],
        leastReplicas: 1,
        startUpSeconds: 60,
        prices: { currency: "EUR", onDemand: 2, reserved: 1 },
      },
    ],
  ],
  ["growthPlan", growthPlan, [request, { ...options, loads: [2, 4] }]],
  ["dayCurve", dayCurve, ["office", "week"]],
  ["reservedMix", reservedMix, [[1, 2, 3], 0.5]],
  ["byDeadline", byDeadline, [{ requests: 1e6, seconds: 3600 }, lengths]],
  ["ofThroughput", ofThroughput, [1000, lengths]],
  ["packServers", packServers, [parts, 8]],
  ["inServers", inServers, ["h100", parts]],
  ["inServers of one", inServers, ["h100", parts[0]]],
  ["serverSizes", serverSizes, ["h100"]],
];

describe.each(DOORS)("%s", { timeout: 600_000 }, (_, call, args) => {
  const called = (...given: readonly unknown[]): unknown => call(...(given as never[]));

  it("takes what is good and refuses the rest with a typed error", () => {
    expect(complaint(() => called(...args))).toBeUndefined();
    expect(complaintsAbout(called, args)).toEqual([]);
  });
});
