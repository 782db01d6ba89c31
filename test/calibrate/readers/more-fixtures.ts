/** Small files of formats that stand beside those of `fixtures`, with figures made up here: 10 a second of 1.05 s where nothing else is said. */
const json = (value: unknown): string => JSON.stringify(value);

const printed = (lines: readonly string[]): string =>
  ["============ Serving Benchmark Result ============", ...lines, "=".repeat(50), ""].join("\n");

const vllmPrinted = printed([
  "Successful requests:                     300       ",
  "Failed requests:                         0         ",
  "Maximum request concurrency:             10        ",
  "Benchmark duration (s):                  30.00     ",
  "Total input tokens:                      60000     ",
  "Total generated tokens:                  30300     ",
  "Request throughput (req/s):              10.00     ",
  "Output token throughput (tok/s):         1010.00   ",
  "Peak output token throughput (tok/s):    1200.00   ",
  "---------------Time to First Token----------------",
  "Mean TTFT (ms):                          50.00     ",
  "Median TTFT (ms):                        45.00     ",
  "P99 TTFT (ms):                           90.00     ",
  "-----Time per Output Token (excl. 1st token)------",
  "Mean TPOT (ms):                          9.50      ",
  "Median TPOT (ms):                        9.40      ",
  "---------------Inter-token Latency----------------",
  "Mean ITL (ms):                           20.00     ",
]);

/** No block of times per token: 0.95 s over 100 tokens, not the 30 ms of the chunks. */
const sglangPrinted = printed([
  "Backend:                                 sglang    ",
  "Traffic request rate:                    10.0      ",
  "Max request concurrency:                 not set   ",
  "Successful requests:                     300       ",
  "Benchmark duration (s):                  30.50     ",
  "Total input tokens:                      60000     ",
  "Total generated tokens:                  30300     ",
  "Total generated tokens (retokenized):    30301     ",
  "Request throughput (req/s):              9.84      ",
  "Output token throughput (tok/s):         993.40    ",
  "Concurrency:                             9.84      ",
  "Accept length:                           2.90      ",
  "----------------End-to-End Latency----------------",
  "Mean E2E Latency (ms):                   1000.00   ",
  "---------------Time to First Token----------------",
  "Mean TTFT (ms):                          50.00     ",
  "---------------Inter-Token Latency----------------",
  "Mean ITL (ms):                           30.00     ",
]);

/** Columns of a table of GuideLLM: group, name, statistic, and the cells of two rows. */
const guidellmColumns: readonly (readonly string[])[] = [
  ["Run Info", "Run Index", "", "0", "1"],
  [
    "Run Info",
    "Profile",
    "",
    '"{""kind"": ""concurrent"", ""streams"": [2, 10]}"',
    '"{""kind"": ""concurrent"", ""streams"": [2, 10]}"',
  ],
  ["Run Info", "Backend", "", '"{""model"": ""acme/tiny-1b""}"', ""],
  ["Benchmark", "Strategy", "", "concurrent", "concurrent"],
  ["Timings", "Duration", "Sec", "30", "30"],
  ["Request Counts", "Successful", "", "57", "300"],
  ["Request Counts", "Errored", "", "3", "0"],
  ["Request Counts", "Total", "", "60", "300"],
  ["Request Latency", "Successful Sec", "Mean", "1.0", "1.05"],
  ["Time to First Token", "Successful ms", "Mean", "40", "50"],
  ["Time to First Token", "Successful ms", "Percentiles", '"[1, 2]"', '"[1, 2]"'],
  ["Time per Output Token", "Successful ms", "Mean", "99", "99"],
  ["Inter Token Latency", "Successful ms", "Mean", "9.6", "10"],
  ["Server Throughput", "Successful Requests/Sec", "Mean", "1.9", "9.6"],
  ["Server Throughput", "Successful Concurrency", "Mean", "1.9", "9.8"],
  ["Token Metrics", "Successful Input Tokens", "Mean", "200", "200"],
  ["Token Metrics", "Successful Output Tokens", "Mean", "101", "101"],
  ["Token Throughput", "Successful Output Tokens/Sec", "Mean", "192", "970"],
  ["Token Streaming", "Successful Output Tokens/Iter", "Mean", "1.0", "2.5"],
];

const benchmark2024 = (changes: Readonly<Record<string, unknown>>): unknown => ({
  mode: "synchronous",
  rate: null,
  request_count: 30,
  error_count: 0,
  total_count: 30,
  duration: 31.5,
  completed_request_rate: 0.952,
  request_latency: 1.05,
  time_to_first_token: 50,
  inter_token_latency: 10,
  output_token_throughput: 96.2,
  prompt_token: 200,
  output_token: 101,
  ...changes,
});

const benchyTest = (changes: Readonly<Record<string, unknown>>): unknown => ({
  concurrency: 1,
  context_size: 0,
  prompt_size: 512,
  response_size: 64,
  is_context_prefill_phase: false,
  tg_throughput: { mean: 50 },
  tg_req_throughput: { mean: 50 },
  ttfr: { mean: 290 },
  e2e_ttft: { mean: 300 },
  ...changes,
});

