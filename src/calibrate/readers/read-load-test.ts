import { InfrascaleError } from "../../errors.js";
import { checkKeys, checkObject, checkString, optional } from "../../internal/check.js";
import type { CalibrationWarning } from "../calibration-warning.js";
import type { LoadTestTool, Observation } from "../../measurements/observation.js";
import type { JsonFormat } from "./format.js";
import { jsonDocuments, type JsonDocument, type JsonDocuments } from "./json-documents.js";
import type { JsonRecord } from "./json-record.js";
import { markdownTables } from "./markdown-table.js";
import { checkRows, checkTable, plainText, start, unreadable } from "./plain-text.js";
import { PRINTED_HEADING, printedRuns } from "./printed-runs.js";
import { formatOfDocument, formatOfTable, resultsWithin } from "./recognise.js";
import { collect, warningsOf, type Collection, type Place } from "./row-warnings.js";
import { headerOf, tableOf, type BrokenLine, type Table } from "./table.js";
import { adviceOnDocument, adviceOnHeader } from "./unsupported.js";
import { isYaml, yamlValues } from "./yaml-values.js";

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
 * Reads the results of a load test. The format is told by the content: what `vllm bench serve`, SGLang's `bench_serving`, GuideLLM,
 * aiperf, genai-perf, genai-bench, llmperf, inference-perf, llm-d, EvalScope, trtllm-bench, InferenceX and llama-benchy save or print,
 * InfraScale's tables, the schema of published measurements, and one's own rows, as JSON or as a table, with the fields of
 * {@link Observation} or with columns whose names hold their unit.
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
  return (CONTAINERS.find(({ holds }) => holds(content)) ?? JSON_TEXT).read(content, field, place);
}

/** A way to write results down: whether a text is written so, and what it holds. */
interface Container {
  readonly holds: (content: string) => boolean;
  readonly read: (content: string, field: string, place: Place) => LoadTestFile;
}

const startsAsJson = (content: string): boolean => /^\s*[[{]/.test(content);

/** What a tool printed. */
const PRINTED: Container = {
  holds: (content) => !startsAsJson(content) && content.includes(PRINTED_HEADING),
  read: (content, field, place) => {
    const found: Collection = { observations: [], remarks: [] };
    const runs = printedRuns(content);
    checkRows(runs.length, field);
    for (const { drafts, line } of runs) for (const draft of drafts) collect(found, draft, { ...place, line });
    return fileOf(runs.map(({ format }) => format.tool), found, place);
  },
};

/** Separated values under a header. */
const TABLE: Container = {
  holds: (content) => isKnownHeader(headerOf(content)),
  read: (content, field, place) => {
    checkTable(content, field);
    return readTables([tableOf(content)], content, field, place);
  },
};

/** Tables drawn with bars. */
const MARKDOWN: Container = {
  holds: (content) => !startsAsJson(content) && markdownTables(content.slice(0, SEARCHED)).some(isKnownTable),
  read: (content, field, place) => {
    checkTable(content, field);
    return readTables(markdownTables(content).filter(isKnownTable), content, field, place);
  },
};

const YAML: Container = {
  holds: (content) => !startsAsJson(content) && isYaml(content),
  read: (content, field, place) => readDocuments({ documents: yamlValues(content, field).map((value) => ({ value })), broken: [] }, content, field, place),
};

/** JSON, the last: what is none of the others is refused as none. */
const JSON_TEXT: Container = {
  holds: startsAsJson,
  read: (content, field, place) => {
    if (!startsAsJson(content) && !/^[ \t]*\{/m.test(content.slice(0, SEARCHED))) throw unrecognised(field, content);
    return readDocuments(jsonDocuments(content, field, (value) => formatOfDocument(value) !== undefined || adviceOnDocument(value) !== undefined), content, field, place);
  },
};

/** In the order in which they are tried. */
const CONTAINERS: readonly Container[] = [PRINTED, TABLE, MARKDOWN, YAML];

/** Characters in which results must begin: a few lines of a tool's own log may stand before them. */
const SEARCHED = 2 ** 16;

const isKnownHeader = (header: readonly string[]): boolean => adviceOnHeader(header) !== undefined || formatOfTable({ rows: [{ line: 1, cells: header }], broken: [] }) !== undefined;

const isKnownTable = (table: Table): boolean => adviceOnHeader(table.rows[0]?.cells ?? []) !== undefined || formatOfTable(table) !== undefined;

function readTables(tables: readonly Table[], content: string, field: string, place: Place): LoadTestFile {
  const found: Collection = { observations: [], remarks: [] };
  const tools: LoadTestTool[] = [];
  for (const table of tables) {
    const advice = adviceOnHeader(table.rows[0]?.cells ?? []);
    if (advice !== undefined) throw unsupported(field, advice, content);
    const format = formatOfTable(table);
    if (format === undefined) throw unrecognised(field, content);
    tools.push(format.tool);
    for (const broken of table.broken) found.remarks.push(brokenLine(broken, place));
    for (const draft of format.read(table)) collect(found, draft, place);
  }
  if (found.observations.length + found.remarks.length === 0) throw unreadable(field, "must hold rows below its header", start(content));
  return fileOf(tools, found, place);
}

function readDocuments({ documents, broken }: JsonDocuments, content: string, field: string, place: Place): LoadTestFile {
  const found: Collection = { observations: [], remarks: [] };
  const formats = new Set<JsonFormat>();
  let version: string | undefined;
  for (const line of broken) found.remarks.push(brokenLine(line, place));
  for (const { value, line } of documents.flatMap(unwrapped)) {
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
  if (formats.size === 0) throw refusal(documents.map(({ value }) => value), field, content);
  return { ...fileOf([...formats].map(({ tool }) => tool), found, place), ...(version === undefined ? {} : { version }) };
}

/** A document that is no result but holds a list of them is that list. */
function unwrapped(document: JsonDocument): readonly JsonDocument[] {
  const within = formatOfDocument(document.value) === undefined ? resultsWithin(document.value) : [];
  return within.length === 0 ? [document] : within.map((value) => ({ ...document, value }));
}

/** What was found, by the tools that wrote it, at least one. */
function fileOf(writtenBy: readonly LoadTestTool[], { observations, remarks }: Collection, place: Place): LoadTestFile {
  const tools = [...new Set(writtenBy)];
  if (tools.length > 1) remarks.push({ note: { code: "mixed-tools", message: `results of several tools stand in one file: ${tools.join(", ")}; each row was read as its own tool's` }, place });
  return { tool: tools[0] as LoadTestTool, observations, warnings: warningsOf(remarks) };
}

const brokenLine = ({ line, reason }: BrokenLine, place: Place): Collection["remarks"][number] => ({ note: { code: "invalid-row", message: `cannot be read (${reason})` }, place: { ...place, line } });

function refusal(values: readonly unknown[], field: string, content: string): InfrascaleError {
  const advice = values.map(adviceOnDocument).find((found) => found !== undefined);
  return advice === undefined ? unrecognised(field, content) : unsupported(field, advice, content);
}

const unsupported = (field: string, advice: string, content: string): InfrascaleError => new InfrascaleError({ code: "unsupported-format", field, rule: advice, value: start(content) });

const unrecognised = (field: string, content: string): InfrascaleError =>
  new InfrascaleError({ code: "unrecognised-format", field, rule: "must hold results of a known load-test tool, or rows with columns such as concurrency, outputTokens, ttftSeconds, tpotSeconds", value: start(content) });
