import { describe, expect, test } from "vitest";
import { checkObservations, readLoadTest, type Observation } from "../../../src/calibrate/index.js";
import { refusal } from "../../support/refusal.js";

const read = (text: string): Observation => readLoadTest(text).observations[0] as Observation;

const run = { duration: 50, completed: 100, total_input_tokens: 10_000, total_output_tokens: 20_000 };

describe("percentiles over requests", () => {
  test("of vLLM's benchmark, as far as they were asked for", () => {
    const text = JSON.stringify({
      ...run,
      model_id: "acme/tiny-1b",
      num_prompts: 100,
      request_rate: "inf",
      max_concurrency: 8,
      mean_ttft_ms: 40,
      mean_tpot_ms: 20,
      p90_ttft_ms: 70,
      p90_tpot_ms: 25,
      p95_tpot_ms: 28,
      p95_e2el_ms: 6000,
    });
    expect(read(text)).toMatchObject({
      ttftP90Seconds: 0.07,
      percentiles: { p90: { tpotSeconds: 0.025 }, p95: { tpotSeconds: 0.028, requestSeconds: 6 } },
    });
    expect(read(text).percentiles).not.toHaveProperty("p99");
  });

  test("of SGLang's", () => {
    const text = JSON.stringify({
      ...run,
      total_output_tokens_retokenized: 20_000,
      max_concurrency: 8,
      mean_ttft_ms: 40,
      mean_tpot_ms: 20,
      mean_e2e_latency_ms: 4020,
      p99_tpot_ms: 31,
      p90_e2e_latency_ms: 5000,
    });
    expect(read(text).percentiles).toEqual({ p90: { requestSeconds: 5 }, p99: { tpotSeconds: 0.031 } });
  });

  test("of aiperf", () => {
    const metric = (unit: string, values: object): object => ({ unit, ...values });
    const text = JSON.stringify({
      aiperf_version: "0.3",
      input_config: { loadgen: { concurrency: 8 } },
      request_count: metric("requests", { avg: 100 }),
      output_sequence_length: metric("tokens", { avg: 200 }),
      time_to_first_token: metric("ms", { avg: 40, p90: 70 }),
      inter_token_latency: metric("ms", { avg: 20, p95: 28 }),
      request_latency: metric("ms", { avg: 4000, p99: 7000 }),
    });
    expect(read(text)).toMatchObject({
      ttftP90Seconds: 0.07,
      percentiles: { p95: { tpotSeconds: 0.028 }, p99: { requestSeconds: 7 } },
    });
  });

  test("of one's own rows, as columns", () => {
    const text = "concurrency,output_tokens,ttft_ms,ttft_p90_ms,tpot_ms,tpot_p95_ms,e2e_p90_s\n8,200,40,70,20,28,5\n";
    expect(read(text)).toMatchObject({
      ttftSeconds: 0.04,
      ttftP90Seconds: 0.07,
      tpotSeconds: 0.02,
      percentiles: { p90: { requestSeconds: 5 }, p95: { tpotSeconds: 0.028 } },
    });
  });

  test("come back from JSON, and are looked at like other figures", () => {
    const observation = read("concurrency,output_tokens,tpot_ms,tpot_p95_ms\n8,200,20,28\n");
    expect(read(JSON.stringify([observation])).percentiles).toEqual({ p95: { tpotSeconds: 0.028 } });
    const wrong = { ...observation, percentiles: { p95: { tpotSeconds: "28" } } } as unknown as Observation;
    expect(refusal(() => checkObservations([wrong]))).toBe("invalid-type observations[0].percentiles.p95.tpotSeconds");
    const { observations, warnings } = readLoadTest("concurrency,output_tokens,tpot_ms,tpot_p95_ms\n8,200,20,-28\n");
    expect(observations[0]).not.toHaveProperty("percentiles");
    expect(warnings.map(({ message }) => message).join()).toContain("tpotSeconds is -0.028 and was left out");
  });
});
