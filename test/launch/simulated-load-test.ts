import type { LaunchPlan } from "../../src/launch/index.js";
import { simulate } from "../../src/simulate.js";
import { millisecondsFromSeconds } from "../../src/units.js";

/** What `vllm bench serve` saves with the options of a plan's load test, of a fleet that is simulated with as many replicas. */
export function vllmBenchResult(plan: LaunchPlan, replicas: number): string {
  const { request, replica, loadTest } = plan;
  if (loadTest === null) throw new Error("no load test");
  const { model, gpu, engine = "vllm", precision, speculation } = request;
  const { tensor, pipeline, data, expert, maxNumSeqs, maxBatchedTokens, utilization } = replica;
  const { clients, requestsPerSecond, arrivalCv, requests, input, output } = loadTest;
  const run = simulate({
    model,
    gpu,
    engine,
    ...(precision === undefined ? {} : { precision }),
    ...(speculation === undefined ? {} : { speculation }),
    parallelism: { tensor, pipeline, data, expert },
    settings: { maxNumSeqs, maxBatchedTokens, utilization },
    replicas,
    requests,
    workload: {
      ...(clients === null ? { requestsPerSecond, arrivalCv } : { requestsInFlight: clients }),
      inputTokens: input,
      outputTokens: output,
    },
  });
  const times = { ttft: run.ttftSeconds, tpot: run.tpotSeconds, e2el: run.e2eSeconds };
  const percentiles = Object.entries(times).flatMap(([name, seconds]) =>
    Object.entries({
      mean: seconds?.mean,
      median: seconds?.p50,
      p50: seconds?.p50,
      p90: seconds?.p90,
      p95: seconds?.p95,
      p99: seconds?.p99,
    }).map(([statistic, value]) => [`${statistic}_${name}_ms`, millisecondsFromSeconds(value ?? NaN)]),
  );
  return JSON.stringify({
    model_id: typeof model === "string" ? model : model.id,
    backend: "openai",
    num_prompts: requests,
    completed: run.finished,
    duration: run.finished / run.requestsPerSecond,
    total_input_tokens: run.finished * input.mean,
    total_output_tokens: run.finished * output.mean,
    request_throughput: run.requestsPerSecond,
    output_throughput: run.requestsPerSecond * output.mean,
    request_rate: clients === null ? requestsPerSecond : "inf",
    max_concurrency: clients,
    ...Object.fromEntries(percentiles),
  });
}
