import { describe, expect, test } from "vitest";
import type { Stated } from "../../src/measurements/stated.js";
import { statedLoad } from "../../src/measurements/stated-load.js";

const stated = (changes: Partial<Stated>): Stated => ({
  concurrency: 8,
  arrivals: "sustained",
  inputTokens: 100,
  outputTokens: 50,
  derived: [],
  ...changes,
});

describe("loads", () => {
  test.each<[string, Partial<Stated>, object]>([
    ["sustained", {}, { kind: "closed-loop", requestsInFlight: 8, equalLengths: false }],
    [
      "sustained, of equal lengths",
      { lengths: "equal" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: true },
    ],
    [
      "sustained, so many times",
      { completed: 80, prompts: 96 },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 10 },
    ],
    [
      "sustained, of so many prompts",
      { prompts: 96 },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 12 },
    ],
    [
      "sustained, not even once",
      { completed: 4 },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 1 },
    ],
    ["a burst", { arrivals: "burst" }, { kind: "burst", requests: 8 }],
    ["a burst of unknown size", { arrivals: "burst", concurrency: null }, { kind: "burst" }],
    ["a static batch", { arrivals: "burst", staticBatch: true }, { kind: "static-batch", requests: 8 }],
    [
      "open, with what is in flight",
      { arrivals: "open", requestsPerSecond: 2 },
      { kind: "closed-loop", requestsInFlight: 8, rounds: Infinity },
    ],
    [
      "open, without",
      { arrivals: "open", requestsPerSecond: 2, concurrency: null },
      { kind: "open", requestsPerSecond: 2 },
    ],
    [
      "open, at a rate that was offered",
      { arrivals: "open", requestsPerSecond: 2, offeredPerSecond: 3 },
      { kind: "open", requestsPerSecond: 3 },
    ],
  ])("%s", (_name, changes, load) => {
    expect(statedLoad(stated(changes))).toEqual(load);
  });

  test.each<[string, Partial<Stated>]>([
    ["sustained without a number", { concurrency: null }],
    ["a static batch without a number", { arrivals: "burst", staticBatch: true, concurrency: null }],
    ["open without a rate", { arrivals: "open", concurrency: null }],
    ["of another kind", { arrivals: "closed" as never }],
    ["not said", { arrivals: null }],
  ])("too little: %s", (_name, changes) => {
    expect(statedLoad(stated(changes))).toBeNull();
  });
});
