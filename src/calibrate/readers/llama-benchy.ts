import { secondsFromMilliseconds } from "../../units.js";
import type { Draft, Reading } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { arrayAt, mapNumber, numberAt, numberOf, textAt, valueAt } from "./json-record.js";
import type { Table } from "./table.js";

/** One test: prompts of one length behind a context of another, so many at once. */
interface BenchyTest {
  readonly line?: number;
  readonly model: string | undefined;
  readonly concurrency: Reading;
  readonly contextTokens: Reading;
  readonly promptTokens: Reading;
  readonly outputTokens: Reading;
  readonly ttftSeconds: Reading;
  /** Of one request. */
  readonly tokensPerSecond: Reading;
  /** Whether a prefix cache holds the context. */
  readonly isCached: boolean;
  /** Whether the test only fills that cache. */
  readonly isFilling: boolean;
}

/**
 * llama-benchy's JSON. `tg_throughput` is of all requests while they generate, `tg_req_throughput` of one: the time per token is its
 * inverse. Behind a context of d tokens the prompt is as much longer; where prefix caching is measured, the cache holds those.
 *
 * Source: eugr/llama-benchy, README and `schemas/`.
 */
export const llamaBenchy: JsonFormat = {
  tool: "llama-benchy",
  recognises: (report) =>
    arrayAt(report, "benchmarks").some(
      (test) => valueAt(test, "prompt_size") !== undefined && valueAt(test, "response_size") !== undefined,
    ),
  version: (report) => textAt(report, "version"),
  read: (report) =>
    arrayAt(report, "benchmarks").map((test) =>
      draftOf({
        model: textAt(report, "model"),
        concurrency: numberAt(test, "concurrency"),
        contextTokens: numberAt(test, "context_size"),
        promptTokens: numberAt(test, "prompt_size"),
        outputTokens: numberAt(test, "response_size"),
        ttftSeconds: mapNumber(
          numberAt(test, "e2e_ttft", "mean") ?? numberAt(test, "ttfr", "mean"),
          secondsFromMilliseconds,
        ),
        tokensPerSecond: numberAt(test, "tg_req_throughput", "mean"),
        isCached: valueAt(report, "prefix_caching_enabled") === true,
        isFilling: valueAt(test, "is_context_prefill_phase") === true,
      }),
    ),
};

/** The table that it prints: a line for the prompts of a test, the next for what was generated. */
export const llamaBenchyTable: TableFormat = {
  tool: "llama-benchy",
  recognises: ({ rows: [header] }) =>
    header !== undefined &&
    header.cells.includes("test") &&
    header.cells.some((cell) => /^(?:ttfr|e2e_ttft) \(ms\)$/.test(cell)),
  read: (table) => testsOf(table).map(draftOf),
};

/** `pp2048 @ d4096 (c4)`: what is read or written, behind which context, so many at once. */
const TEST = /^(ctx_)?(pp|tg)(\d+)?(?: @ d(\d+))?(?: \(c(\d+)\))?$/;

function testsOf({ rows: [header, ...rows] }: Table): readonly BenchyTest[] {
  const columns = header?.cells ?? [];
  const isCached = rows.some(({ cells }) => cells.some((cell) => cell.startsWith("ctx_pp")));
  const tests: BenchyTest[] = [];
  let prompts: Pick<BenchyTest, "promptTokens" | "ttftSeconds"> = { promptTokens: undefined, ttftSeconds: undefined };
  for (const { line, cells } of rows) {
    const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
    const [, filling, kind, tokens, context, concurrency = "1"] = TEST.exec(cell("test") ?? "") ?? [];
    if (kind === "pp")
      prompts = {
        promptTokens: numberOf(tokens),
        ttftSeconds: mapNumber(figureOf(cell("e2e_ttft (ms)")) ?? figureOf(cell("ttfr (ms)")), secondsFromMilliseconds),
      };
    if (kind !== "tg") continue;
    const ofOne = figureOf(cell("t/s (req)")) ?? (concurrency === "1" ? figureOf(cell("t/s")) : undefined);
    tests.push({
      line,
      model: cell("model"),
      concurrency: Number(concurrency),
      contextTokens: numberOf(context),
      ...prompts,
      outputTokens: numberOf(tokens),
      tokensPerSecond: ofOne,
      isCached,
      isFilling: filling !== undefined,
    });
  }
  return tests;
}

/** The mean of `62.18 ± 0.31`; undefined where nothing stands. */
const figureOf = (cell: string | undefined): Reading => numberOf(cell?.split("±")[0]);

function draftOf({
  line,
  model,
  concurrency,
  contextTokens = 0,
  promptTokens,
  outputTokens,
  ttftSeconds,
  tokensPerSecond,
  isCached,
  isFilling,
}: BenchyTest): Draft {
  const inputTokens = promptTokens === undefined ? undefined : promptTokens + contextTokens;
  return {
    tool: "llama-benchy",
    line,
    model,
    concurrency,
    arrivals: "sustained",
    // Each run sends so many at once, and waits for all of them.
    prompts: concurrency,
    inputTokens,
    outputTokens,
    lengths: "equal",
    means: { ttftSeconds, tpotSeconds: mapNumber(tokensPerSecond, (rate) => 1 / rate) },
    ...(isCached && inputTokens !== undefined && contextTokens > 0
      ? { prefixCacheHitRate: contextTokens / inputTokens }
      : {}),
    ...(isFilling ? { defect: "the test of llama-benchy only fills the prefix cache for the one that follows" } : {}),
  };
}
