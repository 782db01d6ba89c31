import { Command } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import { addTargetFlags, targetsOf, type TargetFlags } from "../../src/cli/target-flags.js";
import { english } from "../../src/cli/language/english/index.js";
import { targetTable } from "../../src/cli/simulation/target-results.js";
import { checkTargets } from "../../src/core.js";
import { estimateGpus, predictWaiting, type Targets } from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { TARGETS, type TargetRule } from "../../src/workload/targets.js";
import { filesNaming } from "./words.js";

const deployment = { model: "llama-3.1-8b", gpu: "l40s" } as const;
const workload = {
  requestsPerSecond: 4,
  inputTokens: { mean: 1155, cv: 0.96 },
  outputTokens: { mean: 211, cv: 0.77 },
} as const;
const targets = { slot: { p50: 5, p95: 10 } } as Targets;

/** A target that nothing but the table knows. */
beforeAll(() => {
  (TARGETS as Record<string, TargetRule>)["slot"] = { kind: "time", time: "queueSeconds", meaning: "time to a slot" };
});

describe("a target that is added to the table", () => {
  test("is checked", () => {
    expect(checkTargets(targets)).toEqual(targets);
    expect(() => checkTargets({ slot: { p95: -1 } } as Targets)).toThrow(
      expect.objectContaining({ code: "out-of-range", field: "targets.slot.p95" }) as Error,
    );
  });

  test("is a constraint of an estimate", () => {
    const estimate = estimateGpus(
      { ...deployment, workload, targets },
      { search: { gpusPerReplica: [1], batchExponent: [5, 5] } },
    );
    if (estimate.status === "infeasible") throw new Error(estimate.reason);
    const waiting = predictWaiting({
      ...deployment,
      workload,
      replicas: estimate.replicas,
      settings: { maxNumSeqs: 32 },
    });
    const demand = waiting.stable ? waiting.queueSeconds.p95 : NaN;
    expect(estimate.constraints.find(({ name }) => name === "slot p95")).toMatchObject({
      demand: expect.closeTo(demand, 9) as number,
      limit: 10,
      unit: "s",
      satisfied: true,
    });
    expect(estimate.constraints.map(({ name }) => name)).toContain("slot p50");
  });

  test("is judged in a simulation, and printed", () => {
    const simulation = simulate({ ...deployment, workload, requests: 500, targets });
    const { p50 = NaN, p95 = NaN } = simulation.queueSeconds ?? {};
    expect(simulation.targets).toEqual([
      { target: "slot", statistic: "p50", limit: 5, value: p50, met: p50 <= 5 },
      { target: "slot", statistic: "p95", limit: 10, value: p95, met: p95 <= 10 },
    ]);
    expect(simulation.withinTarget).toHaveProperty("queueSeconds");
    expect(targetTable(simulation, english)).toMatch(/slot p95 +10 s/);
  });

  test("is an option of the command for each statistic", () => {
    const command = addTargetFlags(new Command()).parse(["--slot", "3", "--slot-p95", "10"], { from: "user" });
    expect(targetsOf(command.opts<TargetFlags>())).toEqual({ slot: { mean: 3, p95: 10 } });
    expect(command.helpInformation()).toMatch(/--slot <seconds> +target: mean time to a slot/);
  });
});

test("no other code names the latest target, but what sets one, and what calls it in another language", () => {
  expect(filesNaming("e2e")).toEqual(["decide/deadline.ts", "language/french/names.ts", "workload/targets.ts"]);
});
