import { InfrascaleError } from "../../errors.js";
import { checkKeys, checkObject, checkString, optional } from "../../internal/check.js";
import type { CalibrationWarning } from "../calibration-warning.js";
import type { LoadTestTool, Observation } from "../../measurements/observation.js";
import type { JsonFormat } from "./format.js";
import { jsonDocuments } from "./json-documents.js";
import type { JsonRecord } from "./json-record.js";
import { checkTable, plainText, start, unreadable } from "./plain-text.js";
import { formatOfDocument, formatOfTable } from "./recognise.js";
import { collect, warningsOf, type Collection, type Place } from "./row-warnings.js";
import { headerOf, tableOf, type BrokenLine } from "./table.js";
import { adviceOnDocument, adviceOnHeader } from "./unsupported.js";

/** Options of {@link readLoadTest}. */
export interface ReadLoadTestOptions {
  /** Name of the file, for the observations' sources and for messages; the format is told by the content alone. */
  readonly file?: string;
}

/** What a load-test file holds. */
export interface LoadTestFile {
  /** The tool that wrote it; the first one, where rows of several stand in one file. */
  readonly tool: LoadTestTool;
  /** Version of the tool, where the file states it. */
  readonly version?: string;
  /** Its rows that can be used, in their order. */
  readonly observations: readonly Observation[];
  /** Rows and figures that were left out, and what was assumed. */
  readonly warnings: readonly CalibrationWarning[];
}

/**
 * Reads the results of a load test. The format is told by the content: `vllm bench serve`, GuideLLM, aiperf, genai-perf,
 * SGLang's `bench_serving`, llmperf, inference-perf, InfraScale's tables, the schema of published measurements, and one's
 * own rows, as JSON or as a table, with the fields of {@link Observation}.
 *
 * Times per token are those after the first token, whatever the tool calls them. A row that cannot be used costs itself
 * only, and is named in a warning.
 *
 * @param text - the decoded file, at most 2^27 characters.
 * @param options - name of the file.
 * @returns the observations, in the order of the file, with SI units.
 * @throws {@link InfrascaleError} `unreadable-file` (broken JSON, wrong encoding, no rows), `file-too-large`,
 * `unrecognised-format`, `unsupported-format` (a known file that cannot serve, with the one that can), `invalid-type`.
 * @example
 * ```ts
 * import { readLoadTest } from "infrascale/calibrate";
 *
 * const { tool, observations } = readLoadTest("concurrency,outputTokens,ttftSeconds,tpotSeconds\n64,200,0.25,0.02\n");
 * tool; // => "plain"
 * observations[0].tpotSeconds; // => 0.02
 * ```
 */
export function readLoadTest(text: string, options: ReadLoadTestOptions = {}): LoadTestFile {
  checkKeys(checkObject(options, "options"), "options", ["file"]);
  optional(checkString)(options.file, "options.file");
  const field = options.file ?? "file";
  const content = plainText(text, field);
  const place = options.file === undefined ? {} : { file: options.file };
  const header = headerOf(content);
  const advice = adviceOnHeader(header);
  if (advice !== undefined) throw unsupported(field, advice, content);
  return formatOfTable({ rows: [{ line: 1, cells: header }], broken: [] }) === undefined ? readDocuments(content, field, place) : readTable(content, field, place);
}

function readTable(content: string, field: string, place: Place): LoadTestFile {
  checkTable(content, field);
  const table = tableOf(content);
  const format = formatOfTable(table);
  if (format === undefined) throw unrecognised(field, content);
  const found: Collection = { observations: [], remarks: [] };
  for (const broken of table.broken) found.remarks.push(brokenLine(broken, place));
  for (const draft of format.read(table)) collect(found, draft, place);
  if (found.observations.length + found.remarks.length === 0) throw unreadable(field, "must hold rows below its header", start(content));
  return { tool: format.tool, observations: found.observations, warnings: warningsOf(found.remarks) };
}

/** Characters in which the first line of JSON must begin: a few lines of a tool's own log may stand before its result. */
const SEARCHED = 2 ** 16;

function readDocuments(content: string, field: string, place: Place): LoadTestFile {
  if (!/^\s*[[{]/.test(content) && !/^[ \t]*\{/m.test(content.slice(0, SEARCHED))) throw unrecognised(field, content);
  const { documents, broken } = jsonDocuments(content, field, (value) => formatOfDocument(value) !== undefined || adviceOnDocument(value) !== undefined);
  const found: Collection = { observations: [], remarks: [] };
  const formats = new Set<JsonFormat>();
  let version: string | undefined;
  for (const line of broken) found.remarks.push(brokenLine(line, place));
  for (const { value, line } of documents) {
    const here = line === undefined ? place : { ...place, line };
    const format = formatOfDocument(value);
    if (format === undefined) {
      found.remarks.push({ note: { code: "invalid-row", message: `a value ${adviceOnDocument(value) ?? "is no result of a load-test tool that is known"}` }, place: here });
      continue;
    }
    formats.add(format);
    version ??= format.version?.(value as JsonRecord);
    for (const draft of format.read(value as JsonRecord)) collect(found, draft, here);
  }
  const [first] = formats;
  if (first === undefined) throw refusal(documents.map(({ value }) => value), field, content);
  const tools = new Set([...formats].map(({ tool }) => tool));
  if (tools.size > 1) found.remarks.push({ note: { code: "mixed-tools", message: `results of several tools stand in one file: ${[...tools].join(", ")}; each row was read as its own tool's` }, place });
  return { tool: first.tool, ...(version === undefined ? {} : { version }), observations: found.observations, warnings: warningsOf(found.remarks) };
}

const brokenLine = ({ line, reason }: BrokenLine, place: Place): Collection["remarks"][number] => ({ note: { code: "invalid-row", message: `cannot be read (${reason})` }, place: { ...place, line } });

function refusal(values: readonly unknown[], field: string, content: string): InfrascaleError {
  const advice = values.map(adviceOnDocument).find((found) => found !== undefined);
  return advice === undefined ? unrecognised(field, content) : unsupported(field, advice, content);
}

const unsupported = (field: string, advice: string, content: string): InfrascaleError => new InfrascaleError({ code: "unsupported-format", field, rule: advice, value: start(content) });

const unrecognised = (field: string, content: string): InfrascaleError =>
  new InfrascaleError({ code: "unrecognised-format", field, rule: "must hold results of a known load-test tool, or rows with columns such as concurrency, outputTokens, ttftSeconds, tpotSeconds", value: start(content) });
