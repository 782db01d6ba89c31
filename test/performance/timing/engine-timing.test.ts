import { describe, expect, it } from "vitest";
import timingEntries from "../../../catalogs/engine-timing.json" with { type: "json" };
import { timingAtVersion, type EngineTiming } from "../../../src/performance/timing/engine-timing.js";
import { compareVersions, type EngineName } from "../../../src/catalog/engine.js";
import { engineTiming } from "../fixtures.js";

const range = (engine: EngineName, fromVersion: string, belowVersion: string | null): EngineTiming => ({
  ...engineTiming,
  engine,
  fromVersion,
  belowVersion,
});
const early = range("vllm", "0.2", "0.9");
const middle = range("vllm", "0.9", "0.11");
const newest = range("vllm", "0.11", null);
const sglang = range("sglang", "0.4", null);
const closed = range("tensorrt-llm", "1.0", "1.2");
const older = range("tensorrt-llm", "0.18", "1.0");
const all = [early, middle, newest, sglang, closed, older];

describe("timingAtVersion", () => {
  it.each([
    ["0.2", early],
    ["0.8.5", early],
    // A range begins with its first version and ends before its last.
    ["0.9", middle],
    ["0.9.0", middle],
    // 10 comes after 9.
    ["0.10.2", middle],
    ["0.11", newest],
    ["0.11.0rc1", newest],
    ["3", newest],
  ])("vllm %s", (version, expected) => {
    expect(timingAtVersion(all, "vllm", version)).toBe(expected);
    expect(timingAtVersion(all.toReversed(), "vllm", version)).toBe(expected);
  });

  it("takes the newest without a version, and for one that no range holds", () => {
    for (const timings of [all, all.toReversed()]) {
      expect(timingAtVersion(timings, "vllm")).toBe(newest);
      expect(timingAtVersion(timings, "vllm", "0.1")).toBe(newest);
    }
  });

  it("takes no version for the newest, not for the oldest", () => {
    const oldest = range("sglang", "0", "0.4");
    expect(timingAtVersion([oldest, sglang], "sglang")).toBe(sglang);
    expect(timingAtVersion([oldest, sglang], "sglang", "0.1")).toBe(oldest);
  });

  it("takes the first where every range has an end", () => {
    expect(timingAtVersion(all, "tensorrt-llm")).toBe(closed);
    expect(timingAtVersion(all, "tensorrt-llm", "2.0")).toBe(closed);
    expect(timingAtVersion(all, "tensorrt-llm", "0.20")).toBe(older);
  });

  it("keeps engines apart, and lends those without timings vLLM's", () => {
    expect(timingAtVersion(all, "sglang", "0.5")).toBe(sglang);
    expect(timingAtVersion(all, "sglang", "0.1")).toBe(sglang);
    expect(timingAtVersion([sglang, ...all.filter(({ engine }) => engine === "vllm")], "generic", "0.5")).toBe(early);
    expect(timingAtVersion(all, "generic")).toBe(newest);
  });
});

describe("engine-timing.json", () => {
  const entries = timingEntries as readonly EngineTiming[];

  it("has ranges that follow each other, the newest without an end", () => {
    for (const engine of new Set(entries.map((entry) => entry.engine))) {
      const ranges = entries
        .filter((entry) => entry.engine === engine)
        .toSorted((a, b) => compareVersions(a.fromVersion, b.fromVersion));
      ranges.forEach(({ belowVersion }, index) => expect(belowVersion).toBe(ranges[index + 1]?.fromVersion ?? null));
    }
    // The engine that lends its timing to others.
    expect(entries.some(({ engine }) => engine === "vllm")).toBe(true);
  });

  it("is physical: no time is negative, and prompts and messages take some", () => {
    for (const {
      layerSeconds,
      routingSeconds,
      stepSeconds,
      requestSeconds,
      parallelRequestSeconds,
      expertLayerSeconds,
      communicationFactor,
      firstToken,
    } of entries) {
      for (const value of [
        layerSeconds,
        routingSeconds,
        stepSeconds,
        requestSeconds,
        parallelRequestSeconds,
        expertLayerSeconds,
        ...Object.values({ ...firstToken }),
      ]) {
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
      }
      expect(communicationFactor).toBeGreaterThan(0);
      expect(firstToken.prefillFactor).toBeGreaterThan(0);
    }
  });
});
