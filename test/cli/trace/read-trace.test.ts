import { createWriteStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { contextOfTurnBefore } from "../../../src/cli/trace/cached-tokens.js";
import { readTrace } from "../../../src/cli/trace/read-trace.js";
import { traceFacts } from "../../../src/cli/trace/trace-notes.js";
import { hasClosedSessions, type Trace } from "../../../src/cli/trace/trace.js";
import { InfrascaleError } from "../../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "infrascale-trace-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string | Uint8Array): string {
  const path = join(folder, "trace.csv");
  writeFileSync(path, content);
  return path;
}

const read = (content: string | Uint8Array): Promise<Trace> => readTrace(file(content));
const refusal = (content: string | Uint8Array): Promise<InfrascaleError> => refused(file(content));
const refused = (path: string): Promise<InfrascaleError> =>
  readTrace(path).then(
    () => expect.fail("nothing was refused"),
    (error: unknown) => error as InfrascaleError,
  );

const HEADER = "t_s,input_tokens,output_tokens\n";

describe("reads", () => {
  test("times, prompts and answers, other columns aside", async () => {
    const { arrivalSeconds, inputTokens, outputTokens, sessions, thinkSeconds, parents, unanswered } = await read(
      'output_tokens,t_s,note,input_tokens\n44,0,first,374\n\n109,4.315,"a, b",396\n',
    );
    expect([...arrivalSeconds]).toEqual([0, 4.315]);
    expect([...inputTokens]).toEqual([374, 396]);
    expect([...outputTokens]).toEqual([44, 109]);
    expect({ sessions, thinkSeconds, parents, unanswered }).toEqual({
      sessions: null,
      thinkSeconds: null,
      parents: null,
      unanswered: 0,
    });
  });

  test("times from the first request on", async () => {
    expect([...(await read(`${HEADER}100,1,1\n100.5,1,1\n`)).arrivalSeconds]).toEqual([0, 0.5]);
  });

  test("the names and dates of the Azure traces", async () => {
    const { arrivalSeconds, inputTokens } = await read(
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 23:59:59.5000000,374,44\n2023-11-17 00:00:03.8152500,396,109\n",
    );
    expect(arrivalSeconds[1]).toBeCloseTo(4.31525, 5);
    expect([...inputTokens]).toEqual([374, 396]);
    expect([
      ...(await read("timestamp,input_tokens,output_tokens\n2024-05-10T01:00:00+01:00,1,1\n2024-05-10 00:00:02Z,1,1\n"))
        .arrivalSeconds,
    ]).toEqual([0, 2]);
  });

  test("the names of vidur, a byte-order mark, and UTF-16 that is marked", async () => {
    const text = "\ufeffarrived_at,num_prefill_tokens,num_decode_tokens\r\n0,7,8\r\n";
    expect([...(await read(text)).outputTokens]).toEqual([8]);
    expect([...(await read(Buffer.from(text, "utf16le"))).outputTokens]).toEqual([8]);
  });

  test("sessions that wait for their answers, each with a clock of its own, in one order", async () => {
    const trace = await read(
      "session,t_s,input_tokens,output_tokens,think_time_s\na,0,10,1,0\na,50,20,2,3\nb,10,30,4,\nb,20,40,5,6\n",
    );
    expect([...trace.arrivalSeconds]).toEqual([0, 10, 20, 50]);
    expect(hasClosedSessions(trace)).toBe(true);
    expect([...(trace.sessions ?? [])]).toEqual([0, 1, 1, 0]);
    expect([...(trace.thinkSeconds ?? [])]).toEqual([0, 0, 6, 3]);
  });

  test("parents by their row, also below rows that are left out", async () => {
    const { parents, unanswered } = await read(
      "t_s,input_tokens,output_tokens,parent_row\n0,5,0,-1\n0,5,5,-1\n1,15,5,1\n2,15,5,0\n",
    );
    expect([...(parents ?? [])]).toEqual([-1, 0, -1]);
    expect(unanswered).toBe(1);
  });

  test("more requests than the first room holds", async () => {
    const { arrivalSeconds } = await read(
      HEADER + Array.from({ length: 5000 }, (_, index) => `${index},1,1`).join("\n"),
    );
    expect(arrivalSeconds.length).toBe(5000);
    expect(arrivalSeconds[4999]).toBe(4999);
  });
});

