import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, test } from "vitest";
import { readCurve } from "../../src/cli/decision/read-curve.js";
import { renderDay } from "../../src/cli/decision/render-day.js";
import { renderExplanation } from "../../src/cli/decision/render-explanation.js";
import { renderFleetLimit } from "../../src/cli/decision/render-fleet-limit.js";
import { renderWhatIf } from "../../src/cli/decision/render-what-if.js";
import { say } from "../../src/language/language.js";
import { english } from "../../src/cli/language/english/index.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "../../src/cli/estimation/estimate-flags.js";
import {
  dayCurve,
  dayPlan,
  explain,
  growthPlan,
  inServers,
  maxUsers,
  tightestTargets,
  whatIf,
} from "../../src/decide/index.js";
import { estimateGpus, presetTargets, presetWorkload, type EstimateRequest } from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const chat: EstimateRequest = {
  model: "qwen3-32b",
  gpu: "h100",
  workload: presetWorkload("chat", { namedUsers: 10_000, peakFactor: 1.9 }),
  targets: { ttft: { p95: 1 }, tpot: { p95: 0.05 } },
};

const folder = mkdtempSync(join(tmpdir(), "infrascale-curve-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Every line fits a terminal. */
function expectNarrow(text: string): void {
  for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
}

describe("what is printed", () => {
  test("of given GPUs: the most, how they are used, and what stops it", () => {
    const request = { ...chat, gpus: 16 };
    const found = maxUsers(request);
    const text = renderFleetLimit(request, [found], english);
    expectNarrow(text);
    expect(text).toMatch(/^named users: 1[\d],\d{3} users, 90 % sure\n2\d,\d{3} users as predicted\n16 of 16 GPUs: /);
    expect(text).toMatch(/\none step beyond would break t(pot|tft) p95\n/);
    const targets = renderFleetLimit(request, tightestTargets(request), english);
    expectNarrow(targets);
    expect(targets).toMatch(/^ttft p95: [\d.]+ m?s, 90 % sure\n[^]*\ntpot p95: [\d.]+ ms, 90 % sure\n/);
    expect(targets).not.toMatch(/beyond would break ttft p95\n\ntpot/);
  });

  test("of GPUs that bear nothing: why", () => {
    const request = { ...chat, gpus: 8, targets: { ttft: { p95: 1e-4 } } };
    const text = renderFleetLimit(request, [maxUsers(request)], english);
    expectNarrow(text);
    expect(text).toMatch(
      /^named users: no value keeps every target on 8 GPUs, 90 % sure\nnone as predicted\nstopped by ttft p95: /,
    );
  });

  test("of changes: those that move the count by what they save, the others by name, and thresholds", () => {
    const found = whatIf(chat, { shares: [-0.25, 0.25] });
    const text = renderWhatIf(found, english);
    expectNarrow(text);
    expect(text).toMatch(/\nchange +GPUs +saves +sure\n/);
    expect(text).toMatch(/\nnamed users +10,000 users -> 12,500 users +\+25 % +\d+ +-\d+ +90 %\n/);
    expect(text).toMatch(/\nno other count: /);
    expect(text).toMatch(/\nnamed users +10,000 users +1\d,\d{3} users: \d+ +\d+ +\d,\d{3} users: \d+\n/);
    const refused = {
      ...found,
      changes: found.changes.map((change) => ({
        ...change,
        gpus: null,
        saves: null,
        refused: "out-of-range" as const,
      })),
    };
    expect(renderWhatIf(refused, english)).toMatch(/\nnothing serves: [^]*\(out-of-range\)/);
  });

  test("of an explanation: reasons in lines of 80 columns, and servers", () => {
    const estimate = estimateGpus(chat, { spareReplicas: 1 });
    if (estimate.status === "infeasible") throw new Error(estimate.reason);
    const text = renderExplanation(
      { estimate, reasons: explain(estimate), servers: inServers("h100", estimate) },
      english,
    );
    expectNarrow(text);
    expect(text).toMatch(/^\d+ GPUs: \d+ replicas of 2, and 1 spare replica\n/);
    expect(text).toMatch(/\n- tpot p95 binds: /);
    expect(text).toMatch(/\nin whole servers: \d+ x \d+ = \d+ GPUs, (none|\d+) idle \(/);
    const never = estimateGpus({ ...chat, targets: { ttft: { p95: 1e-4 } } });
    expect(renderExplanation({ estimate: never, reasons: explain(never), servers: [] }, english)).toMatch(
      /^ttft p95 needs /,
    );
  });

  test("of a day: every hour with a bar, GPU-hours, money and months", () => {
    const prices = { currency: "EUR", onDemand: 3.17, reserved: 2 };
    const plan = dayPlan(chat, { curve: dayCurve("office"), prices });
    const months = growthPlan(chat, { loads: [1000, 20_000] });
    const text = renderDay({ plan, months, servers: inServers("h100", plan.estimate) }, english);
    expectNarrow(text);
    expect(text.match(/^ *\d+ +[\d.,]+ +\d+ +\d+ +#+$/gm)).toHaveLength(24);
    expect(text).toMatch(/\nEUR, before tax\n(.*\n){3}reserved and on demand +\d/);
    expect(text).toMatch(/\n +2 +20,000 users +\d+ +\d+\n/);
    expect(
      renderDay({ plan: { ...plan, money: null, reservedGpus: null }, months: [], servers: [] }, english),
    ).not.toMatch(/tax|month|least cost/);
  });
});

test("inputs are named and told as people do", () => {
  expect(
    ["workload.concurrentUsers", "targets.ttft.p95", "precision.kvCache", "engine"].map((field) =>
      say(english, "input", field),
    ),
  ).toEqual(["concurrent users", "ttft p95", "kv cache", "engine"]);
  expect(say(english, "value", { value: 12_345, unit: "users" })).toBe("12,345 users");
  expect(say(english, "value", { value: 0.0123456, unit: "s" })).toBe("12.35 ms");
  expect(say(english, "value", { value: 1.23456, unit: "" })).toBe("1.235");
  expect(say(english, "value", { value: "fp8", unit: "" })).toBe("fp8");
});

describe("curves", () => {
  test("are known by name, or read from the last column of a file", () => {
    expect(readCurve("office", "week")).toHaveLength(168);
    expect(readCurve(file("a.csv", "hour,load\n0,1.5\n1,2\n\n"), "day")).toEqual([1.5, 2]);
    expect(readCurve(file("b.csv", "3\r\n4\r\n"), "day")).toEqual([3, 4]);
    expect(refusal(() => readCurve("offices", "day"))).toBe("unknown-id curve");
    expect(refusal(() => readCurve(file("c.csv", "1\nmany\n"), "day"))).toBe("invalid-row curve");
    expect(refusal(() => readCurve(join(folder, "none.csv"), "day"))).toBe("unreadable-file curve");
  });
});

test("options of a size say request, options and what was assumed", () => {
  const command = addSizingFlags(new Command()).parse(
    ["--model", "qwen3-32b", "--gpu", "h100", "--preset", "chat", "--users", "9", "--confidence", "expected"],
    { from: "user" },
  );
  const { request, options, assumed } = askedEstimate(command.opts<SizingFlags>());
  expect(request).toMatchObject({
    model: "qwen3-32b",
    workload: { concurrentUsers: 9 },
    targets: presetTargets("chat"),
  });
  expect(options).toMatchObject({ confidence: "expected" });
  expect(assumed.map(({ of }) => of)).toEqual(["ttft p95", "tpot p95"]);
});
