import { describe, expect, test } from "vitest";
import { classicModel, estimateGpus, type Engine, type EstimateRequest, type SearchOptions } from "../../src/index.js";
import { planLaunch, type LaunchOptions, type LaunchPlan, type NoticeCode } from "../../src/launch/index.js";
import { ENGINE_LAUNCHES } from "../../src/launch/engines/engine-launches.js";
import { launchedVersion } from "../../src/launch/launched-version.js";
import { feasible } from "../support/feasible.js";
import { refusal } from "../support/refusal.js";

const workload = { requestsInFlight: 4, inputTokens: 1000, outputTokens: 200 } as const;
const targets = { tokensPerSecond: 0.1 } as const;

const planOf = (
  request: Partial<EstimateRequest>,
  search: SearchOptions = {},
  options: LaunchOptions = {},
): LaunchPlan =>
  planLaunch(
    feasible({ model: "llama-3.1-8b", gpu: "h100", workload, targets, ...request }, { confidence: "expected", search }),
    options,
  );

const codes = ({ notices }: LaunchPlan): readonly NoticeCode[] => notices.map(({ code }) => code);
const words = ({ commands: [first = []] }: LaunchPlan): string => first.join(" ");

describe("what an engine refuses", () => {
  test("blocks of FP8 weights that a split cuts: 1536 over eight GPUs, the known case of Qwen3-235B", () => {
    const request = { model: "Qwen/Qwen3-235B-A22B-FP8", gpu: "h200", engine: "vllm@0.19" } as const;
    const sharded = planOf(request, { splits: [{ tensor: 8 }] });
    expect(sharded.notices.find(({ code }) => code === "cut-blocks")).toMatchObject({
      effect: "refused",
      width: 1536,
      gpus: 8,
      blockSize: 128,
    });
    expect(codes(planOf(request, { splits: [{ tensor: 8, expert: 8 }] }))).not.toContain("cut-blocks");
    expect(codes(planOf(request, { splits: [{ tensor: 4 }] }))).not.toContain("cut-blocks");
  });

  test("TensorRT-LLM: attention in ranks of several GPUs", () => {
    const request = { model: "deepseek-r1", gpu: "b200", engine: "tensorrt-llm@1.2" } as const;
    expect(codes(planOf(request, { splits: [{ tensor: 2, data: 4, expert: 8 }] }))).toContain("ranks-of-several-gpus");
    expect(codes(planOf(request, { splits: [{ data: 8, expert: 8 }] }))).not.toContain("ranks-of-several-gpus");
  });

  test("vLLM: ranks that span servers", () => {
    const request = { model: "deepseek-r1", gpu: "h100", engine: "vllm@0.19" } as const;
    expect(codes(planOf(request, { splits: [{ tensor: 16, data: 2, expert: 32 }] }))).toContain("ranks-over-servers");
    expect(codes(planOf(request, { splits: [{ tensor: 8, data: 4, expert: 32 }] }))).not.toContain(
      "ranks-over-servers",
    );
  });

  test("SGLang: drafting in a pipeline; its overlap is off there in silence", () => {
    const request = {
      model: "deepseek-r1",
      gpu: "h200",
      engine: "sglang@0.5.9",
      speculation: { draftTokens: 2, acceptanceRate: 0.6 },
    } as const;
    expect(codes(planOf(request, { splits: [{ tensor: 4, pipeline: 2 }] }))).toEqual(
      expect.arrayContaining(["drafts-in-stages", "no-overlap"]),
    );
    expect(codes(planOf(request, { splits: [{ tensor: 8 }] }))).not.toContain("drafts-in-stages");
  });

  test("vLLM: fewer tokens a step than requests, which no plan of an estimate has", () => {
    const { replica } = planOf({ engine: "vllm@0.19", settings: { maxBatchedTokens: 64 } });
    expect(replica.maxNumSeqs).toBeLessThanOrEqual(64);
    const launch = ENGINE_LAUNCHES.vllm;
    expect(launch?.noticesOf({ ...replica, maxNumSeqs: 65 })).toMatchObject([
      { code: "tokens-below-requests", effect: "refused", maxBatchedTokens: 64, maxNumSeqs: 65 },
    ]);
    expect(launch?.noticesOf(replica)).toEqual([]);
  });

  test("a longest request that the cache does not hold", () => {
    const tight = planOf({ gpu: "l4", engine: "vllm@0.19", settings: { maxModelLen: 131_072 } });
    const found = tight.notices.find(({ code }) => code === "context-beyond-cache");
    expect(found).toMatchObject({ effect: "refused", maxModelLen: 131_072 });
    const longestTokens = found?.code === "context-beyond-cache" ? found.longestTokens : NaN;
    const open = planOf({ gpu: "l4", engine: "vllm@0.19" });
    expect(open.replica.maxModelLen).toBe(longestTokens);
    expect(codes(open)).toEqual([]);
  });

  test("an encoder whose step is shorter than its longest request, which no plan has", () => {
    const { replica } = planOf({
      model: "bge-m3",
      gpu: "l4",
      engine: "vllm@0.19",
      workload: { requestsPerSecond: 5, inputTokens: 300 },
      targets: { e2e: 1 },
    });
    expect(replica.maxBatchedTokens).toBe(replica.maxModelLen);
  });

  test("nothing of an embedding model, which is told that it is one", () => {
    expect(
      planOf({
        model: "bge-m3",
        workload: { requestsPerSecond: 5, inputTokens: 300 },
        targets: { e2e: 1 },
        engine: "vllm@0.19",
      }).commands[0],
    ).toEqual(expect.arrayContaining(["--runner", "pooling", "--no-enable-prefix-caching"]));
  });
});

