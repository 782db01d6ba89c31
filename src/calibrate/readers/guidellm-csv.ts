import { secondsFromMilliseconds } from "../../units.js";
import { failedShare, type Draft, type Reading, type Times } from "./draft.js";
import { draftingNotes } from "./drafting.js";
import type { TableFormat } from "./format.js";
import { guidellmLoad, type GuidellmStrategy } from "./guidellm-load.js";
import { arrayAt, mapNumber, numberAt, numberOf, textAt, valueAt } from "./json-record.js";
import { parseJson } from "./parse-json.js";
import type { Table } from "./table.js";

/**
 * GuideLLM's `benchmarks.csv`, of 0.4 and later: three header lines (group, name with status and unit, statistic), one benchmark a
 * row. Loads that were asked stand in the JSON of the column Profile, in the order of the rows; some cells are lists.
 *
 * "Time per Output Token" includes the first token; "Inter Token Latency" is the time per token.
 *
 * Source: vllm-project/guidellm `src/guidellm/benchmark/outputs/csv.py`.
 */
export const guidellmCsv: TableFormat = {
  tool: "guidellm",
  recognises: ({ rows: [header] }) =>
    header !== undefined && header.cells.includes("Run Info") && header.cells.includes("Benchmark"),
  read: ({ rows: [groups, names, statistics, ...rows] }) => {
    if (groups === undefined || names === undefined || statistics === undefined) return [];
    const columns = groups.cells.map((group, index): Column => ({
      group,
      name: names.cells[index] ?? "",
      statistic: statistics.cells[index] ?? "",
    }));
    return rows.filter(({ cells }) => cells.some((cell) => cell !== "")).map((row) => draftOf(columns, row));
  },
};

interface Column {
  readonly group: string;
  readonly name: string;
  readonly statistic: string;
}

function draftOf(columns: readonly Column[], { line, cells }: Table["rows"][number]): Draft {
  const cell = (group: string, name: RegExp, statistic = ""): string | undefined =>
    cells[
      columns.findIndex((column) => column.group === group && name.test(column.name) && column.statistic === statistic)
    ];
  const metric = (group: string, name: RegExp, statistic = "Mean"): Reading => numberOf(cell(group, name, statistic));
  const count = (name: RegExp): Reading => numberOf(cell("Request Counts", name));
  const timesOf = (statistic: "Mean" | "Median"): Times => ({
    ttftSeconds: mapNumber(metric("Time to First Token", MILLISECONDS, statistic), secondsFromMilliseconds),
    tpotSeconds: mapNumber(metric("Inter Token Latency", MILLISECONDS, statistic), secondsFromMilliseconds),
    requestSeconds: metric("Request Latency", /^Successful Sec$/, statistic),
  });
  const completed = count(/^Successful$/);
  const outputTokens = metric("Token Metrics", /^Successful Output Tokens$/);
  const means = timesOf("Mean");
  const run = {
    completed,
    durationSeconds: numberOf(cell("Timings", /^Duration$/, "Sec")),
    requestsPerSecond: metric("Server Throughput", /^Successful Requests\/Sec$/),
    outputTokens,
  };
  const strategy = strategyOf(
    cell("Benchmark", /^Strategy$/) ?? "",
    cell("Run Info", /^Profile$/),
    numberOf(cell("Run Info", /^Run Index$/)) ?? 0,
  );
  const { notes = [], ...load } = guidellmLoad(strategy, count(/^Total$/), {
    ...run,
    times: means,
    inFlight: metric("Server Throughput", /^Successful Concurrency$/),
  });
  const perIteration = metric("Token Streaming", /^Successful Output Tokens\/Iter$/);
  return {
    tool: "guidellm",
    line,
    model: textAt(jsonOf(cell("Run Info", /^Backend$/)), "model"),
    ...load,
    inputTokens: metric("Token Metrics", /^Successful Input Tokens$/),
    ...run,
    means,
    medians: timesOf("Median"),
    outputTokensPerSecond: metric("Token Throughput", /^Successful Output Tokens\/Sec$/),
    failedFraction: failedShare(count(/^Errored$/), completed),
    notes: [...notes, ...(perIteration === undefined || perIteration < DRAFTED ? [] : draftingNotes(perIteration))],
    ...(cells.length < columns.length
      ? { defect: `the row has ${cells.length} cells, its header ${columns.length}` }
      : {}),
  };
}

const MILLISECONDS = /^Successful ms$/;

/** Tokens of one iteration of a stream that several in one step make, and no chunk that holds a second token now and then. */
const DRAFTED = 1.2;

/** The load of a row, by its place in what the profile lists; `rate` of older profiles is streams where the rows are `concurrent`. */
function strategyOf(kind: string, profile: string | undefined, index: number): GuidellmStrategy {
  const asked = jsonOf(profile);
  const told = (name: string): Reading =>
    Array.isArray(valueAt(asked, name)) ? numberOf(arrayAt(asked, name)[index]) : numberAt(asked, name);
  return { kind, streams: told("streams") ?? told("rate"), rate: told("rate"), limit: told("max_concurrency") };
}

/** The JSON of a cell; undefined where it holds none. */
function jsonOf(cell: string | undefined): unknown {
  try {
    return parseJson(cell ?? "");
  } catch {
    return undefined;
  }
}