describe("reads, by the names of each,", () => {
  const figures = ({ arrivalSeconds, inputTokens, outputTokens }: Trace): readonly unknown[] => [
    [...arrivalSeconds],
    [...inputTokens],
    [...outputTokens],
  ];
  const codes = (trace: Trace): readonly string[] => traceFacts(trace).warnings.map(({ code }) => code);

  test("Mooncake, and what its prompts share", async () => {
    const trace = await read(
      '{"timestamp": 3000, "input_length": 1024, "output_length": 20, "hash_ids": [0, 1]}\n\n{"timestamp": 4500, "input_length": 1100, "output_length": 30, "hash_ids": [0, 1, 2]}\r\n',
    );
    expect(figures(trace)).toEqual([
      [0, 1.5],
      [1024, 1100],
      [20, 30],
    ]);
    // The second holds two blocks of 512 of the first.
    expect(trace.notes).toMatchObject([
      { code: "shared-beginnings", message: expect.stringContaining(" 48.21 % ") as string },
    ]);
  });

  test("aibrix, several requests a line, with and without an answer", async () => {
    const trace = await read(
      '\uFEFF{"timestamp": 100, "requests": [{"Prompt Length": 10, "Output Length": 5, "prompt": "x"}, {"Prompt Length": 11, "Output Length": 6}]}\n{"timestamp": 350, "requests": [{"prompt_length": 12, "output_length": 7}, {"prompt_length": 13, "output_length": null}]}',
    );
    expect(figures(trace)).toEqual([
      [0, 0, 0.25],
      [10, 11, 12],
      [5, 6, 7],
    ]);
    expect(traceFacts(trace)).toMatchObject({
      requests: 3,
      unanswered: 1,
      spanSeconds: 0.25,
      inputTokens: 11,
      outputTokens: 6,
      warnings: [{ code: "unanswered-requests" }],
    });
  });

  test("sessions whose later turns have a delay", async () => {
    const trace = await read(
      '{"session_id": "a", "input_length": 100, "output_length": 5, "timestamp": 20}\n{"session_id": "b", "input_length": 50, "output_length": 5, "timestamp": 10}\n{"session_id": "a", "input_length": 120, "output_length": 6, "delay": 2500}\n',
    );
    expect(figures(trace)).toEqual([
      [0, 0.01, 0.01],
      [50, 100, 120],
      [5, 5, 6],
    ]);
    expect([...(trace.thinkSeconds ?? [])]).toEqual([0, 0, 2.5]);
    expect(codes(trace)).toEqual(["assumed-prompts"]);
    expect(traceFacts(trace).spanSeconds).toBeNull();
    expect(
      await refusal(
        '{"session_id": "a", "input_length": 1, "output_length": 5, "timestamp": 20}\n{"session_id": "a", "input_length": 1, "output_length": 6}\n',
      ),
    ).toMatchObject({ code: "invalid-row", field: "trace line 2: think_time_s" });
  });

  test("BurstGPT, whose failed requests have no answer", async () => {
    const trace = await read(
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n9,ChatGPT,100,20,120,API log\n18,GPT-4,50,0,50,API log\n29,GPT-4,60,30,90,API log\n",
    );
    expect(figures(trace)).toEqual([
      [0, 20],
      [100, 60],
      [20, 30],
    ]);
    expect(codes(trace)).toEqual(["unanswered-requests"]);
  });

  test("logs of requests, milliseconds by their name, and Azure's dates with a zone", async () => {
    expect(
      figures(
        await read(
          '{"request_id": "a", "input_toks": 10, "output_toks": 5, "arrival_time": 1783159200.25}\n{"request_id": "b", "input_toks": 11, "output_toks": 6, "arrival_time": 1783159201.5}\n',
        ),
      ),
    ).toEqual([
      [0, 1.25],
      [10, 11],
      [5, 6],
    ]);
    expect(figures(await read("arrival_ms,input_tokens,output_tokens\n500,1,1\n1250,2,2\n"))[0]).toEqual([0, 0.75]);
    expect(
      figures(
        await read(
          "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-12 00:00:00+00:00,1,1\n2024-05-12 00:00:00.5+00:00,2,2\n",
        ),
      )[0],
    ).toEqual([0, 0.5]);
  });

  test("and doubts whole numbers that make a request every few minutes, or that come in steps", async () => {
    const every = (step: number, times: number, column: string): Promise<Trace> =>
      read(
        `${column},input_tokens,output_tokens\n${Array.from({ length: 40 }, (_, index) => `${step * Math.floor(index / times)},1,1`).join("\n")}`,
      );
    expect(codes(await every(385, 1, "t_s"))).toEqual(["may-be-milliseconds"]);
    expect(codes(await every(385, 1, "t_ms"))).toEqual([]);
    expect(codes(await every(385.5, 1, "t_s"))).toEqual([]);
    expect(codes(await every(3, 4, "t_s"))).toEqual(["rounded-arrivals"]);
    expect(codes(await every(3, 1, "t_s"))).toEqual([]);
    expect(codes(await every(1, 4, "t_s"))).toEqual([]);
  });

  test("and refuses objects that are none, by their line", async () => {
    expect(await refusal('{"timestamp": 1, "input_length": 5, "output_length": 1}\n[1]\n')).toMatchObject({
      code: "unreadable-file",
      field: "trace line 2",
      rule: expect.stringMatching(/^must be one JSON object/) as string,
    });
    expect(await refusal('{"level": "info"}\n')).toMatchObject({
      code: "unreadable-file",
      rule: expect.stringMatching(/^must have the columns t_s, input_tokens, output_tokens/) as string,
    });
    expect(await refusal(`{"timestamp": 1, "x": "${"y".repeat(2 ** 23)}`)).toMatchObject({
      code: "unreadable-file",
      rule: expect.stringMatching(/^must have lines of at most/) as string,
    });
  });
});