describe("what has to be supplied", () => {
  test("a checkpoint in the format that was sized, unless the engine makes it", () => {
    const request = { model: "qwen3-32b", engine: "vllm@0.19", precision: { weights: "int4" } } as const;
    const plan = planOf(request);
    expect(plan.notices).toContainEqual(
      expect.objectContaining({ code: "checkpoint", effect: "needed", format: "int4" }),
    );
    expect(words(plan)).toContain("vllm serve CHECKPOINT ");
    const named = planOf(request, {}, { checkpoint: "org/qwen3-32b-awq" });
    expect(codes(named)).not.toContain("checkpoint");
    expect(words(named)).toContain("vllm serve org/qwen3-32b-awq ");
    expect(words(named)).not.toContain("--quantization");
  });

  test("none for the published one, whatever its format, and none for FP8 with a scale a tensor", () => {
    const published = planOf({ model: "Qwen/Qwen3-32B-FP8", engine: "vllm@0.19" });
    expect(words(published)).toContain("vllm serve Qwen/Qwen3-32B-FP8 ");
    expect(words(published)).not.toContain("--quantization");
    const made = planOf({ engine: "vllm@0.19", precision: { weights: "fp8" } });
    expect(words(made)).toContain("--quantization fp8");
    expect(codes(made)).toContain("quantised-at-load");
    expect(codes(planOf({ engine: "tensorrt-llm@1.2", precision: { weights: "fp8" } }))).toContain("checkpoint");
  });

  test("16-bit weights in the format that the GPU computes in", () => {
    expect(words(planOf({ model: "qwen2.5-7b", gpu: "v100-sxm2-32gb", engine: "vllm@0.19" }))).toContain(
      "--dtype float16",
    );
    expect(words(planOf({ engine: "vllm@0.19" }))).not.toContain("--dtype");
  });

  test("a drafter, where the model has no layers for it", () => {
    const speculation = { draftTokens: 3, acceptanceRate: 0.6 };
    const open = planOf({ engine: "sglang@0.5.9", speculation });
    expect(codes(open)).toContain("draft-model");
    expect(words(open)).not.toContain("speculative");
    const named = planOf(
      { engine: "sglang@0.5.9", speculation },
      {},
      { drafter: { method: "eagle3", model: "org/eagle" } },
    );
    expect(words(named)).toContain(
      "--speculative-algorithm EAGLE3 --speculative-draft-model-path org/eagle --speculative-num-steps 3 --speculative-eagle-topk 1 --speculative-num-draft-tokens 4",
    );
    expect(codes(named)).toContain("draft-memory");
  });

  test("an image for GPUs of other vendors, a router, and a launcher over several servers", () => {
    expect(codes(planOf({ gpu: "mi300x", engine: "vllm@0.19" }))).toContain("image");
    expect(
      codes(planOf({ workload: { ...workload, requestsInFlight: 4000 }, targets: { tokensPerSecond: 20 } })),
    ).toContain("router");
    const spanning = planOf(
      { model: "deepseek-r1", gpu: "h200", engine: "tensorrt-llm@1.2" },
      { splits: [{ tensor: 8, pipeline: 2 }] },
    );
    expect(codes(spanning)).toContain("launcher");
    expect(words(spanning)).toMatch(/^srun -N 2 --ntasks-per-node=8 --mpi=pmix trtllm-llmapi-launch trtllm-serve /);
    expect(spanning.kubernetes).toBeNull();
    const old = planOf(
      { model: "deepseek-r1", gpu: "h200", engine: "vllm@0.9" },
      { splits: [{ tensor: 8, pipeline: 2 }] },
    );
    expect(words(old)).toContain("--distributed-executor-backend ray");
    expect(codes(old)).toContain("launcher");
  });
});

