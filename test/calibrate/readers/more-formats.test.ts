import { describe, expect, test } from "vitest";
import {
  readLoadTest,
  readLoadTests,
  type CalibrationWarningCode,
  type LoadTestTool,
  type Observation,
} from "../../../src/calibrate/index.js";
import { moreFixtures, type MoreFixtureName } from "./more-fixtures.js";

interface Expected extends Partial<Omit<Observation, "source">> {
  readonly tool: LoadTestTool;
}

const closed: Partial<Observation> = {
  arrivals: "sustained",
  concurrency: 10,
  inputTokens: 200,
  outputTokens: 101,
  ttftSeconds: 0.05,
  tpotSeconds: 0.01,
};

/** Rows, and codes of what is said of them. */
const expected: Readonly<
  Record<MoreFixtureName, readonly [rows: readonly Expected[], codes: readonly CalibrationWarningCode[]]>
> = {
  vllmPrinted: [
    [
      {
        tool: "vllm-bench",
        ...closed,
        tpotSeconds: 0.0095,
        ttftP50Seconds: 0.045,
        ttftP99Seconds: 0.09,
        requestsPerSecond: 10,
        outputTokensPerSecond: 1010,
        completed: 300,
        failedFraction: 0,
        durationSeconds: 30,
      },
    ],
    [],
  ],
  sglangPrinted: [
    [
      {
        tool: "sglang-bench",
        engine: "sglang",
        arrivals: "open",
        concurrency: 9.84,
        inputTokens: 200,
        outputTokens: 101,
        ttftSeconds: 0.05,
        tpotSeconds: 0.0095,
        requestSeconds: 1,
        derived: ["tpotSeconds"],
      },
    ],
    ["speculative-decoding"],
  ],
  vllmTurns: [
    [{ tool: "vllm-bench", arrivals: "sustained", concurrency: 5, inputTokens: 500, outputTokens: 101 }],
    ["multi-turn"],
  ],
  guidellmCsv: [
    [
      {
        tool: "guidellm",
        model: "acme/tiny-1b",
        ...closed,
        concurrency: 2,
        ttftSeconds: 0.04,
        tpotSeconds: 0.0096,
        requestSeconds: 1,
        requestsPerSecond: 1.9,
        outputTokensPerSecond: 192,
        completed: 57,
        failedFraction: 0.05,
        durationSeconds: 30,
      },
      { tool: "guidellm", ...closed, requestSeconds: 1.05, outputTokensPerSecond: 970 },
    ],
    ["speculative-decoding"],
  ],
  guidellm2024: [
    [
      { tool: "guidellm", model: "acme/tiny-1b", ...closed, concurrency: 1, requestSeconds: 1.05 },
      // Seconds, as before September 2024.
      { tool: "guidellm", arrivals: "open", ttftSeconds: 0.05, tpotSeconds: 0.01, requestsPerSecond: 1.4 },
    ],
    [],
  ],
  llmdReport: [
    [
      {
        tool: "llm-d",
        model: "acme/tiny-1b",
        engine: "vllm",
        engineVersion: "0.9.1",
        gpu: "L40S",
        gpus: 4,
        tensor: 2,
        arrivals: "open",
        inputTokens: 200,
        outputTokens: 101,
        ttftSeconds: 0.05,
        ttftP50Seconds: 0.045,
        ttftP99Seconds: 0.09,
        tpotSeconds: 0.01,
        requestSeconds: 1.05,
        requestsPerSecond: 9.7,
        completed: 297,
        failedFraction: 0.01,
      },
    ],
    [],
  ],
  llmdReport2: [
    [
      {
        tool: "llm-d",
        engineVersion: "0.15.0",
        gpus: 4,
        tensor: 2,
        ...closed,
        requestSeconds: 1.05,
        durationSeconds: 64.5,
        completed: 600,
      },
    ],
    [],
  ],
  inferencePerfYaml: [
    [{ tool: "inference-perf", arrivals: "open", ttftSeconds: 0.05, tpotSeconds: 0.01, prefixCacheHitRate: 0.25 }],
    [],
  ],
  genaiBench: [
    [
      {
        tool: "genai-bench",
        ...closed,
        inputTokens: 201,
        requestSeconds: 1.05,
        requestsPerSecond: 9.5,
        outputTokensPerSecond: 960,
        completed: 300,
      },
    ],
    [],
  ],
  evalscope2025: [
    [{ tool: "evalscope", ...closed, requestSeconds: 1.05, failedFraction: 0.01, durationSeconds: 31 }],
    [],
  ],
  evalscope2026: [[{ tool: "evalscope", ...closed, requestSeconds: 1.05 }], ["speculative-decoding"]],
  evalscopePrinted: [[{ tool: "evalscope", ...closed, completed: 300 }], []],
  trtllmBench: [
    [
      {
        tool: "trtllm-bench",
        ...closed,
        concurrency: 9.9,
        engine: "tensorrt-llm",
        engineVersion: "1.2.0",
        gpu: "NVIDIA L40S",
        gpus: 2,
        tensor: 2,
        weights: "FP8",
        maxNumSeqs: 64,
        ttftP50Seconds: 0.045,
        ttftP95Seconds: 0.08,
        requestSeconds: 1.05,
      },
    ],
    ["assumed-arrivals"],
  ],
  // 500 tokens/s a GPU, of 2.
  inferencexAgg: [
    [
      {
        tool: "inferencex",
        ...closed,
        ttftSeconds: 0.2,
        gpu: "l40s",
        gpus: 2,
        tensor: 2,
        outputTokensPerSecond: 1000,
        requestsPerSecond: 1000 / 101,
        derived: ["requestsPerSecond"],
      },
    ],
    [],
  ],
  inferencexRows: [
    [
      {
        tool: "inferencex",
        engine: "sglang",
        gpus: 4,
        tensor: 4,
        data: 4,
        concurrency: 64,
        outputTokensPerSecond: 2000,
      },
    ],
    ["speculative-decoding", "invalid-row"],
  ],
  llamaBenchy: [
    [
      { tool: "llama-benchy", concurrency: 1, inputTokens: 512, outputTokens: 64, ttftSeconds: 0.3, tpotSeconds: 0.02 },
      { tool: "llama-benchy", concurrency: 4, prompts: 4, tpotSeconds: 0.025 },
      { tool: "llama-benchy", concurrency: 1, inputTokens: 2048, prefixCacheHitRate: 0.75 },
    ],
    ["invalid-row"],
  ],
  llamaBenchyTable: [
    [
      { tool: "llama-benchy", model: "tiny", concurrency: 4, inputTokens: 512, ttftSeconds: 0.3, tpotSeconds: 0.025 },
      { tool: "llama-benchy", concurrency: 4, inputTokens: 2048, ttftSeconds: 0.4, tpotSeconds: 0.025 },
    ],
    [],
  ],
  ownUnits: [
    [
      {
        tool: "plain",
        model: "acme/tiny-1b",
        tensor: 2,
        concurrency: 10,
        inputTokens: 200,
        outputTokens: 101,
        statistic: "mean",
        tpotSeconds: 0.01,
        ttftP50Seconds: 0.05,
        requestSeconds: 1.05,
        outputTokensPerSecond: 970,
        requestsPerSecond: 9.6,
      },
    ],
    [],
  ],
};

