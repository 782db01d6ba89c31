import { describe, expect, test } from "vitest";
import { checkTargets } from "../../src/core.js";
import { estimateGpus, presetTargets, presetWorkload, workloadPresets, type WorkloadLoad } from "../../src/index.js";

const load = (thinkSeconds: number | null): WorkloadLoad =>
  thinkSeconds === null ? { requestsPerSecond: 0.5 } : { namedUsers: 100 };

describe("presetTargets", () => {
  const waitedFor = workloadPresets.flatMap(({ id, targets, thinkSeconds }) =>
    targets === null ? [] : [{ id, thinkSeconds }],
  );

  test.each(waitedFor)("$id has targets that hold for few users of a small model", ({ id, thinkSeconds }) => {
    const targets = presetTargets(id);
    expect(checkTargets(targets)).toEqual(targets);
    expect(
      estimateGpus({ model: "llama-3.1-8b", gpu: "h100", workload: presetWorkload(id, load(thinkSeconds)), targets }),
    ).toMatchObject({ status: "feasible" });
  });

  test("every preset says where they come from", () => {
    for (const { targets, sources } of workloadPresets)
      expect(sources.filter((source) => source.startsWith("targets: "))).toHaveLength(targets === null ? 0 : 1);
  });

  test.each([
    ["batch", "missing-target"],
    ["chess", "unknown-id"],
  ])("%s has none", (id, code) => {
    expect(() => presetTargets(id)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
