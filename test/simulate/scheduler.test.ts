import { describe, expect, it } from "vitest";
import { PLAIN_SCHEDULER, schedulerAtVersion } from "../../src/simulate/scheduler.js";

describe("rules of engines", () => {
  it("of vLLM: prompts whole and apart before 0.8, room for a first chunk before 0.19, plans of a step ahead since 0.14", () => {
    const { admission, chunksPrompts, lagSteps, keepsFreedBlocks } = schedulerAtVersion("vllm", "0.18.1");
    expect({ admission, chunksPrompts, lagSteps, keepsFreedBlocks }).toEqual({
      admission: "first-chunk",
      chunksPrompts: true,
      lagSteps: 1,
      keepsFreedBlocks: true,
    });
    const [newest, before] = [schedulerAtVersion("vllm", "0.19"), schedulerAtVersion("vllm", "0.14.0")];
    expect([newest.admission, newest.lagSteps, before.admission, before.lagSteps]).toEqual([
      "prompt",
      1,
      "first-chunk",
      1,
    ]);
    expect(schedulerAtVersion("vllm", "0.13.9")).toEqual({ ...before, lagSteps: 0 });
    expect(schedulerAtVersion("vllm", "0.8.0")).toEqual({ ...before, lagSteps: 0 });
    expect(schedulerAtVersion("vllm", "0.7.3")).toEqual({ ...PLAIN_SCHEDULER, chunksPrompts: false });
  });

  it("are the newest where no version is said", () => {
    expect(schedulerAtVersion("vllm")).toBe(schedulerAtVersion("vllm", "0.19"));
    expect(schedulerAtVersion("vllm", "1.0")).toBe(schedulerAtVersion("vllm"));
  });

  it("of SGLang and TensorRT-LLM", () => {
    expect(schedulerAtVersion("sglang", "0.5.2")).toEqual({
      admission: "expected-output",
      chunksPrompts: true,
      lagSteps: 1,
      keepsFreedBlocks: true,
      holdsPromptSteps: 0,
      receiveSteps: 1,
    });
    expect(schedulerAtVersion("tensorrt-llm", "1.2.0")).toEqual({
      admission: "whole-output",
      chunksPrompts: false,
      lagSteps: 1,
      keepsFreedBlocks: true,
      holdsPromptSteps: 50,
      receiveSteps: 1,
    });
  });

  it("of engines that are not known are those of vLLM", () => {
    expect(schedulerAtVersion("generic", "0.10")).toBe(schedulerAtVersion("vllm", "0.10"));
  });
});