describe("refuses", () => {
  test.each([
    ["an empty file", ""],
    ["a header alone", HEADER],
    ["only requests that were broken off", `${HEADER}0,1,0\n`],
  ])("%s", async (_, content) => {
    expect(await refusal(content)).toMatchObject({
      code: "unreadable-file",
      field: "trace",
      rule: "must hold a header and at least one request",
    });
  });

  test.each([
    ["missing columns", "workload,t_s,requests_per_s\na,0,1\n", /^must have the columns input_tokens, output_tokens$/],
    [
      "two columns for one",
      "t_s,arrived_at,input_tokens,output_tokens\n0,0,1,1\n",
      /^must have only one of the columns t_s, arrived_at$/,
    ],
    [
      "thinking without sessions",
      "t_s,input_tokens,output_tokens,think_time_s\n0,1,1,0\n",
      /^must have the column session/,
    ],
    ["rows of another length", `${HEADER}0,1,1\n0,1\n`, /line 3/],
    ["an open quote", `${HEADER}"0,1,1\n`, /^must hold a table/],
    [
      "UTF-16 without a mark",
      Buffer.from(`${HEADER}0,1,1\n`, "utf16le"),
      /^must have the columns t_s, input_tokens, output_tokens$/,
    ],
    ["bytes that are no text", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), /^must have the columns/],
  ])("%s", async (_, content, rule) => {
    expect(await refusal(content)).toMatchObject({
      code: "unreadable-file",
      field: "trace",
      rule: expect.stringMatching(rule) as string,
    });
  });

  test.each([
    ["a time that goes back", `${HEADER}5,1,1\n4,1,1\n`, "trace line 3: t_s", /^must not be before the row above$/],
    ["a negative time", `${HEADER}-1,1,1\n`, "trace line 2: t_s", /^must be a number from 0/],
    ["no number", `${HEADER}0,1,1\nNaN,1,1\n`, "trace line 3: t_s", /^must be a number/],
    ["an endless time", `${HEADER}Infinity,1,1\n`, "trace line 2: t_s", /^must be a number/],
    ["an empty cell", `${HEADER}0,,1\n`, "trace line 2: input_tokens", /^must be a number/],
    ["no prompt", `${HEADER}0,0,1\n`, "trace line 2: input_tokens", /^must be a number from 1/],
    ["half a token", `${HEADER}0,1,1.5\n`, "trace line 2: output_tokens", /^must be an integer$/],
    ["thousands in one cell", `${HEADER}0,"1,146",1\n`, "trace line 2: input_tokens", /^must be a number/],
    [
      "numbers that may be milliseconds",
      "timestamp,input_tokens,output_tokens\n27482,1,1\n",
      "trace line 2: timestamp",
      /^must be a date and time/,
    ],
    [
      "a parent below",
      "t_s,input_tokens,output_tokens,parent_row\n0,1,1,0\n",
      "trace line 2: parent_row",
      /^must be a number from -1 to -1$/,
    ],
    [
      "a session without a name",
      "t_s,input_tokens,output_tokens,session\n0,1,1,\n",
      "trace line 2: session",
      /^must name a session$/,
    ],
    [
      "a session that goes back",
      "t_s,input_tokens,output_tokens,session,think_time_s\n9,1,1,a,0\n0,1,1,b,0\n8,1,1,a,0\n",
      "trace line 4: t_s",
      /^must not be before the row above of its session$/,
    ],
    [
      "a later turn without its time of thinking",
      "t_s,input_tokens,output_tokens,session,think_time_s\n0,1,1,a,\n1,1,1,a,\n",
      "trace line 3: think_time_s",
      /^must be a number/,
    ],
  ])("%s, with its line", async (_, content, field, rule) => {
    expect(await refusal(content)).toMatchObject({
      code: "invalid-row",
      field,
      rule: expect.stringMatching(rule) as string,
    });
  });

  test("a missing file and a folder", async () => {
    expect(await refused(join(folder, "none.csv"))).toMatchObject({
      code: "unreadable-file",
      rule: "must be the path of a readable file",
    });
    expect(await refused(folder)).toMatchObject({
      code: "unreadable-file",
      rule: "must be the path of a readable file",
    });
  });

  test("a line without end, without reading it whole", async () => {
    const path = join(folder, "line.csv");
    const stream = createWriteStream(path);
    for (let written = 0; written < 64; written += 1) stream.write("1".repeat(2 ** 20));
    await new Promise((resolve) => stream.end(resolve));
    const before = process.memoryUsage().rss;
    expect(await refused(path)).toMatchObject({
      code: "unreadable-file",
      rule: expect.stringMatching(/Max Record Size/) as string,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 25);
  });
});

