import type { LoadTestTool } from "../../measurements/observation.js";
import type { Table } from "./table.js";
import type { Draft } from "./draft.js";
import type { JsonRecord } from "./json-record.js";

/** A format of a JSON document: how its content is told from others, and what it holds. */
export interface JsonFormat {
  readonly tool: LoadTestTool;
  readonly recognises: (document: JsonRecord) => boolean;
  /** Version of the tool, where the document states it. */
  readonly version?: (document: JsonRecord) => string | undefined;
  /** One draft for each point of the load test. */
  readonly read: (document: JsonRecord) => readonly Draft[];
}

/** A format of a table of separated values. */
export interface TableFormat {
  readonly tool: LoadTestTool;
  readonly recognises: (table: Table) => boolean;
  readonly read: (table: Table) => readonly Draft[];
}
