import { describe, expect, test } from "vitest";
import type { Targets, Workload } from "../../src/index.js";
import { planLaunch, type LaunchPlan, type PlannedTool } from "../../src/launch/index.js";
import { feasible } from "../support/feasible.js";

const lengths = { inputTokens: { mean: 1000, cv: 0.3 }, outputTokens: { mean: 200, cv: 0.3 } } as const;

const planOf = (workload: Workload, targets: Targets = { tokensPerSecond: 5 }): LaunchPlan =>
  planLaunch(
    feasible(
      { model: "llama-3.1-8b", gpu: "l40s", engine: "vllm@0.20", workload, targets },
      { confidence: "expected" },
    ),
  );

const words = ({ loadTest }: LaunchPlan, tool: PlannedTool): string => loadTest?.commands[tool].words.join(" ") ?? "";

describe("the load of a test", () => {
  test("is a closed loop of requests that are given in flight", () => {
    const plan = planOf({ requestsInFlight: 39.5, ...lengths });
    expect(plan.loadTest).toMatchObject({ clients: 40, requests: 800, warmUpRequests: 80 });
    expect(words(plan, "vllm-bench")).toMatch(/--max-concurrency 40 --num-prompts 800 --num-warmups 80/);
    expect(words(plan, "vllm-bench")).not.toContain("--request-rate");
    expect(words(plan, "sglang-bench")).toMatch(/--max-concurrency 40 --warmup-requests 80/);
    expect(words(plan, "guidellm")).toContain("--profile kind=concurrent,streams=40,");
    expect(words(plan, "aiperf")).toMatch(/--concurrency 40 --request-count 800 --warmup-request-count 80/);
  });

  test("is a rate where one is given, and where requests follow from users who think: without a limit that would hide the wait", () => {
    const plan = planOf({ requestsPerSecond: 3, arrivalCv: 2, ...lengths });
    expect(words(plan, "vllm-bench")).toContain("--request-rate 3 --burstiness 0.25");
    expect(words(plan, "guidellm")).toContain("--profile kind=poisson,rate=3,");
    expect(words(plan, "aiperf")).toContain("--request-rate 3 --request-rate-mode poisson");
    const users = planOf({ concurrentUsers: 200, thinkSeconds: 60, ...lengths });
    const { requestsPerSecond = NaN, commands = {} } = users.loadTest ?? {};
    expect(requestsPerSecond).toBeGreaterThan(200 / 80);
    expect(requestsPerSecond).toBeLessThan(200 / 60);
    for (const tool of Object.keys(commands) as PlannedTool[])
      expect(words(users, tool)).not.toMatch(/concurrency|streams/);
  });

  test("has requests enough for its percentiles", () => {
    const targets = { ttft: { p99: 10 } };
    expect(planOf({ requestsInFlight: 2, ...lengths }, targets).loadTest?.requests).toBe(1000);
    expect(planOf({ requestsPerSecond: 1, ...lengths }).loadTest?.requests).toBe(1000);
  });

  test("is that of the load test which targets have to pass", () => {
    const plan = planOf({ requestsInFlight: 16, ...lengths }, { tokensPerSecond: 5, acceptance: { rounds: 4 } });
    expect(plan.loadTest).toMatchObject({ clients: 16, requests: 64, warmUpRequests: 0 });
  });
});

describe("the lengths of a test", () => {
  test("vary in each tool as the workload, by the law that the tool has", () => {
    const plan = planOf({ requestsInFlight: 4, ...lengths });
    // Uniform within 0.52 of the mean on both sides: 0.3 times the root of three.
    expect(words(plan, "vllm-bench")).toContain(
      "--random-input-len 1000 --random-output-len 200 --random-range-ratio 0.52",
    );
    // Uniform from 480 to 1520.
    expect(words(plan, "sglang-bench")).toContain(
      "--random-input-len 1520 --random-output-len 304 --random-range-ratio 0.316",
    );
    expect(words(plan, "guidellm")).toContain(
      "prompt_tokens=1000,prompt_tokens_stdev=300,prompt_tokens_min=1,prompt_tokens_max=2500",
    );
    expect(words(plan, "aiperf")).toContain("--isl 1000 --isl-stddev 300 --osl 200 --osl-stddev 60");
    expect(Object.values(plan.loadTest?.commands ?? {}).map(({ lengths: law }) => law)).toEqual([
      "uniform",
      "normal",
      "normal",
      "uniform",
    ]);
  });

  test("are all the same where the workload's are: 0 says so to vLLM, 1 to SGLang", () => {
    const plan = planOf({ requestsInFlight: 4, inputTokens: 1000, outputTokens: 200 });
    expect(words(plan, "vllm-bench")).toContain("--random-range-ratio 0 ");
    expect(words(plan, "sglang-bench")).toContain(
      "--random-input-len 1000 --random-output-len 200 --random-range-ratio 1 ",
    );
    expect(words(plan, "guidellm")).not.toContain("stdev");
    expect(new Set(Object.values(plan.loadTest?.commands ?? {}).map(({ lengths: law }) => law))).toEqual(
      new Set(["equal"]),
    );
  });

  test("begin the same as far as the cache is counted on", () => {
    const plan = planOf({
      requestsInFlight: 4,
      inputTokens: 1000,
      outputTokens: 200,
      sharedPrefixTokens: 200,
      prefixCacheHitRate: 0.5,
    });
    expect(plan.loadTest).toMatchObject({ cachedTokens: 600, beginnings: 1 });
    expect(words(plan, "vllm-bench")).toContain(
      "--dataset-name prefix_repetition --prefix-repetition-prefix-len 600 --prefix-repetition-suffix-len 400 --prefix-repetition-num-prefixes 1 --prefix-repetition-output-len 200",
    );
    expect(words(plan, "sglang-bench")).toContain(
      "--gsp-system-prompt-len 600 --gsp-question-len 400 --gsp-output-len 200",
    );
    expect(words(plan, "guidellm")).toContain("prompt_tokens=400,output_tokens=200,prefix_tokens=600,prefix_count=1");
    expect(words(plan, "aiperf")).toContain(
      "--isl 400 --isl-stddev 0 --osl 200 --osl-stddev 0 --prefix-prompt-length 600 --num-prefix-prompts 1",
    );
  });
});

test("outputs are not cut short, and the percentiles that targets may name are kept", () => {
  const plan = planOf({ requestsInFlight: 4, ...lengths });
  expect(words(plan, "vllm-bench")).toMatch(
    /--ignore-eos .*--percentile-metrics ttft,tpot,itl,e2el --metric-percentiles 50,90,95,99 --save-result/,
  );
  expect(words(plan, "aiperf")).toContain("--extra-inputs ignore_eos:true");
});

test("a model that writes nothing has none, since its results cannot be read", () => {
  const request = {
    model: "bge-m3",
    gpu: "l4",
    engine: "vllm@0.19",
    workload: { requestsPerSecond: 5, inputTokens: 300 },
    targets: { e2e: 1 },
  };
  expect(planLaunch(feasible(request)).loadTest).toBeNull();
});

test("images are not sent, which the plan says", () => {
  const images = { imagesPerRequest: 2, imageSize: { widthPixels: 800, heightPixels: 600 } };
  const plan = planLaunch(
    feasible({
      model: "gemma-3-27b",
      gpu: "h100",
      workload: { requestsInFlight: 4, ...lengths, ...images },
      targets: { tokensPerSecond: 1 },
    }),
  );
  expect(plan.notices).toContainEqual(expect.objectContaining({ code: "images-untested", imagesPerRequest: 2 }));
});
