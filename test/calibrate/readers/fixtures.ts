/** Small files as each tool writes them, with figures made up here so that every answer can be worked out by hand. */
const json = (value: unknown): string => JSON.stringify(value);

const vllmRun = {
  date: "20260101-000000",
  endpoint_type: "vllm",
  model_id: "acme/tiny-1b",
  tokenizer_id: "acme/tiny-1b",
  num_prompts: 400,
  request_rate: "inf",
  burstiness: 1,
  max_concurrency: 8,
  duration: 50,
  completed: 396,
  failed: 4,
  total_input_tokens: 39_600,
  total_output_tokens: 79_200,
  request_throughput: 7.92,
  "request_goodput:": null,
  output_throughput: 1584,
  mean_ttft_ms: 40,
  median_ttft_ms: 38,
  p95_ttft_ms: 55,
  p99_ttft_ms: 60,
  mean_tpot_ms: 4.5,
  median_tpot_ms: 4.4,
  mean_itl_ms: 9,
};

const sglangRun = {
  backend: "sglang",
  dataset_name: "random",
  request_rate: 4,
  max_concurrency: null,
  duration: 100,
  completed: 400,
  total_input_tokens: 80_000,
  total_output_tokens: 40_000,
  total_output_tokens_retokenized: 39_950,
  output_throughput: 400,
  mean_e2e_latency_ms: 2500,
  median_e2e_latency_ms: 2400,
  median_ttft_ms: 90,
  median_itl_ms: 24,
  random_input_len: 400,
  random_range_ratio: 0,
};

const distribution = (mean: number, median = mean, p95 = mean): unknown => ({
  mean,
  median,
  percentiles: { p50: median, p95, p99: p95 },
});
const successes = (mean: number, median?: number, p95?: number): unknown => ({
  successful: distribution(mean, median, p95),
  errored: distribution(0),
  total: distribution(mean, median, p95),
});

const guidellmBenchmark = (strategy: unknown, concurrency: number): unknown => ({
  config: { strategy },
  scheduler_metrics: { requests_made: { successful: 99, errored: 1, incomplete: 12, total: 112 } },
  metrics: {
    requests_per_second: successes(3.3),
    request_concurrency: successes(concurrency),
    request_latency: successes(2.4, 2.3),
    prompt_token_count: successes(256),
    output_token_count: successes(101),
    time_to_first_token_ms: successes(400, 380, 700),
    time_per_output_token_ms: successes(23.7),
    inter_token_latency_ms: successes(20, 19),
    output_tokens_per_second: successes(333.3),
  },
  duration: 30,
});

const metric = (unit: string, avg: number, more: Readonly<Record<string, number>> = {}): unknown => ({
  unit,
  avg,
  ...more,
});

const perfMetrics = {
  request_throughput: metric("requests/sec", 5),
  request_latency: metric("ms", 3200, { p50: 3100 }),
  request_count: metric("requests", 300),
  time_to_first_token: metric("ms", 200, { p50: 180, p95: 300, p99: 350 }),
  inter_token_latency: metric("us", 30_000),
  output_token_throughput: metric("tokens/sec", 505),
  output_sequence_length: metric("tokens", 101),
  input_sequence_length: metric("tokens", 512),
  benchmark_duration: metric("sec", 60),
  error_request_count: metric("requests", 0),
};

const times = (mean: number, median: number, p95: number): unknown => ({ mean, median, p95, p99: p95 });

const stage = {
  load_summary: { count: 100, schedule_delay: { mean: 0.001 }, requested_rate: 10, achieved_rate: 10.1 },
  successes: {
    count: 99,
    latency: {
      request_latency: times(1.05, 1, 1.3),
      time_to_first_token: times(0.05, 0.04, 0.09),
      time_per_output_token: times(0.005, 0.005, 0.006),
    },
    throughput: { output_tokens_per_sec: 1010, requests_per_sec: 10 },
    prompt_len: { mean: 200 },
    output_len: { mean: 101 },
  },
  failures: { count: 1 },
};

