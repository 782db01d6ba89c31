import { describe, expect, test } from "vitest";
import { cells } from "../../scripts/queueing/cells.js";
import { compare } from "../../scripts/queueing/compare.js";
import { realPoints } from "../../scripts/queueing/real-points.js";

const find = (group: string, lengths: string, slots: number, load: number, requests = 40_000) => {
  const cell = cells(false).find((one) => one.group === group && one.lengths.name === lengths && one.law.slots === slots && one.load === load);
  if (cell === undefined) throw new Error("no such case");
  return compare({ ...cell, requests }, 1);
};

describe("against every step simulated", () => {
  test("chat on 32 slots at 0.7 of the capacity", () => {
    const { simulated, predicted } = find("Poisson", "chat", 32, 0.7);
    for (const quantity of ["ttft", "ttft50", "ttft95", "tpot", "residence", "request"] as const) expect(predicted[quantity] / simulated[quantity]).toBeCloseTo(1, 1);
    expect(Math.abs(predicted.residence / simulated.residence - 1)).toBeLessThan(0.02);
  });

  test("chat on 8 slots at 0.9 of the capacity waits", () => {
    const { simulated, predicted } = find("Poisson", "chat", 8, 0.9);
    expect(Math.abs(Math.log(predicted.wait / simulated.wait))).toBeLessThan(Math.log(1.3));
    expect(Math.abs(Math.log(predicted.wait95 / simulated.wait95))).toBeLessThan(Math.log(1.3));
  });

  test("code completion: prompts come in clusters", () => {
    const { simulated, predicted } = find("Poisson", "code", 128, 0.8);
    for (const quantity of ["ttft", "ttft95", "residence"] as const) expect(Math.abs(predicted[quantity] / simulated[quantity] - 1)).toBeLessThan(0.12);
  });

  test("code completion waits: prompts that are read together fill the slots", () => {
    const { simulated, predicted, flagged } = find("Poisson", "code", 32, 0.95, 100_000);
    expect(Math.abs(Math.log(predicted.wait / simulated.wait))).toBeLessThan(Math.log(1.4));
    expect(Math.abs(predicted.residence / simulated.residence - 1)).toBeLessThan(0.05);
    expect(flagged).toBe(false);
    expect(find("Poisson", "code", 128, 0.9, 100).flagged).toBe(true);
  });

  test("a burst: the first wave is read together, the longest answer ends alone", () => {
    const { simulated, predicted } = find("burst", "chat", 32, 4, 128);
    for (const quantity of ["rate", "ttft", "ttft50", "ttft95", "residence"] as const) expect(Math.abs(predicted[quantity] / simulated[quantity] - 1)).toBeLessThan(0.1);
  });

  test("twice as many requests in flight as slots", () => {
    const { simulated, predicted } = find("sustained", "RAG", 32, 2);
    expect(Math.abs(predicted.rate / simulated.rate - 1)).toBeLessThan(0.02);
    expect(Math.abs(predicted.wait / simulated.wait - 1)).toBeLessThan(0.02);
    expect(Math.abs(predicted.wait95 / simulated.wait95 - 1)).toBeLessThan(0.15);
  });
});

test("against load tests: waits within 3 %, first tokens within 10 %", () => {
  for (const { quantity, measuredSeconds, predictedSeconds } of realPoints()) expect(Math.abs(predictedSeconds / measuredSeconds - 1)).toBeLessThan(quantity === "wait" ? 0.03 : 0.1);
});