const inferencexMetrics = {
  tput_per_gpu: 900,
  output_tput_per_gpu: 500,
  mean_ttft: 0.2,
  mean_tpot: 0.01,
  mean_e2el: 10.43,
};

export const moreFixtures = {
  vllmPrinted,
  sglangPrinted,
  vllmTurns: json({
    mode: "multi_turn",
    model_id: "acme/tiny-1b",
    num_conversations: 20,
    multi_turn_concurrency: 5,
    duration: 20,
    completed: 100,
    total_input_tokens: 50_000,
    total_output_tokens: 10_100,
    request_throughput: 5,
    output_throughput: 505,
    mean_ttft_ms: 60,
    mean_tpot_ms: 9.4,
  }),
  guidellmCsv: [0, 1, 2, 3, 4].map((row) => guidellmColumns.map((column) => column[row]).join(",")).join("\n"),
  guidellm2024: json({
    benchmarks: [
      {
        args: { model: "acme/tiny-1b" },
        benchmarks: [
          benchmark2024({}),
          benchmark2024({
            mode: "asynchronous",
            rate: 1.4,
            completed_request_rate: 1.4,
            duration: 21.43,
            request_latency: 1.05,
            time_to_first_token: 0.05,
            inter_token_latency: 0.01,
          }),
        ],
      },
    ],
  }),
  llmdReport: `version: '0.1'
scenario:
  host:
    type: [replica, replica]
    accelerator:
    - {model: L40S, count: 2, parallelism: {dp: 1, tp: 2, pp: 1, ep: 1}}
    - {model: L40S, count: 2, parallelism: {dp: 1, tp: 2, pp: 1, ep: 1}}
  platform:
    engine:
    - {name: vllm, version: 0.9.1}
  model: {name: acme/tiny-1b}
  load: {name: inference-perf, args: {qps_values: 10}}
metrics:
  time: {duration: 30.6}
  requests: {total: 300, failures: 3, incomplete: 0, input_length: {units: count, mean: 200}, output_length: {units: count, mean: 101}}
  latency:
    request_latency: {units: s, mean: 1.05}
    time_to_first_token: {units: ms, mean: 50, p50: 45, p99: 90}
    inter_token_latency: {units: us/token, mean: 10000}
  throughput: {output_tokens_per_sec: 980, requests_per_sec: 9.7}
`,
  llmdReport2: `version: "0.2"
run:
  time: {duration: PT1M4.5S}
scenario:
  stack:
  - standardized: {kind: epp, replicas: 3}
  - standardized: {kind: inference_engine, tool: vllm, tool_version: 0.15.0, role: aggregate, replicas: 2, model: {name: acme/tiny-1b}, accelerator: {model: L40S, count: 2, parallelism: {tp: 2}}}
  load:
    standardized: {rate_qps: .inf, concurrency: 10}
results:
  request_performance:
    aggregate:
      requests: {total: 600, failures: 0, input_length: {units: count, mean: 200}, output_length: {units: count, mean: 101}}
      throughput: {output_token_rate: {units: tokens/s, mean: 940}, request_rate: {units: queries/s, mean: 9.3}}
      latency:
        time_to_first_token: {units: s, mean: 0.05}
        inter_token_latency: {units: s/token, mean: 0.01}
        request_latency: {units: s, mean: 1.05}
`,
  inferencePerfYaml: `load_summary: {count: 300, requested_rate: 10.0, achieved_rate: 9.9, schedule_delay: {mean: 0.001}}
successes:
  count: 300
  latency: {request_latency: {mean: 1.05}, time_to_first_token: {mean: 0.05}}
  output_len: {mean: 101.0}
  prompt_len: {mean: 200.0}
  prompt_tokens: {cached: 15000.0, total: 60000.0}
  throughput: {output_tokens_per_sec: 990.0, requests_per_sec: 9.8}
failures: {count: 0}
`,
  genaiBench: json({
    aggregated_metrics: {
      scenario: "N(200,20)/(100,5)",
      num_concurrency: 10,
      num_requests: 300,
      num_completed_requests: 300,
      num_error_requests: 0,
      requests_per_minute: 570,
      mean_output_throughput_tokens_per_s: 960,
      stats: {
        ttft: { mean: 0.05, p50: 0.045, p95: 0.08 },
        tpot: { mean: 0.01 },
        e2e_latency: { mean: 1.05 },
        num_input_tokens: { mean: 201 },
        num_output_tokens: { mean: 101 },
        output_throughput: { mean: 99 },
      },
    },
  }),
  evalscope2025: json({
    "Time taken for tests (s)": 31,
    "Number of concurrency": 10,
    "Total requests": 300,
    "Succeed requests": 297,
    "Failed requests": 3,
    "Output token throughput (tok/s)": 968,
    "Request throughput (req/s)": 9.58,
    "Average latency (s)": 1.05,
    "Average time to first token (s)": 0.05,
    "Average time per output token (s)": 0.01,
    "Average input tokens per request": 200,
    "Average output tokens per request": 101,
  }),
  evalscope2026: json({
    "Test Duration (s)": 31,
    Concurrency: 10,
    "Request Rate (req/s)": -1,
    "Total Requests": 300,
    "Success Requests": 300,
    "Failed Requests": 0,
    "Req Throughput (req/s)": 9.6,
    "Avg Latency (s)": 1.05,
    "Avg Input Tokens": 200,
    "Output Throughput (tok/s)": 970,
    "TTFT (ms)": 50,
    "TPOT (ms)": 10,
    "Avg Output Tokens": 101,
    "Decoded Tok/Iter": 2.2,
  }),
  evalscopePrinted: `2026-03-16 11:18:02 - evalscope - INFO:
+-----------------------------------+------------+
| Key                               |   Value    |
+===================================+============+
| Time taken for tests (s)          |    31      |
+-----------------------------------+------------+
| Number of concurrency             |    10      |
+-----------------------------------+------------+
| Total requests                    |   300      |
| Succeed requests                  |   300      |
| Request throughput (req/s)        |     9.6    |
| Average latency (s)               |     1.05   |
| Average time to first token (s)   |     0.05   |
| Average time per output token (s) |     0.01   |
| Average input tokens per request  |   200      |
| Average output tokens per request |   101      |
`,
  trtllmBench: json({
    engine: { model: "acme/tiny-1b", version: "1.2.0", quantization: "FP8", kv_cache_dtype: "FP8" },
    machine: { name: "NVIDIA L40S" },
    world_info: {
      tp_size: 2,
      pp_size: 1,
      ep_size: null,
      world_size: 2,
      max_batch_size: 64,
      max_num_tokens: 8192,
      issue_rate: 1e9,
    },
    request_info: {
      num_requests: 300,
      avg_num_concurrent_requests: 9.9,
      avg_input_length: 200,
      avg_output_length: 101,
    },
    performance: {
      total_latency_ms: 31_000,
      avg_request_latency_ms: 1050,
      request_throughput_req_s: 9.6,
      system_output_throughput_tok_s: 970,
    },
    streaming_metrics: { avg_ttft_ms: 50, avg_tpot_ms: 10, ttft_percentiles: { p50: 45, p95: 80, p99: 90 } },
  }),
  inferencexAgg: json({
    hw: "l40s",
    conc: 10,
    model: "acme/tiny-1b",
    framework: "vllm",
    precision: "fp8",
    spec_decoding: "none",
    disagg: false,
    isl: 200,
    osl: 101,
    tp: 2,
    ep: 1,
    dp_attention: "false",
    ...inferencexMetrics,
    mean_e2el: 1.2,
  }),
  inferencexRows: json([
    {
      hardware: "l40s",
      framework: "sglang",
      model: "tiny",
      precision: "fp8",
      spec_method: "mtp",
      disagg: false,
      decode_tp: 4,
      decode_ep: 1,
      decode_dp_attention: true,
      num_prefill_gpu: 4,
      num_decode_gpu: 4,
      isl: 200,
      osl: 1024,
      conc: 64,
      metrics: inferencexMetrics,
    },
    {
      hardware: "l40s",
      framework: "dynamo-sglang",
      model: "tiny",
      precision: "fp8",
      spec_method: "none",
      disagg: true,
      decode_tp: 4,
      num_prefill_gpu: 4,
      num_decode_gpu: 4,
      isl: 200,
      osl: 1024,
      conc: 64,
      metrics: inferencexMetrics,
    },
  ]),
  llamaBenchy: json({
    version: "0.3.1",
    model: "acme/tiny-1b",
    prefix_caching_enabled: true,
    benchmarks: [
      benchyTest({}),
      benchyTest({ concurrency: 4, tg_throughput: { mean: 160 }, tg_req_throughput: { mean: 40 } }),
      benchyTest({ context_size: 1536, is_context_prefill_phase: true }),
      benchyTest({ context_size: 1536 }),
    ],
  }),
  llamaBenchyTable: `| model | test | t/s (total) | t/s (req) | ttfr (ms) | e2e_ttft (ms) |
|:---|---:|---:|---:|---:|---:|
| tiny | pp512 (c4) | 1600.00 ± 3.00 | 400.00 ± 1.00 | 290.00 ± 1.00 | 300.00 ± 1.00 |
| tiny | tg64 (c4) | 160.00 ± 0.10 | 40.00 ± 0.10 | | |
| tiny | pp512 @ d1536 (c4) | 1600.00 ± 3.00 | 400.00 ± 1.00 | 390.00 ± 1.00 | 400.00 ± 1.00 |
| tiny | tg64 @ d1536 (c4) | 160.00 ± 0.10 | 40.00 ± 0.10 | | |

llama-benchy (0.3.1)
`,
  ownUnits: `Model,TP,Concurrency,Prompt Tokens,Output Tokens,TTFT P50 (ms),tpot-us,e2e_latency_s,Output Throughput (tok/s),Req/s
acme/tiny-1b,2,10,200,101,50,10000,1.05,970,9.6
`,
} as const;

export type MoreFixtureName = keyof typeof moreFixtures;