describe("published traces", () => {
  const SHARED = "../shared/traces";
  // Rows, and spans in seconds, of the traces' own README.
  test.skipIf(!existsSync(SHARED)).each([
    ["azure-llm-2023-conv.csv", 19_366, 3_502],
    ["azure-llm-2023-code.csv", 8_819, 3_436],
    ["mooncake-2024-conversation.csv", 12_031, 3_537],
    ["ragpulse-2025-week.csv", 7_106, 604_603],
    ["coding-agent-2026-claude-code-sample.csv", 11_817, null],
  ])("%s is read whole", async (name, rows, span) => {
    const trace = await readTrace(`${SHARED}/${name}`);
    expect(trace.arrivalSeconds.length + trace.unanswered).toBe(rows);
    if (span !== null) expect(Math.round(trace.arrivalSeconds.at(-1) ?? 0)).toBe(span);
  });

  test.skipIf(!existsSync(SHARED))(
    "coding agents wait for answers, and find nearly all of a prompt in the cache",
    async () => {
      const trace = await readTrace(`${SHARED}/coding-agent-2026-claude-code-sample.csv`);
      expect(hasClosedSessions(trace)).toBe(true);
      expect(new Set(trace.sessions).size).toBe(160);
      const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
      // Its README says about 96 %, as the API counted.
      const share = sum(contextOfTurnBefore(trace)) / sum(trace.inputTokens);
      expect(share).toBeGreaterThan(0.95);
      expect(share).toBeLessThan(0.98);
    },
  );

  test.skipIf(!existsSync(SHARED))("a table of rates is no trace", async () => {
    expect(await refused(`${SHARED}/servegen-2025-request-rate-10min.csv`)).toMatchObject({ code: "unreadable-file" });
  });
});
