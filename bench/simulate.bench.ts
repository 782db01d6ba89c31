import { bench, describe } from "vitest";
import { linearClock } from "../src/simulate/clock.js";
import { simulateFleet, type Traffic } from "../src/simulate/index.js";
import { lengthDistribution } from "../src/workload/length-distribution.js";

/** Llama 3.1 8B on an RTX PRO 6000 (`npm run simulate:log`), eight of them. */
const clock = linearClock({
  stepSeconds: 12.9e-3,
  requestSeconds: 49e-6,
  promptTokenSeconds: 43e-6,
  cachedTokenSeconds: 61e-9,
});

/** Chat of the Azure trace of 2023. */
const chat = {
  input: lengthDistribution({ mean: 1155, cv: 0.96 }, "input"),
  output: lengthDistribution({ mean: 211, cv: 0.77 }, "output"),
};

const REQUESTS = 1_000_000;

const LOADS: Readonly<Record<string, Traffic>> = {
  "half busy": { kind: "open", requestsPerSecond: 40, requests: REQUESTS, ...chat },
  "all slots busy, blocks short": {
    kind: "closed-loop",
    requestsInFlight: 1200,
    rounds: Infinity,
    requests: REQUESTS,
    ...chat,
  },
  users: { kind: "users", users: 3000, thinkSeconds: 60, requests: REQUESTS, ...chat },
};

describe("a million requests of chat on eight replicas", () => {
  for (const [name, traffic] of Object.entries(LOADS))
    bench(
      name,
      () => {
        const start = performance.now();
        const { requests, seconds } = simulateFleet({
          clock,
          replicas: 8,
          slots: 128,
          maxBatchedTokens: 2048,
          kv: { blocks: 9000, blockTokens: 16 },
          traffic,
        });
        const taken = (performance.now() - start) / 1000;
        console.log(
          `${name}: ${Math.round(requests / taken)} requests a second, ${Math.round(seconds / taken)} times real time, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
        );
      },
      { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 },
    );
});
