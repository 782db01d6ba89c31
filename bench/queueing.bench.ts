import { bench, describe } from "vitest";
import { linearCurve, waiting, type QueueArrivals, type Fleet } from "../src/queueing/index.js";
import { lengthDistribution } from "../src/workload/index.js";

const lengths = {
  input: lengthDistribution({ mean: 1155, cv: 0.96 }, "input"),
  output: lengthDistribution({ mean: 211, cv: 0.77 }, "output"),
};
const curve = (slots: number) =>
  linearCurve({ stepSeconds: 0.0075, requestSeconds: 6e-5, promptTokenSeconds: 2.5e-5, slots }, lengths);

const cases: readonly (readonly [name: string, slots: number, load: QueueArrivals, fleet: Fleet])[] = [
  ["open, 32 slots", 32, { kind: "open", requestsPerSecond: 9 }, { replicas: 1, routing: "random" }],
  ["open, 1024 slots", 1024, { kind: "open", requestsPerSecond: 22 }, { replicas: 1, routing: "random" }],
  [
    "open in bursts, 256 slots",
    256,
    { kind: "open", requestsPerSecond: 18, cv: 3 },
    { replicas: 1, routing: "random" },
  ],
  [
    "open, 1000 replicas x 256 slots, least loaded",
    256,
    { kind: "open", requestsPerSecond: 19_000 },
    { replicas: 1000, routing: "least-loaded" },
  ],
  [
    "open, 1,000,000 replicas x 1024 slots, least loaded",
    1024,
    { kind: "open", requestsPerSecond: 22e6 },
    { replicas: 1e6, routing: "least-loaded" },
  ],
  ["1000 users, 128 slots", 128, { kind: "users", users: 1000, thinkSeconds: 60 }, { replicas: 1, routing: "random" }],
  [
    "1,000,000 users, 1000 replicas x 256 slots, least loaded",
    256,
    { kind: "users", users: 1e6, thinkSeconds: 60 },
    { replicas: 1000, routing: "least-loaded" },
  ],
  ["closed loop, 256 slots", 256, { kind: "closed-loop", requestsInFlight: 400 }, { replicas: 1, routing: "random" }],
];

describe("waiting", () => {
  for (const [name, slots, load, fleet] of cases) {
    const replica = curve(slots);
    bench(name, () => {
      waiting(replica, lengths, load, fleet);
    });
  }
});
