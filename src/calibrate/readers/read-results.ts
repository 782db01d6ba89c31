import { InfrascaleError } from "../../errors.js";
import type { LoadTestTool } from "../../measurements/observation.js";
import type { JsonFormat } from "./format.js";
import type { JsonDocument, JsonDocuments } from "./json-documents.js";
import type { JsonRecord } from "./json-record.js";
import type { LoadTestFile } from "./load-test-file.js";
import { start, unreadable } from "./plain-text.js";
import { formatOfDocument, formatOfTable, resultsWithin } from "./recognise.js";
import { collect, warningsOf, type Collection, type Place } from "./row-warnings.js";
import type { BrokenLine, Table } from "./table.js";
import { adviceOnDocument, adviceOnHeader } from "./unsupported.js";
import { loadTestRule } from "../../rules/load-test.js";
import type { Rule } from "../../rules/rule-code.js";

/** The results of tables, each recognised by its header. */
export function readTables(tables: readonly Table[], content: string, field: string, place: Place): LoadTestFile {
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
  if (found.observations.length + found.remarks.length === 0)
    throw unreadable(field, loadTestRule("rows-below-header"), start(content));
  return fileOf(tools, found, place);
}

/** The results of documents, each recognised by its keys. */
export function readDocuments(
  { documents, broken }: JsonDocuments,
  content: string,
  field: string,
  place: Place,
): LoadTestFile {
  const found: Collection = { observations: [], remarks: [] };
  const formats = new Set<JsonFormat>();
  let version: string | undefined;
  for (const line of broken) found.remarks.push(brokenLine(line, place));
  for (const { value, line } of documents.flatMap(unwrapped)) {
    const here = line === undefined ? place : { ...place, line };
    const format = formatOfDocument(value);
    if (format === undefined) {
      found.remarks.push({
        note: {
          code: "invalid-row",
          message: `a value ${adviceOnDocument(value)?.rule ?? "is no result of a load-test tool that is known"}`,
        },
        place: here,
      });
      continue;
    }
    formats.add(format);
    version ??= format.version?.(value as JsonRecord);
    for (const draft of format.read(value as JsonRecord)) collect(found, draft, here);
  }
  if (formats.size === 0)
    throw refusal(
      documents.map(({ value }) => value),
      field,
      content,
    );
  return {
    ...fileOf(
      [...formats].map(({ tool }) => tool),
      found,
      place,
    ),
    ...(version === undefined ? {} : { version }),
  };
}

/** A document that is no result but holds a list of them is that list. */
function unwrapped(document: JsonDocument): readonly JsonDocument[] {
  const within = formatOfDocument(document.value) === undefined ? resultsWithin(document.value) : [];
  return within.length === 0 ? [document] : within.map((value) => ({ ...document, value }));
}

/** What was found, by the tools that wrote it, at least one. */
export function fileOf(
  writtenBy: readonly LoadTestTool[],
  { observations, remarks }: Collection,
  place: Place,
): LoadTestFile {
  const tools = [...new Set(writtenBy)];
  if (tools.length > 1)
    remarks.push({
      note: {
        code: "mixed-tools",
        message: `results of several tools stand in one file: ${tools.join(", ")}; each row was read as its own tool's`,
      },
      place,
    });
  return { tool: tools[0] as LoadTestTool, observations, warnings: warningsOf(remarks) };
}

const brokenLine = ({ line, reason }: BrokenLine, place: Place): Collection["remarks"][number] => ({
  note: { code: "invalid-row", message: `cannot be read (${reason})` },
  place: { ...place, line },
});

function refusal(values: readonly unknown[], field: string, content: string): InfrascaleError {
  const advice = values.map(adviceOnDocument).find((found) => found !== undefined);
  return advice === undefined ? unrecognised(field, content) : unsupported(field, advice, content);
}

const unsupported = (field: string, advice: Rule, content: string): InfrascaleError =>
  new InfrascaleError({ code: "unsupported-format", field, ...advice, value: start(content) });

/** The error of a text that no tool is known to write. */
export const unrecognised = (field: string, content: string): InfrascaleError =>
  new InfrascaleError({
    code: "unrecognised-format",
    field,
    ...loadTestRule("known-tool"),
    value: start(content),
  });
