import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inWholePercent } from "../../src/internal/whole-percent.js";
import { drawRequest } from "../../scripts/decisions/draws.js";
import { changesOf, explain, type Change, type Explanation } from "../../src/decide/index.js";
import {
  classicModel,
  estimateGpus,
  presetTargets,
  presetWorkload,
  type Estimate,
  type EstimateRequest,
} from "../../src/index.js";

const chat: EstimateRequest = {
  model: "llama-3.1-70b",
  gpu: "h100",
  workload: presetWorkload("chat", { namedUsers: 10_000, peakFactor: 1.9 }),
  targets: presetTargets("chat"),
};

const tried: readonly Change[] = [
  {
    input: "workload.namedUsers",
    unit: "users",
    from: 10_000,
    to: 12_345,
    share: 0.2345,
    gpus: 56,
    saves: -8,
    confidence: 0.9,
    refused: null,
  },
  {
    input: "targets.ttft.p95",
    unit: "s",
    from: 0.5,
    to: 0.55,
    share: 0.1,
    gpus: 47,
    saves: 1,
    confidence: 0.9,
    refused: null,
  },
];

/**
 * Numbers that a sentence may show for a value: itself and in percent, milliseconds and gigabytes; to three digits where it is not whole. A probability
 * is told in whole per cent.
 */
const shown = (value: number): readonly string[] => [
  ...[value, 100 * value, 1000 * value, value / 1e9].flatMap((number) => [
    String(number),
    String(Number(number.toPrecision(3))),
  ]),
  String(Math.round(100 * inWholePercent(value))),
];

/** What a sentence says that none of its values does. */
function unfounded({ values, message }: Explanation): readonly string[] {
  const all = Object.values(values as object) as readonly unknown[];
  const words = all.filter((value) => typeof value === "string");
  // Names such as "ttft p95" hold numbers of their own.
  const text = words.reduce((left, word) => (word === "" ? left : left.replaceAll(word, "")), message);
  const allowed = new Set(all.filter((value) => typeof value === "number").flatMap(shown));
  return (text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/g) ?? []).filter((number) => !allowed.has(number));
}

/** The same object with every number of it another one. */
function otherwise<Value>(value: Value): Value {
  if (typeof value === "number") return (Number.isInteger(value) ? 3 * value + 7 : value * 1.7) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(otherwise) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, otherwise(part)])) as Value;
}

const numbersIn = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe("an explanation", () => {
  const estimate = estimateGpus(chat, { spareReplicas: 1 });
  const reasons = explain(estimate, tried);

  test("tells size, split, number, batch, what binds, parts, cheaper purchases, margins and what moves most", () => {
    expect([...new Set(reasons.map(({ code }) => code))]).toEqual([
      "purchase",
      "load",
      "confidence",
      "band",
      "replica-size",
      "split",
      "replicas",
      "batch",
      "binds",
      "memory",
      "time",
      "next-smaller",
      "margin",
      "headroom",
      "moves-most",
    ]);
    expect(reasons.find(({ code }) => code === "moves-most")?.message).toContain("12345 users instead of 10000 users");
  });

  test("says no number that is not one of its values, whatever is estimated", () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        for (const reason of explain(estimateGpus(drawRequest(seed)))) {
          expect(unfounded(reason), reason.message).toEqual([]);
          seen += 1;
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
    expect(seen).toBeGreaterThan(100);
    expect(reasons.flatMap(unfounded)).toEqual([]);
  });

  test("has values that are the estimate's, but for differences and shares of them", () => {
    const known = new Set([...numbersIn(estimate), ...numbersIn(tried)]);
    const derived = reasons.flatMap(({ code, values }) =>
      Object.entries(values as object)
        .filter(([, value]) => typeof value === "number" && !known.has(value))
        .map(([name]) => `${code} ${name}`),
    );
    expect(derived).toEqual(["replica-size gpuBytes", "batch runningPerReplica", "time outputSeconds"]);
  });

  test("changes with every number of the estimate", () => {
    const before = reasons.map(({ message }) => message);
    const after = explain(otherwise(estimate), otherwise(tried)).map(({ message }) => message);
    expect(after).toHaveLength(before.length);
    expect(after.filter((message) => before.includes(message))).toEqual([]);
  });

  test("says why a purchase is less sure than it was to be", () => {
    const strict: Estimate = estimateGpus({ ...chat, targets: { ttft: { p95: 0.2 } } });
    if (strict.status === "infeasible" || strict.confidence === null) throw new Error(strict.summary);
    expect(strict.confidence.reached).toBeLessThan(0.9);
    expect(explain(strict).map(({ code }) => code)).toContain("less-sure");
  });

  test("tells what stands in the way", () => {
    const never = explain(estimateGpus({ ...chat, targets: { ttft: { p95: 1e-4 }, tokensPerSecond: 1e5 } }));
    expect(new Set(never.map(({ code }) => code))).toEqual(new Set(["obstacle"]));
    expect(never.flatMap(unfounded)).toEqual([]);
    expect(never.map(({ message }) => message).join("; ")).toMatch(
      /throughput reaches .* of the 100000 tokens\/s asked for/,
    );
  });

  test("leaves out what a model does not know", () => {
    const workload = { requestsInFlight: 100, inputTokens: 1000, outputTokens: 200 };
    const codes = explain(
      estimateGpus({ ...chat, workload, targets: { tokensPerSecond: 10 } }, { performance: classicModel() }),
    ).map(({ code }) => code);
    for (const code of ["confidence", "band", "split", "replicas", "batch"]) expect(codes).not.toContain(code);
    expect(codes).toContain("memory");
  });
});

test("the change that moves most is one of those that were tried", () => {
  const changes = changesOf({ ...chat, model: "llama-3.1-8b" }, { shares: [-0.5, 0.5] });
  const estimate = estimateGpus({ ...chat, model: "llama-3.1-8b" });
  const most = Math.max(...changes.filter(({ share }) => share !== null).map(({ saves }) => Math.abs(saves ?? 0)));
  const reason = explain(estimate, changes).find(({ code }) => code === "moves-most");
  if (reason?.code !== "moves-most") throw new Error("nothing moves it");
  expect(Math.abs(reason.values.gpus - reason.values.otherGpus)).toBe(most);
});