describe("limits of a rank and of all", () => {
  const model = "deepseek-r1";
  const splits = [{ data: 8, expert: 8 }];
  const batch = { splits, batchExponent: [6, 6] } as const;

  test("SGLang counts them of all ranks", () => {
    const text = words(
      planOf({ model, gpu: "h200", engine: "sglang@0.5.9", settings: { maxBatchedTokens: 2048 } }, batch),
    );
    expect(text).toContain(
      "--tp-size 8 --pp-size 1 --dp-size 8 --enable-dp-attention --ep-size 8 --max-running-requests 512",
    );
    expect(text).toContain("--chunked-prefill-size 16384");
  });

  test("vLLM and TensorRT-LLM of one", () => {
    expect(words(planOf({ model, gpu: "h200", engine: "vllm@0.19" }, batch))).toContain(
      "--tensor-parallel-size 1 --pipeline-parallel-size 1 --data-parallel-size 8 --enable-expert-parallel --max-num-seqs 64",
    );
    const plan = planOf({ model, gpu: "h200", engine: "tensorrt-llm@1.2" }, batch);
    expect(words(plan)).toContain("--tp_size 8 --pp_size 1 --ep_size 8 --max_batch_size 64");
    expect(plan.file.content).toMatchObject({ enable_attention_dp: true, enable_chunked_prefill: true });
  });

  test("TensorRT-LLM of one of the batches that a pipeline has under way", () => {
    const plan = planOf(
      { model: "llama-3.1-70b", engine: "tensorrt-llm@1.2" },
      { splits: [{ tensor: 2, pipeline: 2 }], batchExponent: [6, 6] },
    );
    expect(words(plan)).toContain("--max_batch_size 32");
    expect(plan.file.content).toMatchObject({ cuda_graph_config: { max_batch_size: 32, enable_padding: true } });
  });

  test("ranks of a dense model are servers of their own, but for vLLM's", () => {
    const dense = { splits: [{ tensor: 2, data: 4 }] };
    const sglang = planOf({ model: "qwen3-32b", engine: "sglang@0.5.9" }, dense);
    expect(codes(sglang)).toContain("ranks-as-servers");
    expect(sglang).toMatchObject({ replicas: 4, gpus: 8, replica: { gpus: 2, data: 1 } });
    expect(planOf({ model: "qwen3-32b", engine: "vllm@0.19" }, dense)).toMatchObject({
      replicas: 1,
      replica: { gpus: 8, data: 4 },
    });
  });
});

