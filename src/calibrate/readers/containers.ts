import { formatOfDocument, formatOfTable } from "./recognise.js";
import { headerOf, tableOf, type Table } from "./table.js";
import { jsonDocuments } from "./json-documents.js";
import type { LoadTestFile } from "./load-test-file.js";
import { markdownTables } from "./markdown-table.js";
import { checkRows, checkTable } from "./plain-text.js";
import { PRINTED_HEADING, printedRuns } from "./printed-runs.js";
import { fileOf, readDocuments, readTables, unrecognised } from "./read-results.js";
import { collect, type Collection, type Place } from "./row-warnings.js";
import { adviceOnDocument, adviceOnHeader } from "./unsupported.js";
import { isYaml, yamlValues } from "./yaml-values.js";

/** A way to write results down: whether a text is written so, and what it holds. */
export interface Container {
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
    return fileOf(
      runs.map(({ format }) => format.tool),
      found,
      place,
    );
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
  read: (content, field, place) =>
    readDocuments(
      { documents: yamlValues(content, field).map((value) => ({ value })), broken: [] },
      content,
      field,
      place,
    ),
};

/** JSON, the last: what is none of the others is refused as none. */
const JSON_TEXT: Container = {
  holds: startsAsJson,
  read: (content, field, place) => {
    if (!startsAsJson(content) && !/^[ \t]*\{/m.test(content.slice(0, SEARCHED))) throw unrecognised(field, content);
    return readDocuments(
      jsonDocuments(
        content,
        field,
        (value) => formatOfDocument(value) !== undefined || adviceOnDocument(value) !== undefined,
      ),
      content,
      field,
      place,
    );
  },
};

/** In the order in which they are tried. */
const CONTAINERS: readonly Container[] = [PRINTED, TABLE, MARKDOWN, YAML];

/** How a text is written, as far as it is known. */
export const containerOf = (content: string): Container => CONTAINERS.find(({ holds }) => holds(content)) ?? JSON_TEXT;

/** Characters in which results must begin: a few lines of a tool's own log may stand before them. */
const SEARCHED = 2 ** 16;

const isKnownHeader = (header: readonly string[]): boolean =>
  adviceOnHeader(header) !== undefined ||
  formatOfTable({ rows: [{ line: 1, cells: header }], broken: [] }) !== undefined;

const isKnownTable = (table: Table): boolean =>
  adviceOnHeader(table.rows[0]?.cells ?? []) !== undefined || formatOfTable(table) !== undefined;
