import { beforeAll, describe, expect, test } from "vitest";
import { readLoadTests } from "../../src/calibrate.js";
import { ENGINE_NAMES, type Engine, type EngineName } from "../../src/catalog/engine.js";
import { ENGINE_LAUNCHES } from "../../src/launch/engines/engine-launches.js";
import type { EngineLaunch } from "../../src/launch/engines/engine-launch.js";
import { planLaunch } from "../../src/launch/index.js";
import { engines, estimateGpus, predictServing, predictWaiting } from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { filesNaming } from "./words.js";

const NAME = "dummy" as EngineName;
const deployment = { model: "llama-3.1-8b", gpu: "h100", engine: "Dummy@1.4" } as const;
const workload = { requestsInFlight: 30, inputTokens: 1000, outputTokens: 200 } as const;

/** An engine that nothing but the tables knows: its name, its rules of memory, how it is started. Without timings of its own it has vLLM's. */
beforeAll(() => {
  const vllm = engines.find(({ id }) => id === "vllm@0.19") as Engine;
  (ENGINE_NAMES as unknown as EngineName[]).push(NAME);
  (engines as Engine[]).push({
    ...vllm,
    id: "dummy@1",
    engine: NAME,
    version: "1",
    fromVersion: "0",
    belowVersion: null,
  });
  (ENGINE_LAUNCHES as Record<string, EngineLaunch>)[NAME] = {
    ...(ENGINE_LAUNCHES.vllm as EngineLaunch),
    command: ["dummy"],
    options: [{ name: "--at-once", takes: "integer", source: "this test", value: ({ maxNumSeqs }) => maxNumSeqs }],
  };
});

describe("an engine that is added to the tables", () => {
  test("is found by its name, version and spelling", () => {
    expect(
      predictServing({
        ...deployment,
        load: { kind: "closed-loop", requestsInFlight: 30 },
        inputTokens: 1000,
        outputTokens: 200,
      }),
    ).toMatchObject({ engine: "dummy@1", engineName: "dummy" });
  });

  test("serves in every evaluator", () => {
    expect(predictWaiting({ ...deployment, workload })).toMatchObject({ stable: true, engine: "dummy@1" });
    expect(simulate({ ...deployment, workload, requests: 200 })).toMatchObject({ engine: "dummy@1", finished: 200 });
  });

  test("is sized, and started as it says", () => {
    const estimate = estimateGpus({ ...deployment, workload, targets: { tokensPerSecond: 20 } });
    if (estimate.status === "infeasible") throw new Error(estimate.reason);
    expect(planLaunch(estimate).commands).toEqual([
      ["dummy", "meta-llama/Llama-3.1-8B-Instruct", "--at-once", `${estimate.maxBatchSize}`],
    ]);
  });

  test("is read from a load test", () => {
    const file = readLoadTests([
      {
        name: "rows.csv",
        text: "model,gpu,engine,inputTokens,outputTokens,concurrency,tpotSeconds\nllama-3.1-8b,h100,DUMMY,1000,200,30,0.012\n",
      },
    ]);
    expect(file.observations).toMatchObject([{ engine: "dummy" }]);
  });
});

test("four files know an engine by name; that of kernels says whose timings stand in for another's, that of the scheduler who differs from vLLM", () => {
  expect(filesNaming("sglang")).toEqual([
    "catalog/engine.ts",
    "kernels/kernel-choice.ts",
    "launch/engines/engine-launches.ts",
    "simulate/scheduler.ts",
  ]);
});
