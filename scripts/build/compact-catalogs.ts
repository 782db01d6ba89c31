import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "esbuild";
import { ABSENT, type Column, type Columns } from "../../src/internal/columns.js";

type Row = Readonly<Record<string, unknown>>;

/** What says where a figure comes from and how well a law fits: in the published files, read by no code. */
const REMARKS = new Set(["source", "utilizationSource", "batchSource", "answerShareSource", "rows", "medianErrorPercent"]);

/**
 * Stores the catalogs that a bundle holds by columns and without remarks. `infrascale/catalogs/*.json` are the files as they are.
 *
 * @returns a plugin for esbuild.
 */
export const compactCatalogs = (): Plugin => ({
  name: "compact-catalogs",
  setup(build) {
    build.onLoad({ filter: /catalogs\/[\w-]+\.json$/ }, ({ path }) => {
      return { contents: moduleOf(withoutRemarks(readFileSync(path, "utf8"))), loader: "js", resolveDir: resolve("src/internal") };
    });
  },
});

const HELPER = `import { rowsOf } from "./columns.ts";\n`;

function moduleOf(table: unknown): string {
  if (isRows(table)) return `${HELPER}export default ${code(table)};`;
  if (!isRow(table)) return `export default ${JSON.stringify(table)};`;
  const fields = Object.entries(table).map(([name, value]) => `${JSON.stringify(name)}: ${isRows(value) ? code(value) : JSON.stringify(value)}`);
  return `${HELPER}export default { ${fields.join(", ")} };`;
}

const code = (rows: readonly Row[]): string => `/* @__PURE__ */ rowsOf(${JSON.stringify(columnsOf(rows))}, ${rows.length})`;

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.length > 1 && value.every(isRow);

/** The fields of rows side by side; a row may be null, or absent where it is a field of another. */
export function columnsOf(rows: readonly (Row | null | undefined)[]): Columns {
  const columns: Record<string, Column> = {};
  for (const field of new Set(rows.flatMap((row) => Object.keys(row ?? {})))) {
    const values = rows.map((row) => row?.[field]);
    if (values.includes(ABSENT)) throw new Error(`${field} has the value that stands for none: ${ABSENT}`);
    const present = values.filter((value) => value != null);
    columns[field] = present.length > 0 && present.every(isRow) ? columnsOf(values as readonly (Row | null | undefined)[]) : values.map((value) => (value === undefined ? ABSENT : value));
  }
  if (rows.some((row) => row == null)) columns[ABSENT] = rows.map((row) => (row === undefined ? ABSENT : row === null ? null : 1));
  return columns;
}

/** A table without its remarks, at any depth. */
const withoutRemarks = (table: string): unknown => JSON.parse(table, (key, value: unknown) => (REMARKS.has(key) ? undefined : value));
