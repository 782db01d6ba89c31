import { describe, expect, it } from "vitest";
import { launchFlags } from "../../src/deployment/launch-flags.js";
import { one } from "../kernels/fixtures.js";

const plain = { parallelism: one, maxNumSeqs: 128, maxModelLen: 4096, pooling: false };
const spread = {
  parallelism: { tensor: 2, pipeline: 4, data: 8, expert: 16 },
  maxNumSeqs: 128,
  maxModelLen: 4096,
  pooling: false,
};
const sliced = { ...spread, parallelism: { tensor: 8, pipeline: 1, data: 1, expert: 8 } };

describe("the arguments that start a replica", () => {
  it("of vLLM, and of engines without arguments of their own", () => {
    const expected = [
      "--tensor-parallel-size 2",
      "--pipeline-parallel-size 4",
      "--data-parallel-size 8",
      "--enable-expert-parallel",
      "--max-num-seqs 128",
      "--max-model-len 4096",
    ];
    for (const engine of ["vllm", "generic"] as const) {
      expect(launchFlags(engine, spread)).toEqual(expected);
      expect(launchFlags(engine, plain)).toEqual([
        "--tensor-parallel-size 1",
        "--max-num-seqs 128",
        "--max-model-len 4096",
      ]);
      expect(launchFlags(engine, { ...plain, pooling: true })[0]).toBe("--runner pooling");
      expect(launchFlags(engine, sliced)).toEqual([
        "--tensor-parallel-size 8",
        "--enable-expert-parallel",
        "--max-num-seqs 128",
        "--max-model-len 4096",
      ]);
    }
  });

  it("of SGLang, whose sizes are those of all ranks together", () => {
    expect(launchFlags("sglang", spread)).toEqual([
      "--tp-size 16",
      "--pp-size 4",
      "--dp-size 8",
      "--enable-dp-attention",
      "--ep-size 16",
      "--max-running-requests 1024",
      "--context-length 4096",
    ]);
    expect(launchFlags("sglang", plain)).toEqual([
      "--tp-size 1",
      "--max-running-requests 128",
      "--context-length 4096",
    ]);
    expect(launchFlags("sglang", sliced)).toEqual([
      "--tp-size 8",
      "--ep-size 8",
      "--max-running-requests 128",
      "--context-length 4096",
    ]);
  });

  it("of TensorRT-LLM, whose limit of requests is that of a rank", () => {
    expect(launchFlags("tensorrt-llm", spread)).toEqual([
      "--tp_size 16",
      "--pp_size 4",
      "--ep_size 16",
      "--max_batch_size 128",
      "--max_seq_len 4096",
    ]);
    expect(launchFlags("tensorrt-llm", plain)).toEqual(["--tp_size 1", "--max_batch_size 128", "--max_seq_len 4096"]);
  });

  it("say whether prompts are kept for others, where it was said", () => {
    const [without, kept] = [false, true].map((prefixCaching) => ({ ...plain, prefixCaching }));
    expect(launchFlags("vllm", { ...plain, ...without }).slice(3)).toEqual(["--no-enable-prefix-caching"]);
    expect(launchFlags("vllm", { ...plain, ...kept }).slice(3)).toEqual(["--enable-prefix-caching"]);
    expect(launchFlags("sglang", { ...plain, ...without }).slice(3)).toEqual(["--disable-radix-cache"]);
    expect(launchFlags("sglang", { ...plain, ...kept })).toEqual(launchFlags("sglang", plain));
  });

  it("say how often SGLang looks for new requests, where it was said", () => {
    expect(launchFlags("sglang", { ...plain, receiveIntervalSteps: 10 }).slice(3)).toEqual([
      "--scheduler-recv-interval 10",
    ]);
  });
});