const llmperfSummary = {
  version: "2023-08-31",
  model: "acme/tiny-1b",
  num_concurrent_requests: 5,
  results_ttft_s_mean: 0.5,
  results_ttft_s_quantiles_p50: 0.45,
  results_ttft_s_quantiles_p95: 0.8,
  results_ttft_s_quantiles_p99: 0.9,
  results_inter_token_latency_s_mean: 0.0248,
  results_end_to_end_latency_s_mean: 2.5,
  results_end_to_end_latency_s_quantiles_p50: 2.4,
  results_number_input_tokens_mean: 550,
  results_number_output_tokens_mean: 101,
  results_number_output_tokens_min: "41",
  results_num_requests_started: 150,
  results_num_completed_requests: 150,
  results_num_completed_requests_per_min: 120,
  results_mean_output_throughput_token_per_s: 202,
  results_error_rate: 0,
};

export const inferencePerfStage: typeof stage = stage;

export const fixtures = {
  vllm: json(vllmRun),
  vllmLines: [
    json(vllmRun),
    json({ ...vllmRun, request_rate: 5, max_concurrency: null }),
    json({ ...vllmRun, max_concurrency: null, num_prompts: 396, failed: 0, mean_ttft_ms: 25_000 }),
  ].join("\n"),
  inferencex: json({
    model_id: "acme/tiny-1b",
    num_prompts: 160,
    request_rate: "inf",
    max_concurrency: 16,
    duration: 50,
    completed: 160,
    total_input_tokens: 1600,
    total_output_tokens: 16_000,
    output_throughput: 320,
    median_ttft: 0.25,
    p99_ttft: 0.5,
    median_tpot: 0.03,
    median_e2el: 3.22,
  }),
  sglang: json(sglangRun),
  sglangInfinity: `${json({ ...sglangRun, request_rate: 0, mean_ttft_ms: 100, mean_tpot_ms: 24, label: "Infinity" })
    .replace('"request_rate":0', '"request_rate":Infinity')
    .replace('"max_concurrency":null', '"max_concurrency":16')}\n`,
  guidellmV2: json({
    metadata: { version: 2, guidellm_version: "0.8.0" },
    config: { spec: { backend: { model: "acme/tiny-1b" } } },
    benchmarks: [
      guidellmBenchmark({ type_: "concurrent", streams: 8, max_concurrency: 8 }, 7.9),
      guidellmBenchmark({ type_: "constant", rate: 4, max_concurrency: 10_240 }, 8),
      guidellmBenchmark({ type_: "throughput", max_concurrency: 10_240 }, 40),
    ],
  }),
  guidellmV1: json({
    metadata: { version: 1, guidellm_version: "0.4.0" },
    args: { model: "acme/tiny-1b", rate: [1], profile: "sweep", data: ["prompt_tokens=256,output_tokens=101"] },
    benchmarks: [guidellmBenchmark({ type_: "synchronous" }, 1)],
  }),
  aiperf: json({
    schema_version: "1.3",
    aiperf_version: "0.11.0",
    ...perfMetrics,
    input_config: {
      models: { items: [{ name: "tiny" }] },
      phases: [
        { type: "concurrency", concurrency: 16, exclude_from_results: false },
        { type: "concurrency", concurrency: 1, exclude_from_results: true },
      ],
    },
  }),
  aiperfRate: json({
    aiperf_version: "0.3.0",
    ...perfMetrics,
    input_config: { endpoint: { model_names: ["tiny"] }, loadgen: { concurrency: null, request_rate: 5 } },
  }),
  genaiPerf: json({
    ...perfMetrics,
    input_config: { model_names: ["tiny"], perf_analyzer: { stimulus: { concurrency: 16 } } },
  }),
  aiperfCsv: `Metric,avg,min,max,sum,p1,p50,p95,p99,std
Inter Token Latency (ms),30.00,1.00,99.00,9000.00,2.00,29.00,40.00,50.00,3.00
Output Sequence Length (tokens),101.00,1.00,999.00,30300.00,1.00,100.00,200.00,300.00,9.00
Request Latency (ms),3200.00,1.00,9999.00,960000.00,1.00,3100.00,4000.00,5000.00,9.00
Time to First Token (ms),200.00,1.00,999.00,60000.00,1.00,180.00,300.00,350.00,9.00

Metric,Value
Benchmark Duration (sec),60.00
Output Token Throughput (tokens/sec),505.00
Request Count,300.00
Request Throughput (requests/sec),5.00

Endpoint,GPU_Index,GPU_Name,GPU_UUID,Metric,avg
http://x,0,NVIDIA,GPU-0,GPU Power Usage (W),300
`,
  genaiPerfCsv: `Metric,avg,min,max,p99,p95,p90,p75,p50,p25
Time To First Token (ms),"1,200.00",1.00,"9,000.00","3,500.00","3,000.00",1.00,1.00,900.00,1.00
Request Latency (ms),"4,200.00",1.00,"9,000.00",1.00,1.00,1.00,1.00,"4,000.00",1.00
Inter Token Latency (ms),30.00,1.00,1.00,1.00,1.00,1.00,1.00,29.00,1.00
Output Sequence Length (tokens),101.00,1.00,1.00,1.00,1.00,1.00,1.00,1.00,1.00
Input Sequence Length (tokens),"1,000.00",1.00,1.00,1.00,1.00,1.00,1.00,1.00,1.00

Metric,Value
Output Token Throughput (per sec),202.00
Request Throughput (per sec),2.00
Request Count (count),"1,040.00"
`,
  aiperfSweepJson: json({
    per_combination_metrics: [16, 32].map((concurrency) => ({
      parameters: { concurrency },
      metrics: {
        time_to_first_token: { mean: 200, p95: 300, unit: "ms" },
        inter_token_latency: { mean: 30, unit: "ms" },
        output_sequence_length: { mean: 101, unit: "tokens" },
      },
    })),
  }),
  aiperfSweepCsv: `concurrency,inter_token_latency_mean,output_sequence_length_mean,output_token_throughput_mean,request_count_mean,request_latency_mean,request_throughput_mean,time_to_first_token_mean,benchmark_duration_mean
16,30,101,505,300,3200,5,200,60
32,40,101,760,450,4300,7.5,300,60
`,
  llmperf: JSON.stringify(llmperfSummary, null, 2),
  inferencePerf: json(stage),
  infrascaleTokens: `model_tested,gpu,number_concurrent_requests,avg_time_to_first_token,95_percentile_time_to_first_token,end_to_end_latency,95_percentile_end_to_end_latency,avg_output_length,avg_tokens_per_second,percentage_failed_requests,avg_token_count
acme/tiny-1b,2-H100,50,0.5,0.9,2.5,3.5,460,50,0.2,101
`,
  infrascaleCharacters: `model_tested;gpu;number_concurrent_requests;avg_time_to_first_token;95_percentile_time_to_first_token;end_to_end_latency;95_percentile_end_to_end_latency;avg_output_length;avg_tokens_per_second;percentage_failed_requests
acme/tiny-1b;1-A100;50;0.5;0.9;2.5;3.5;454.5;50;2
`,
  measurements: `id,engine,engine_version,model,gpu,gpus_total,tp,scenario,concurrency,batch,request_rate,input_tokens,output_tokens,output_tokens_per_s_total,requests_per_s,ttft_ms_mean,tpot_ms_mean,e2e_s_mean,flag,notes
a,vLLM,0.19.0,acme/tiny-1b,L4,4,2,concurrency,32,,,1000,200,640,3.2,500,40,8.46,,
b,TRT-LLM,1.0,acme/tiny-1b,L4,1,1,static_batch,,16,,1000,200,500,,,,6.4,SLOW,
c,SGLang,0.5.8,acme/tiny-1b,L4,1,1,request_rate,,,2,1000,200,400,,,,,,"medians only; median_ttft_ms=250; median_tpot_ms=12.5; a run"
`,
  plainCsv: `model,concurrency,inputTokens,outputTokens,ttftSeconds,tpotSeconds,outputTokensPerSecond,requestsPerSecond
acme/tiny-1b,16,512,101,0.2,0.03,505,5
acme/tiny-1b,32,512,101,0.3,0.04,,
`,
  plainJson: json([
    { concurrency: 16, inputTokens: 512, outputTokens: 101, ttftSeconds: 0.2, tpotSeconds: 0.03 },
    { requestsPerSecond: 5, outputTokens: 101, ttftSeconds: 0.2, requestSeconds: 3.2 },
  ]),
} as const;

export type FixtureName = keyof typeof fixtures;