describe.each(Object.keys(moreFixtures) as MoreFixtureName[])("%s", (name) => {
  const file = readLoadTest(moreFixtures[name]);
  const [rows, codes] = expected[name];

  test("holds the observations that it should", () => {
    expect(file.observations).toHaveLength(rows.length);
    rows.forEach(({ tool, ...figures }, index) => {
      expect(file.observations[index]?.source.tool).toBe(tool);
      for (const [quantity, value] of Object.entries(figures)) {
        const found = file.observations[index]?.[quantity as keyof Observation];
        expect([quantity, found]).toEqual([
          quantity,
          typeof value === "number" ? (expect.closeTo(value, 9) as number) : value,
        ]);
      }
    });
  });

  test("and what is to be said of them", () => {
    expect(file.warnings.map(({ code }) => code)).toEqual(codes);
  });
});

describe("printed blocks", () => {
  const { vllmPrinted: vllm } = moreFixtures;
  const bare = vllm.replace(/Maximum.*\n/, "");

  test("in a log are told apart, each with its line and what was said before it", () => {
    const log = `vllm bench serve --model acme/one --request-rate 10\nTraffic request rate: 10.0\nMaximum request concurrency: None\n${bare}Namespace(model='acme/two', x=3)\n${vllm}`;
    const { observations, warnings, tool } = readLoadTest(log);
    expect(
      observations.map(({ model, arrivals, concurrency, source }) => [model, arrivals, concurrency, source.line]),
    ).toEqual([
      ["acme/one", "open", expect.closeTo(10, 9), 4],
      ["acme/two", "sustained", 10, 24],
    ]);
    expect({ warnings, tool }).toEqual({ warnings: [], tool: "vllm-bench" });
  });

  test("do not hand their load on to the next", () => {
    const { observations } = readLoadTest(`${vllm}${bare.replace("50.00 ", "20000.00 ")}`);
    expect(observations.map(({ arrivals, concurrency }) => [arrivals, concurrency])).toEqual([
      ["sustained", 10],
      ["burst", 300],
    ]);
  });

  test("of 2024 say nothing of their load: it is assumed, and said", () => {
    const { observations, warnings } = readLoadTest(bare.replace(/Failed.*\n/, ""));
    expect(observations).toMatchObject([
      { arrivals: "sustained", concurrency: expect.closeTo(10, 9) as number, derived: ["concurrency"] },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(["assumed-arrivals"]);
  });

  test("behind signs of a script or a quotation, and of a rate that ramps up", () => {
    const script =
      `Traffic ramp-up strategy: linear.\nWill increase RPS from 1 to 19 RPS over the duration of the benchmark.\n${bare}`
        .split("\n")
        .map((line) => `# ${line}`)
        .join("\r\n");
    const { observations, warnings } = readLoadTest(script);
    expect(observations).toMatchObject([{ arrivals: "open", ttftSeconds: 0.05 }]);
    expect(warnings).toMatchObject([{ code: "growing-rate", evidence: { fromPerSecond: 1, toPerSecond: 19 } }]);
  });
});

describe("rates", () => {
  const run = {
    model_id: "m",
    num_prompts: 1000,
    duration: 101,
    completed: 1000,
    total_input_tokens: 1000,
    total_output_tokens: 101_000,
    request_throughput: 9.9,
    mean_ttft_ms: 50,
    mean_tpot_ms: 10,
    request_rate: 10,
    max_concurrency: null,
  };
  const read = (changes: Readonly<Record<string, unknown>>): readonly unknown[] => {
    const {
      observations: [row],
      warnings,
    } = readLoadTest(JSON.stringify({ ...run, ...changes }));
    return [row?.arrivals, row?.concurrency, row?.offeredPerSecond, warnings.map(({ code }) => code)];
  };
  const littles = expect.closeTo(10.395, 9) as number;

  test("that were served are open arrivals", () => {
    expect(read({})).toEqual(["open", littles, undefined, []]);
    expect(read({ max_concurrency: 100 })).toEqual(["open", littles, undefined, []]);
  });

  test("whose limit binds are a closed loop", () => {
    expect(read({ max_concurrency: 12 })).toEqual(["sustained", 12, undefined, ["concurrency-limit"]]);
    expect(read({ request_rate: 50, max_concurrency: 20 })).toEqual([
      "sustained",
      20,
      undefined,
      ["concurrency-limit"],
    ]);
  });

  // 1000 requests at 20/s take 50 s, and these 101: the last waited 50 s, half as long on the mean.
  test("that were not served are overload where first tokens waited, else a run too short for them", () => {
    expect(read({ request_rate: 20, mean_ttft_ms: 22_000 })).toEqual([
      "open",
      expect.closeTo(9.9 * 23, 9),
      20,
      ["overloaded"],
    ]);
    expect(read({ request_rate: 20 })).toEqual(["open", littles, undefined, ["short-run"]]);
  });

  test("that are none are no burst where hardly anything was in flight", () => {
    expect(read({ request_rate: "inf" })).toEqual(["open", littles, undefined, ["assumed-arrivals"]]);
    expect(read({ request_rate: "inf", mean_ttft_ms: 50_000 })).toEqual(["burst", 1000, undefined, []]);
  });

  test("that ramp up are read at their mean", () => {
    expect(
      read({ request_rate: "inf", ramp_up_strategy: "linear", ramp_up_start_rps: 1, ramp_up_end_rps: 19 }),
    ).toEqual(["open", littles, undefined, ["growing-rate"]]);
  });

  test("of one's own rows are judged likewise", () => {
    const [own] = readLoadTest(
      "request_rate,req_s,output_tokens,ttft_s,tpot_ms,completed,duration_s\n20,9.9,101,22,10,1000,101\n",
    ).warnings;
    expect(own).toMatchObject({ code: "overloaded", evidence: { requestedPerSecond: 20, servedPerSecond: 9.9 } });
  });
});

describe("units", () => {
  const rows = (header: string, row: string): readonly unknown[] => {
    const {
      observations: [found],
      warnings,
    } = readLoadTest(`concurrency,output_tokens,${header}\n4,101,${row}\n`);
    return [
      found?.ttftSeconds ?? found?.requestSeconds,
      warnings.map(({ code }) => code).join(),
      warnings.map(({ message }) => message).join(),
    ];
  };

  test("stand in names", () => {
    for (const name of [
      "ttft_ms",
      "TTFT (ms)",
      "mean ttft ms",
      "ttft_avg_ms",
      "ttft_ms_mean",
      "ttftMs",
      "time_to_first_token_milliseconds",
    ])
      expect([name, rows(name, "250")[0]]).toEqual([name, 0.25]);
    expect(rows("ttft", "250")).toEqual([
      undefined,
      "invalid-row,unknown-column",
      expect.stringContaining("not read, for the name has no unit: ttft; ttft_ms or ttft_s has one"),
    ]);
  });

  test("are judged by sense", () => {
    expect(rows("ttft_s,tpot_s", "120,9")[2]).toMatch(
      /time per token of 9 s makes no sense: milliseconds may stand where seconds are said/,
    );
    expect(rows("ttft_ms,tpot_ms", "0.2,0.02")[2]).toMatch(
      /time per token of 0.0000200 s makes no sense: seconds may stand where milliseconds are said/,
    );
    expect(rows("ttft_ms,tpot_ms,e2e_s", "250,10,1250")[2]).toMatch(
      /a request of 1250 s and its tokens of 1.25 s in all are in two units/,
    );
    expect(rows("ttft_s,e2e_s", "250,1.25")[2]).toMatch(/are in two units/);
    // A long wait is none of these.
    expect(rows("ttft_s,tpot_ms,e2e_s", "250,10,251")).toEqual([250, "", ""]);
  });
});

describe("what drafted", () => {
  test("without a time per token is left out, and named", () => {
    const { observations, warnings } = readLoadTest(
      '{"concurrency":8,"gen_tokens":300,"ttft_ms":90,"output_tok_s":390,"spec_decode":"mtp"}\n{"concurrency":8,"gen_tokens":300,"ttft_ms":90,"tpot_ms":20,"spec_decode":"mtp"}\n{"concurrency":8,"gen_tokens":300,"ttft_ms":90,"spec_decode":null}\n',
    );
    expect(observations.map(({ source }) => source.line)).toEqual([2, 3]);
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([
      ["invalid-row", 1],
      ["speculative-decoding", 2],
    ]);
  });
});

describe("what cannot serve", () => {
  test("names its tool, and what is missing or to be given", () => {
    expect(() => readLoadTest('[{"n_prompt":1024,"n_gen":0,"avg_ts":5000}]')).toThrow(
      /llama-bench \(llama\.cpp\).*give results of llama-benchy/,
    );
    expect(() =>
      readLoadTest(
        "| model | size | params | backend | ngl | test | t/s |\n|---|---|---|---|---|---|---|\n| a | 1 | 2 | CUDA | 99 | pp512 | 5000 |\n",
      ),
    ).toThrow(/llama-bench/);
    expect(() => readLoadTest("Concurrency,Inferences/Second,p50 latency\n1,41,24120\n")).toThrow(
      /perf_analyzer \(Triton\).*genai-perf or aiperf/,
    );
    expect(() =>
      readLoadTests([
        {
          name: "a",
          text: moreFixtures.llmdReport
            .replace("units: s, mean: 1.05", "units: ms, mean: 1.05")
            .replace("units: ms, mean: 50,", "units: ms, mean: 0.05,"),
        },
      ]),
    ).toThrow(/llm-d's benchmark report there is none, got .*time per token/);
    expect(readLoadTest("concurrency,ttft_ms,tpot_ms\n4,250,10\n").warnings[0]?.message).toBe(
      "line 2: outputTokens (or output_tokens) is missing: the tokens of an answer",
    );
  });

  test("is prefill and decode on GPUs of their own", () => {
    const { observations, warnings } = readLoadTest(
      moreFixtures.llmdReport2.replace("role: aggregate", "role: decode"),
    );
    expect(observations).toEqual([]);
    expect(warnings[0]?.message).toMatch(/disaggregated.*llm-d/);
  });

  test("is YAML that breaks off, or goes on for ever", () => {
    expect(() => readLoadTest(`${moreFixtures.llmdReport2}  x: [`)).toThrow(
      expect.objectContaining({ code: "unreadable-file" }),
    );
    expect(() => readLoadTest(`results: a\n${"x".repeat(2 ** 22)}`)).toThrow(
      expect.objectContaining({ code: "file-too-large" }),
    );
    expect(() => readLoadTest(`results: ${"[".repeat(100_000)}`)).toThrow(
      expect.objectContaining({ code: "unreadable-file" }),
    );
  });
});

describe("what tools save as objects", () => {
  test("is read from a table of their keys", () => {
    const table =
      "model_id,num_prompts,request_rate,max_concurrency,duration,completed,total_input_tokens,total_output_tokens,mean_ttft_ms,mean_tpot_ms\nm,300,inf,10,30,300,60000,30300,50,10\nm,300,inf,20,20,300,60000,30300,60,12\n";
    const { tool, observations } = readLoadTest(table);
    expect([
      tool,
      observations.map(({ concurrency, outputTokens, tpotSeconds, source }) => [
        concurrency,
        outputTokens,
        tpotSeconds,
        source.line,
      ]),
    ]).toEqual([
      "vllm-bench",
      [
        [10, 101, 0.01, 2],
        [20, 101, 0.012, 3],
      ],
    ]);
  });

  test("is read from a list within a document, with what holds for all", () => {
    const { observations, warnings } = readLoadTest(
      JSON.stringify({
        model: "acme/tiny-1b",
        tp: 2,
        note: "x",
        results: [
          { concurrency: 4, output_tokens: 101, ttft_ms: 50 },
          { concurrency: 8, output_tokens: 101, ttft_ms: 60 },
        ],
      }),
    );
    expect(observations.map(({ model, tensor, concurrency }) => [model, tensor, concurrency])).toEqual([
      ["acme/tiny-1b", 2, 4],
      ["acme/tiny-1b", 2, 8],
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(["unknown-column"]);
  });
});