describe("versions", () => {
  test.each([
    ["vllm@0.19.1", "0.19.1"],
    ["vllm@0.22", "0.22.0"],
    ["sglang@0.5.12", "0.5.12"],
    ["tensorrt-llm", "1.0.0"],
  ])("%s is started as %s", (engine, version) => {
    expect(planOf({ engine }).replica.version).toBe(version);
  });

  test("that stand for a range by a name that is older than it give way to its first", () => {
    const range = { fromVersion: "0.5.10", belowVersion: null, version: "0.5" } as Engine;
    expect(launchedVersion(range, "0.5")).toBe("0.5.10");
    expect(launchedVersion(range, "0.5.19")).toBe("0.5.19");
    expect(launchedVersion({ ...range, belowVersion: "0.5.12", version: "0.5.11" }, "0.6")).toBe("0.5.11");
  });

  test("that have no option for what was sized are told", () => {
    const embedding = {
      model: "bge-m3",
      gpu: "l4",
      workload: { requestsPerSecond: 5, inputTokens: 300 },
      targets: { e2e: 1 },
    } as const;
    const old = planOf({ ...embedding, engine: "vllm@0.9" });
    expect(old.notices).toContainEqual(
      expect.objectContaining({ code: "no-option", option: "--runner", version: "0.9.0" }),
    );
    expect(words(old)).not.toContain("--runner");
    expect(codes(planOf({ ...embedding, engine: "vllm@0.19" }))).not.toContain("no-option");
    const named = planOf({ engine: "tensorrt-llm@1.2" }, {}, { checkpoint: "org/copy" });
    expect(codes(named)).toContain("no-option");
    expect(words(planOf({ engine: "tensorrt-llm@1.3" }, {}, { checkpoint: "org/copy" }))).toContain(
      "--served_model_name meta-llama/",
    );
  });

  test("that were not timed, or whose options were not read, are told", () => {
    expect(codes(planOf({ engine: "vllm" }))).toEqual(expect.arrayContaining(["timed-version", "options-read-to"]));
    expect(codes(planOf({ engine: "vllm@0.20" }))).not.toContain("timed-version");
    expect(codes(planOf({ engine: "vllm@0.6" }))).toContain("options-read-from");
  });
});

test("only a feasible estimate of a known engine is launched", () => {
  expect(refusal(() => planOf({ engine: "generic" }))).toBe("contradictory-options request.engine");
  expect(refusal(() => planOf({}, {}, { drafter: { method: "mtp" } }))).toBe("contradictory-options options.drafter");
  expect(refusal(() => planOf({}, {}, { name: "My LLM" }))).toBe("out-of-range options.name");
  expect(refusal(() => planOf({}, {}, { drafter: { method: "eagle3" } as never }))).toBe(
    "invalid-type options.drafter.model",
  );
  expect(refusal(() => planOf({}, {}, { drafter: { method: "magic" } as never }))).toBe(
    "out-of-range options.drafter.method",
  );
  expect(refusal(() => planOf({}, {}, { immage: "x" } as never))).toBe("out-of-range options.immage");
  const infeasible = estimateGpus({ model: "llama-3.1-8b", gpu: "h100", workload, targets: { tokensPerSecond: 1e6 } });
  expect(refusal(() => planLaunch(infeasible))).toBe("contradictory-options estimate.status");
  const request = { model: "llama-3.1-8b", gpu: "h100", workload, targets: { tokensPerSecond: 1 } };
  const classic = estimateGpus(request, { performance: classicModel() });
  expect(refusal(() => planLaunch(classic))).toBe("contradictory-options estimate.plan");
});
