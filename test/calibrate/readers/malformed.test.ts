import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLoadTest, readLoadTests, type LoadTestFile } from "../../../src/calibrate/index.js";
import { MOST_CHARACTERS, MOST_ROWS } from "../../../src/calibrate/readers/plain-text.js";
import { InfrascaleError } from "../../../src/index.js";
import { fixtures as firstFixtures, inferencePerfStage } from "./fixtures.js";
import { moreFixtures } from "./more-fixtures.js";

const fixtures = { ...firstFixtures, ...moreFixtures };
type FixtureName = keyof typeof fixtures;

/** The code of the error that reading throws; null when it throws none, and any other error again. */
function codeOf(text: unknown): string | null {
  try {
    readLoadTest(text as string);
    return null;
  } catch (error) {
    if (error instanceof InfrascaleError) return error.code;
    throw error;
  }
}

const names = Object.keys(fixtures) as readonly FixtureName[];

describe("a file that cannot be read is one typed error", () => {
  test.each([
    ["empty", "", "unreadable-file"],
    ["blank", " \n\t\n", "unreadable-file"],
    ["a mark and nothing else", "\uFEFF", "unreadable-file"],
    ["no text", 42, "invalid-type"],
    ["truncated JSON", fixtures.vllm.slice(0, -10), "unreadable-file"],
    ["truncated JSON over lines", fixtures.llmperf.slice(0, -40), "unreadable-file"],
    ["a truncated array", fixtures.plainJson.slice(0, -5), "unreadable-file"],
    [
      "UTF-16 with its mark, read as UTF-8",
      Buffer.from(`\uFEFF${fixtures.plainCsv}`, "utf16le").toString("utf8"),
      "unreadable-file",
    ],
    [
      "UTF-16 with its mark, read as Latin-1",
      Buffer.from(`\uFEFF${fixtures.vllm}`, "utf16le").toString("latin1"),
      "unreadable-file",
    ],
    [
      "UTF-16 read the wrong way round",
      Buffer.from(`\uFEFF${fixtures.vllm}`, "utf16le").swap16().toString("utf16le"),
      "unreadable-file",
    ],
    ["UTF-16 without a mark", Buffer.from(fixtures.vllm, "utf16le").toString("utf8"), "unreadable-file"],
    ["a header without rows", `${fixtures.plainCsv.split("\n")[0] ?? ""}\n`, "unreadable-file"],
    ["a text of no tool", "dear diary,\nnothing was measured", "unrecognised-format"],
    ["another JSON", '{"hello": "world"}', "unrecognised-format"],
    ["JSON that is no object", "[1, [2], null]", "unrecognised-format"],
    ["another table", "a,b,c\n1,2,3\n", "unrecognised-format"],
    [
      "the summary of inference-perf",
      JSON.stringify({ ...inferencePerfStage, load_summary: { count: 3 } }),
      "unsupported-format",
    ],
    ["single requests of llmperf", '[{"ttft_s": 1, "end_to_end_latency_s": 2}]', "unsupported-format"],
    ["a table of Locust", "Type,Name,Request Count,Failure Count\nGET,/,1,0\n", "unsupported-format"],
    ["lines of another log", '{"level":"info"}\n'.repeat(2000), "unrecognised-format"],
    [
      "a table of a log's length",
      `concurrency,outputTokens,ttftSeconds\n${"1,2,3\n".repeat(MOST_ROWS + 1)}`,
      "file-too-large",
    ],
    ["a table of a log's width", `concurrency,outputTokens,ttftSeconds\n${"1".repeat(2 ** 24)}`, "file-too-large"],
    ["an array of a log's length", `[${"0,".repeat(MOST_ROWS)}0]`, "file-too-large"],
    ["lines of a log's length", `${fixtures.vllm}\n${"{}\n".repeat(MOST_ROWS)}`, "file-too-large"],
    ["a log that is too long", " ".repeat(MOST_CHARACTERS + 1), "file-too-large"],
  ])("%s", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test("and a log is refused by its beginning, whatever follows", () => {
    expect(codeOf(`INFO started\n${"x".repeat(2 ** 16)}\n${fixtures.vllm}`)).toBe("unrecognised-format");
  });
});

describe("a bad row costs itself only", () => {
  const bad = (file: LoadTestFile): readonly unknown[] =>
    file.warnings.filter(({ code }) => code === "invalid-row").map(({ line }) => line);

  test("in lines of JSON", () => {
    const file = readLoadTest(
      [
        "{broken",
        fixtures.vllm,
        '{"x": 1}',
        fixtures.vllm.replace('"completed":396', '"completed":0'),
        fixtures.vllm,
        fixtures.vllm.slice(0, 200),
      ].join("\n"),
    );
    expect(file.observations.map(({ source }) => source.line)).toEqual([2, 5]);
    expect(bad(file)).toEqual([1, 6, 3, 4]);
  });

  test("in lines of JSON behind lines of a log", () => {
    expect(readLoadTest(`INFO starting\nINFO done\n${fixtures.vllm}\n`).observations).toHaveLength(1);
  });

  test("in tables, even with a quote that is never closed", () => {
    const file = readLoadTest(
      'concurrency,outputTokens,ttftSeconds\n1,10,0.1\n2,"10,0.2\n4,10\n8,ten,0.4\n16,10,0.5\n\n32,10,0.6\n64,10,none\n',
    );
    expect(file.observations.map(({ concurrency }) => concurrency)).toEqual([1, 16, 32]);
    expect(new Set(bad(file))).toEqual(new Set([3, 4, 5, 9]));
  });

  test("in an array and in a sweep", () => {
    expect(readLoadTest(fixtures.plainJson.replace("[", "[null,3,{},")).observations).toHaveLength(2);
    const sweep = readLoadTest(fixtures.guidellmV2.replace('"benchmarks":[', '"benchmarks":[null,{"metrics":{}},'));
    expect(sweep.observations).toHaveLength(3);
    expect(sweep.warnings).toMatchObject([{ code: "invalid-row" }]);
  });

  test("and rows of two tools are read as what they are", () => {
    const file = readLoadTest(`${fixtures.vllm}\n${fixtures.sglang}\n`, { file: "both.jsonl" });
    expect(file.observations.map(({ source }) => source.tool)).toEqual(["vllm-bench", "sglang-bench"]);
    expect(file.warnings).toMatchObject([{ code: "mixed-tools", file: "both.jsonl" }]);
  });
});

describe("figures that are no numbers", () => {
  test("are left out and named, with the file and the line", () => {
    const file = readLoadTest(
      `${fixtures.vllm.replace('"mean_tpot_ms":4.5', '"mean_tpot_ms":NaN').replace('"request_throughput":7.92', '"request_throughput":-Infinity')}\n`,
      { file: "a.json" },
    );
    expect(file.observations).toHaveLength(1);
    expect(file.observations[0]).not.toHaveProperty("tpotSeconds");
    expect(file.observations[0]).not.toHaveProperty("requestsPerSecond");
    expect(file.warnings.map(({ code, file: name, message }) => [code, name, message])).toEqual([
      ["invalid-value", "a.json", "a.json: tpotSeconds is NaN and was left out"],
      ["invalid-value", "a.json", "a.json: requestsPerSecond is -Infinity and was left out"],
    ]);
  });

  test("cost the row where it cannot do without", () => {
    const file = readLoadTest(fixtures.vllm.replace('"total_output_tokens":79200', '"total_output_tokens":NaN'));
    expect(file.observations).toEqual([]);
    expect(file.warnings).toMatchObject([{ code: "invalid-row", message: "the output length is NaN" }]);
  });

  test("in quotes stay text: a label may say Infinity", () => {
    expect(
      readLoadTest(fixtures.vllm.replace('"model_id":"acme/tiny-1b"', '"model_id":"NaN-\\"Infinity","std_itl_ms":NaN'))
        .observations[0]?.model,
    ).toBe('NaN-"Infinity');
  });

  test("in a unit that is not known are never guessed", () => {
    const file = readLoadTest(
      fixtures.aiperf.replace('"time_to_first_token":{"unit":"ms"', '"time_to_first_token":{"unit":"fortnights"'),
    );
    expect(file.observations[0]).not.toHaveProperty("ttftSeconds");
    expect(file.warnings.map(({ code }) => code)).toContain("invalid-value");
  });

  test("include thousands in other places than thousands", () => {
    expect(readLoadTest(fixtures.genaiPerfCsv.replace('"1,200.00"', '"12,00.00"')).observations[0]).not.toHaveProperty(
      "ttftSeconds",
    );
  });
});

describe("overload", () => {
  const overloaded = {
    ...inferencePerfStage,
    load_summary: { requested_rate: 20, achieved_rate: 10, schedule_delay: { mean: 5 } },
  };
  test("makes a stage of inference-perf a closed loop, with a warning", () => {
    const { observations, warnings } = readLoadTest(JSON.stringify(overloaded));
    expect(observations[0]?.arrivals).toBe("sustained");
    expect(warnings).toMatchObject([
      {
        code: "overloaded",
        evidence: { requestedPerSecond: 20, achievedPerSecond: 10, delaySeconds: 5 },
        observations: [0],
      },
    ]);
  });
});

/** What must hold of whatever is read, however broken. */
function expectSound({ observations, warnings }: Pick<LoadTestFile, "observations" | "warnings">): void {
  const numbers = (value: unknown): readonly number[] =>
    typeof value === "number"
      ? [value]
      : typeof value === "object" && value !== null
        ? Object.values(value).flatMap(numbers)
        : [];
  expect(numbers(observations).filter((value) => !Number.isFinite(value) || value < 0)).toEqual([]);
  expect(numbers(warnings.map(({ evidence }) => evidence)).filter((value) => !Number.isFinite(value))).toEqual([]);
  expect(warnings.flatMap((warning) => warning.observations).filter((index) => !(index in observations))).toEqual([]);
  if (observations.length === 0) expect(warnings.length).toBeGreaterThan(0);
}

describe("properties", { timeout: 60_000 }, () => {
  /** Reads, and holds what must hold; false when a typed error was thrown. */
  const readsSoundly = (text: string): boolean => {
    try {
      expectSound(readLoadTest(text));
      return true;
    } catch (error) {
      if (error instanceof InfrascaleError) return false;
      throw error;
    }
  };

  test.each(names)("%s, cut off after any byte, is a typed error or sound observations", (name) => {
    const bytes = Buffer.from(fixtures[name]);
    const isDocument = /^[[{]/.test(fixtures[name]) && fixtures[name].trim().split("\n").length === 1;
    const step = Math.max(1, Math.floor(bytes.length / 100));
    for (let length = 0; length < bytes.length - 1; length += step) {
      const isRead = readsSoundly(bytes.subarray(0, length).toString("utf8"));
      if (isDocument) expect([length, isRead]).toEqual([length, false]);
    }
  });

  test("a table that is cut off within a row says so", () => {
    const cut = fixtures.infrascaleTokens.slice(0, fixtures.infrascaleTokens.indexOf(",460"));
    expect(readLoadTest(cut)).toMatchObject({
      observations: [],
      warnings: [{ code: "invalid-row", line: 2, message: "line 2: the row has 7 cells, its header 11" }],
    });
  });

  test("bytes overwritten anywhere are a typed error or sound observations", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Array.from("0-9eE.,;:\"'{}[]\0\n\t NaInfty\uFFFD"))), {
          minLength: 1,
          maxLength: 8,
        }),
        (name, changes) => {
          const characters = Array.from(fixtures[name]);
          for (const [position, character] of changes) characters[position % characters.length] = character;
          readsSoundly(characters.join(""));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("any values under the keys of a tool are a typed error or sound observations", () => {
    const strange = fc.oneof(
      fc.constantFrom<unknown>(null, true, "", "NaN", "x", [], {}, -1, 0, 1e308, 1e-320),
      fc.double(),
      fc.jsonValue(),
    );
    const documents = names
      .map((name) => fixtures[name])
      .filter((text) => text.startsWith("{") && !text.trim().includes("\n"))
      .filter((text) => !text.includes("Infinity"));
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 6 }),
        (text, changes) => {
          const document = JSON.parse(text) as Record<string, unknown>;
          const keys = Object.keys(document);
          for (const [position, value] of changes) document[keys[position % keys.length] as string] = value;
          readsSoundly(JSON.stringify(document));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("several files", () => {
  test("are read together; one that cannot be read is a warning, and indices count through", () => {
    const { observations, warnings } = readLoadTests([
      { name: "a.json", text: fixtures.vllm },
      { name: "b.csv", text: "nothing" },
      { name: "c.csv", text: fixtures.infrascaleCharacters },
    ]);
    expect(observations.map(({ source }) => source.file)).toEqual(["a.json", "c.csv"]);
    expect(warnings).toMatchObject([
      { code: "unreadable-file", file: "b.csv", observations: [] },
      { code: "assumed-tokens", file: "c.csv", observations: [1] },
    ]);
  });

  test("are an error when nothing at all could be read", () => {
    const read =
      (...texts: readonly string[]) =>
      () =>
        readLoadTests(texts.map((text, index) => ({ name: `${index}`, text })));
    expect(read("nothing", "")).toThrow(expect.objectContaining({ code: "unrecognised-format", field: "0" }));
    expect(read("concurrency,outputTokens,ttftSeconds\n1,x,2\n")).toThrow(
      expect.objectContaining({ code: "invalid-row" }),
    );
    expect(read()).toThrow(expect.objectContaining({ code: "invalid-row" }));
  });
});

describe("thousands", () => {
  test("in quotes are numbers of a table of commas", () => {
    const { observations, warnings } = readLoadTest(
      'concurrency,inputTokens,outputTokens,tpotSeconds,outputTokensPerSecond\n64,"1,024",256,0.02,"12,345.5"\n',
    );
    expect(observations[0]).toMatchObject({ inputTokens: 1024, outputTokensPerSecond: 12_345.5 });
    expect(warnings).toEqual([]);
  });

  test("between semicolons may be decimals: the figure is left out, and named", () => {
    const { observations, warnings } = readLoadTest(
      "concurrency;inputTokens;outputTokens;tpotSeconds\n64;1,024;256;0.02\n",
      { file: "rows.csv" },
    );
    expect(observations[0]?.inputTokens).toBeNull();
    expect(warnings).toMatchObject([{ code: "invalid-value", file: "rows.csv", line: 2 }]);
  });
});
